/**
 * JP_Coverage of an insurance, and of a public expense. `status` is always `active`, which says that the resource holds,
 * not that the insurance does: that is in the CoverageEligibilityResponse.
 */
import type { Coverage, PublicExpense } from '../../../domain/answer'
import { addDays } from '../../../domain/days'
import { isLatterStage } from '../../../domain/numbers'
import { toFullWidth } from '../widths'
import { EXTENSIONS, OWN_SYSTEMS, PROFILES, SYSTEMS } from './systems'
import type { Extension, FhirCoverage, FhirOrganization, FhirPatient, Period } from './types'
import { referTo } from './people'
import { uuidOf } from './urn'
import { words } from './words'

const RELATIONS = {
  self: { code: '1', display: '被保険者' },
  family: { code: '2', display: '被扶養者' },
} as const

export interface CoverageContext {
  checkId: string
  /** From 0, within the check. */
  place: number
  patient: FhirPatient
  payer: FhirOrganization
}

export function toCoverage(coverage: Coverage, context: CoverageContext): FhirCoverage {
  const { symbol, number, branch, relation } = coverage
  const period = coveragePeriod(coverage)
  const extension = insuredPerson(coverage)
  const cardClassification = words(coverage.cardClassification)
  return {
    resourceType: 'Coverage',
    id: uuidOf(context.checkId, 'coverage', String(context.place)),
    meta: { profile: [PROFILES.coverage] },
    ...(extension.length > 0 && { extension }),
    identifier: [
      { system: SYSTEMS.memberId, value: memberId(coverage) },
      { system: SYSTEMS.memberCsv, value: memberCsv(coverage) },
    ],
    status: 'active',
    type: { coding: [insuranceKind(coverage.insurerNumber)] },
    ...(relation === 'self' && { subscriber: referTo(context.patient) }),
    subscriberId: `${fullWidth(symbol)}:${fullWidth(number)}`,
    beneficiary: referTo(context.patient),
    ...(branch !== null && { dependent: branch }),
    ...(relation !== null && {
      relationship: { coding: [{ system: SYSTEMS.insuredPerson, ...RELATIONS[relation] }] },
    }),
    ...(period && { period }),
    payor: [referTo(context.payer)],
    ...(cardClassification !== null && {
      class: [
        {
          type: {
            coding: [{ system: OWN_SYSTEMS.cardClassification, code: 'cardClassification' }],
            text: '被保険者証区分',
          },
          value: cardClassification,
        },
      ],
    }),
    ...copay(coverage.burdenPercent ?? coverage.elderlyRecipient?.burdenPercent ?? null),
  }
}

/** 医療扶助: JP Core has no form of its own for it; numbers as in the electronic prescription. */
export function toPublicCoverage(expense: PublicExpense, context: CoverageContext): FhirCoverage {
  const { from, until, selfPayAmount } = expense
  const period = periodOf(from, until)
  return {
    resourceType: 'Coverage',
    id: uuidOf(context.checkId, 'public', String(context.place)),
    meta: { profile: [PROFILES.coverage] },
    identifier: [{ system: SYSTEMS.publicRecipient, value: expense.recipientNumber }],
    status: 'active',
    type: { coding: [{ system: SYSTEMS.insuranceKind, code: '8', display: '公費' }] },
    beneficiary: referTo(context.patient),
    ...(period && { period }),
    payor: [referTo(context.payer)],
    class: [
      {
        type: {
          coding: [{ system: OWN_SYSTEMS.publicUse, code: 'use' }],
          text: '単独・併用別',
        },
        value: expense.use === 'alone' ? '01' : '02',
        name: expense.use === 'alone' ? '単独' : '併用',
      },
    ],
    order: context.place + 1,
    ...(selfPayAmount !== null && {
      costToBeneficiary: [
        {
          type: { coding: [{ system: SYSTEMS.copay, code: 'copay' }] },
          valueMoney: { value: selfPayAmount, currency: 'JPY' },
        },
      ],
    }),
  }
}

/**
 * 被保険者個人識別子: 保険者番号 in eight digits with zeros before it (spaces are the authority's way, not this one's), 記号
 * and 番号 in full width, 枝番 in half width, with every colon even where a part is missing.
 */
export function memberId({ insurerNumber, symbol, number, branch }: Coverage): string {
  return [eightDigits(insurerNumber), fullWidth(symbol), fullWidth(number), branch ?? ''].join(':')
}

/** The same as CSV, each part in quotation marks. */
export function memberCsv({ insurerNumber, symbol, number, branch }: Coverage): string {
  return [eightDigits(insurerNumber), fullWidth(symbol), fullWidth(number), branch ?? '']
    .map((part) => `"${part}"`)
    .join(',')
}

export function periodOf(start: string | null, end: string | null): Period | null {
  if (start === null && end === null) return null
  return { ...(start !== null && { start }), ...(end !== null && { end }) }
}

/** 資格喪失日 is the first day without cover, the end of a Period the last day within. */
function coveragePeriod({ qualifiedOn, disqualifiedOn }: Coverage): Period | null {
  if (disqualifiedOn === null) return periodOf(qualifiedOn, null)
  const lastDay = addDays(disqualifiedOn, -1)
  // Lost on the day it began: a Period may not end before it starts.
  return periodOf(
    qualifiedOn,
    qualifiedOn !== null && lastDay < qualifiedOn ? qualifiedOn : lastDay,
  )
}

function insuredPerson({ symbol, number, branch }: Coverage): Extension[] {
  const parts = [
    { url: EXTENSIONS.symbol, value: words(symbol) },
    { url: EXTENSIONS.number, value: words(number) },
  ]
  return [
    ...parts.flatMap(({ url, value }) =>
      value === null ? [] : [{ url, valueString: toFullWidth(value) }],
    ),
    ...(branch === null ? [] : [{ url: EXTENSIONS.branch, valueString: branch }]),
  ]
}

function insuranceKind(insurerNumber: string) {
  const system = SYSTEMS.insuranceKind
  if (isLatterStage(insurerNumber)) return { system, code: '7', display: '後期高齢者' }
  return insurerNumber.length === 6
    ? { system, code: '2', display: '国保' }
    : { system, code: '1', display: '医保' }
}

function copay(percent: number | null): Pick<FhirCoverage, 'costToBeneficiary'> {
  if (percent === null) return {}
  return {
    costToBeneficiary: [
      {
        type: { coding: [{ system: SYSTEMS.copay, code: 'copaypct' }] },
        valueQuantity: { value: percent, unit: '%', system: SYSTEMS.ucum, code: '%' },
      },
    ],
  }
}

function fullWidth(text: string | null): string {
  return toFullWidth(words(text) ?? '')
}

function eightDigits(insurerNumber: string): string {
  return insurerNumber.padStart(8, '0')
}
