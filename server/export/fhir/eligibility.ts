/** CoverageEligibilityResponse (R4; JP Core has no profile of it): whether the insurance holds, and with which benefits. */
import type { Coverage, EligibilityAnswer, Validity } from '../../../domain/answer'
import { isInForce } from '../../../domain/coverage'
import { dayInJapan } from '../../../domain/days'
import { VALIDITY_CODES, VALIDITY_WORDS } from '../oqs-codes'
import type { ExportRecord } from '../record'
import { benefitItems } from './benefits'
import { referTo } from './people'
import { OWN_SYSTEMS } from './systems'
import type {
  Extension,
  FhirCoverage,
  FhirEligibilityRequest,
  FhirEligibilityResponse,
  FhirOrganization,
  FhirPatient,
} from './types'
import { uuidOf } from './urn'
import { words } from './words'

const AUTHORITY = 'オンライン資格確認等システム'
const REQUEST = 'request'

export interface EligibilityParts {
  patient: FhirPatient
  facility: FhirOrganization
  /** In the order of the answer. */
  coverages: readonly { told: Coverage; resource: FhirCoverage }[]
  publicCoverages: readonly FhirCoverage[]
}

export function toEligibilityResponse(
  { check, result }: ExportRecord,
  parts: EligibilityParts,
): FhirEligibilityResponse {
  const servicedDate =
    result.kind === 'answered' ? result.answer.asOf : dayInJapan(check.capturedAt)
  const common = {
    resourceType: 'CoverageEligibilityResponse',
    id: uuidOf(check.id, 'response'),
    contained: [requestOf(check.capturedAt, servicedDate, parts)],
    status: 'active',
    purpose: ['validation'],
    patient: referTo(parts.patient),
    servicedDate,
    request: { reference: `#${REQUEST}` },
    insurer: { display: AUTHORITY },
  } satisfies Partial<FhirEligibilityResponse>
  switch (result.kind) {
    case 'answered':
      return { ...common, ...answered(result.answer, parts), created: result.answer.answeredAt }
    case 'pending':
      return { ...common, outcome: 'queued', disposition: '処理中', created: check.capturedAt }
    case 'failed': {
      const disposition = words(result.message)
      return {
        ...common,
        outcome: 'error',
        created: result.at,
        ...(disposition !== null && { disposition }),
        error: [
          {
            code: {
              coding: [{ system: OWN_SYSTEMS.resultCode, code: words(result.code) ?? 'unknown' }],
            },
          },
        ],
      }
    }
  }
}

function answered(answer: EligibilityAnswer, parts: EligibilityParts) {
  const insurance = [
    ...parts.coverages.map(({ told, resource }) => {
      const item = benefitItems(told)
      return {
        coverage: referTo(resource),
        ...inforceOf(answer, told),
        ...(item.length > 0 && { item }),
      }
    }),
    ...parts.publicCoverages.map((resource) => ({ coverage: referTo(resource), inforce: true })),
  ]
  return {
    extension: rawWords(answer),
    outcome: OUTCOMES[answer.validity],
    disposition: dispositionOf(answer),
    ...(insurance.length > 0 && { insurance }),
    ...(answer.validity === 'multiple' && { error: [{ code: validityConcept('multiple') }] }),
  }
}

/** 複数該当 is answered in part: which of them is the patient's, a person says (R44). */
const OUTCOMES = {
  valid: 'complete',
  validUnregistered: 'complete',
  invalid: 'complete',
  invalidNewExists: 'complete',
  none: 'complete',
  multiple: 'partial',
} as const satisfies Record<Validity, FhirEligibilityResponse['outcome']>

/** Left out where the authority's answer does not say it of this one. */
function inforceOf(answer: EligibilityAnswer, told: Coverage): { inforce?: boolean } {
  switch (answer.validity) {
    case 'valid':
    case 'validUnregistered':
      return { inforce: answer.coverages.length === 1 || isInForce(told, answer.asOf) }
    case 'invalid':
    case 'none':
      return { inforce: false }
    case 'invalidNewExists':
      // Only days tell the new one from the one that was lost.
      return { inforce: told.qualifiedOn !== null && isInForce(told, answer.asOf) }
    case 'multiple':
      return {}
  }
}

/** The authority's word first, then its sentence as it is. */
function dispositionOf({ validity, message }: EligibilityAnswer): string {
  return [VALIDITY_WORDS[validity], words(message)].filter((part) => part !== null).join(': ')
}

function rawWords({ validity, assurance }: EligibilityAnswer): Extension[] {
  return [
    {
      url: OWN_SYSTEMS.rawValidity,
      valueCoding: {
        system: OWN_SYSTEMS.validity,
        code: VALIDITY_CODES[validity],
        display: VALIDITY_WORDS[validity],
      },
    },
    { url: OWN_SYSTEMS.assurance, valueString: assurance },
  ]
}

function validityConcept(validity: Validity) {
  return {
    coding: [{ system: OWN_SYSTEMS.validity, code: VALIDITY_CODES[validity] }],
    text: VALIDITY_WORDS[validity],
  }
}

function requestOf(
  created: string,
  servicedDate: string,
  { patient, facility }: EligibilityParts,
): FhirEligibilityRequest {
  return {
    resourceType: 'CoverageEligibilityRequest',
    id: REQUEST,
    status: 'active',
    purpose: ['validation'],
    patient: referTo(patient),
    servicedDate,
    created,
    provider: referTo(facility),
    insurer: { display: AUTHORITY },
  }
}
