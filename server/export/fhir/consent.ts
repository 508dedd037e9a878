/** JP_Consent, one for each kind of information (OQSCD036): agreed to, closed all the same, or refused. */
import type { EligibilityAnswer } from '../../../domain/answer'
import { CONSENT_ITEMS, type ConsentItem } from '../../../domain/check'
import { CONSENT_CODES, CONSENT_WORDS } from '../oqs-codes'
import { answerOf, type ExportRecord } from '../record'
import { periodOf } from './coverage'
import { referTo } from './people'
import { OWN_SYSTEMS, PROFILES, SYSTEMS } from './systems'
import type { FhirConsent, FhirOrganization, FhirPatient } from './types'
import { urnOf, uuidOf } from './urn'

/** Patient Consent. */
const CATEGORY = '59284-0'
const POLICY = 'オンライン資格確認等システムによる診療・薬剤・特定健診等・手術情報の閲覧'

/** None where nobody was asked and no earlier consent is in force. */
export function toConsents(
  record: ExportRecord,
  patient: FhirPatient,
  facility: FhirOrganization,
): FhirConsent[] {
  const answer = answerOf(record)
  const { consent } = record
  const items = CONSENT_ITEMS.filter(
    (item) => consent !== null || answer?.consentedItems.includes(item),
  )
  return items.map((item) => {
    const status = statusOf(item, record, answer)
    const period = periodOf(consent?.decidedAt ?? null, answer?.consentUntil ?? null)
    return {
      resourceType: 'Consent',
      id: uuidOf(record.check.id, 'consent', item),
      meta: { profile: [PROFILES.consent] },
      status,
      scope: { coding: [{ system: SYSTEMS.consentScope, code: 'patient-privacy' }] },
      category: [{ coding: [{ system: SYSTEMS.loinc, code: CATEGORY }] }],
      patient: referTo(patient),
      ...(consent && {
        dateTime: consent.decidedAt,
        performer: [
          consent.decidedBy.kind === 'patient'
            ? referTo(patient)
            : { display: `代理: ${consent.decidedBy.relation}` },
        ],
      }),
      organization: [referTo(facility)],
      // 再照会: the consent that stands is the one of an earlier check.
      ...(answer?.consentOf !== undefined && {
        sourceReference: { identifier: { system: SYSTEMS.uuid, value: urnOf(answer.consentOf) } },
      }),
      policyRule: { text: POLICY },
      provision: {
        type: status === 'rejected' ? 'deny' : 'permit',
        ...(status === 'active' && period && { period }),
        code: [
          {
            coding: [{ system: OWN_SYSTEMS.consentKind, code: CONSENT_CODES[item] }],
            text: CONSENT_WORDS[item],
          },
        ],
      },
    }
  })
}

/** `inactive`: agreed to, and yet not to be looked up (an expired certificate, or the authority did not register it). */
function statusOf(
  item: ConsentItem,
  { consent }: ExportRecord,
  answer: EligibilityAnswer | null,
): FhirConsent['status'] {
  if (answer?.consentedItems.includes(item)) return 'active'
  return consent?.items[item] ? 'inactive' : 'rejected'
}
