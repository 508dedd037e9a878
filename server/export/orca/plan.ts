/**
 * What an answer changes in ORCA. Compared before anything is added, so that the same answer twice changes nothing; an
 * answer that is older than what ORCA checked last changes nothing either. What nobody can decide is left to a person.
 */
import type { Coverage, EligibilityAnswer, PublicExpense } from '../../../domain/answer'
import { chooseCoverage } from '../../../domain/coverage'
import { addDays, type Day } from '../../../domain/days'
import { hasPlaceholder, nameToKeep } from '../../../domain/names'
import type { ExportErrorCode } from '../../../domain/errors'
import { toFullWidth } from '../widths'
import { isOneInsurance, isSameExpense, isSameInsurance, isSamePerson } from './compare'
import { textOf, type Xml2Record } from './xml2'

/** What ORCA has of the patient, out of its answer to Request_Number 01. */
export interface HeldInOrca {
  patient: Xml2Record
  insurances: readonly Xml2Record[]
  publicExpenses: readonly Xml2Record[]
}

export type OrcaPlan =
  | { kind: 'change'; insurances: Xml2Record[]; publicExpenses: Xml2Record[] }
  | { kind: 'unchanged' }
  | { kind: 'leftToPerson'; code: ExportErrorCode }

const OPEN_END = '9999-12-31'

export function planChanges(answer: EligibilityAnswer, held: HeldInOrca): OrcaPlan {
  if (chooseCoverage(answer).kind === 'several') return { kind: 'leftToPerson', code: 'TZ-E14' }
  if (!answer.coverages.every((told) => isSamePerson(held.patient, told))) {
    return { kind: 'leftToPerson', code: 'TZ-E13' }
  }
  const insurances = insuranceChanges(answer, held)
  const publicExpenses = answer.publicExpenses
    .map((told) => expenseChange(answer.asOf, told, held))
    .filter((change) => change !== null)
  return insurances.length + publicExpenses.length === 0
    ? { kind: 'unchanged' }
    : { kind: 'change', insurances, publicExpenses }
}

/** Without a 枝番 one that ORCA holds may be several that are told: it is changed for the first of them only. */
function insuranceChanges(answer: EligibilityAnswer, held: HeldInOrca): Xml2Record[] {
  const left = new Set(held.insurances)
  return oncePerInsurance(answer).flatMap((told) => {
    const same = [...left].filter((each) => isSameInsurance(each, told))
    for (const each of same) left.delete(each)
    return changesOf(answer, told, same, held.patient)
  })
}

function changesOf(
  answer: EligibilityAnswer,
  told: Coverage,
  same: readonly Xml2Record[],
  patient: Xml2Record,
): Xml2Record[] {
  if (!holdsNow(answer, told)) {
    return same.map((each) => ended(each, told, answer.asOf)).filter((change) => change !== null)
  }
  const current = same.find((each) => covers(each, answer.asOf))
  if (!current) return [added(told, answer.asOf, patient, same)]
  const change = confirmed(current, told, answer.asOf)
  return change === null ? [] : [change]
}

/** An insurance that was lost and won again is told twice: the one that holds counts, else the one that ended last. */
function oncePerInsurance(answer: EligibilityAnswer): Coverage[] {
  const ranked = [...answer.coverages].sort(
    (a, b) =>
      Number(holdsNow(answer, b)) - Number(holdsNow(answer, a)) ||
      (b.disqualifiedOn ?? '').localeCompare(a.disqualifiedOn ?? ''),
  )
  return ranked.filter(
    (told, at) => !ranked.slice(0, at).some((before) => isOneInsurance(before, told)),
  )
}

/** Whether this is the insurance that the answer says to use (R40–R42); of 無効 only its days tell the new one. */
function holdsNow(answer: EligibilityAnswer, told: Coverage): boolean {
  if (answer.validity === 'invalidNewExists' && told.qualifiedOn === null) return false
  const choice = chooseCoverage(answer)
  return choice.kind === 'one' && choice.coverage === told
}

/** Only what the answer knows better: the day of checking, a missing 枝番 or 資格取得日. */
function confirmed(held: Xml2Record, told: Coverage, asOf: Day): Xml2Record | null {
  const checkedOn = textOf(held, 'Certificate_CheckDate')
  if (checkedOn > asOf) return null
  return modified(held, {
    ...missing(held, 'HealthInsuredPerson_Branch_Number', told.branch),
    ...missing(held, 'Certificate_GetDate', told.qualifiedOn),
    ...(checkedOn < asOf && { Certificate_CheckDate: asOf }),
  })
}

/**
 * The end of what was lost: only ever brought forward, and not against a later check. A span that begins after the loss is
 * another one: the authority may not know of it yet (R41).
 */
function ended(held: Xml2Record, { disqualifiedOn }: Coverage, asOf: Day): Xml2Record | null {
  if (disqualifiedOn === null || textOf(held, 'Certificate_CheckDate') > asOf) return null
  const lastDay = addDays(disqualifiedOn, -1)
  const isWithin =
    textOf(held, 'Certificate_StartDate') <= lastDay &&
    lastDay < (textOf(held, 'Certificate_ExpiredDate') || OPEN_END)
  return modified(
    held,
    isWithin ? { Certificate_ExpiredDate: lastDay, Certificate_CheckDate: asOf } : {},
  )
}

function modified(held: Xml2Record, changes: Xml2Record): Xml2Record | null {
  if (Object.keys(changes).length === 0) return null
  return { ...held, ...changes, InsuranceProvider_Mode: 'Modify' }
}

/**
 * A new insurance. Its kind follows from the number, which ORCA works out itself. The insured's name is ORCA's own for the
 * insured themselves, for ORCA may have what the authority writes as ●; of a family it is not in the answer.
 */
function added(
  told: Coverage,
  asOf: Day,
  patient: Xml2Record,
  earlier: readonly Xml2Record[],
): Xml2Record {
  // The authority says that it holds on that day, so its span holds the day, whatever else its dates say.
  const startsOn = told.qualifiedOn !== null && told.qualifiedOn < asOf ? told.qualifiedOn : asOf
  const lastDay = told.disqualifiedOn === null ? OPEN_END : addDays(told.disqualifiedOn, -1)
  const endedOn = textOf(latest(earlier) ?? {}, 'Certificate_ExpiredDate')
  const local = textOf(patient, 'WholeName')
  const insuredName = nameToKeep(local, told.name)
  const isInsured = told.relation !== 'family'
  return {
    InsuranceProvider_Mode: 'New',
    InsuranceProvider_Id: '0',
    InsuranceProvider_Number: told.insurerNumber,
    ...(told.symbol !== null && { HealthInsuredPerson_Symbol: toFullWidth(told.symbol) }),
    HealthInsuredPerson_Number: toFullWidth(told.number),
    ...(told.branch !== null && { HealthInsuredPerson_Branch_Number: told.branch }),
    RelationToInsuredPerson: isInsured ? '1' : '2',
    ...(isInsured &&
      !hasPlaceholder(insuredName) && { HealthInsuredPerson_WholeName: local || insuredName }),
    // Two spans of one insurance may not overlap.
    Certificate_StartDate: endedOn >= startsOn && endedOn < asOf ? addDays(endedOn, 1) : startsOn,
    Certificate_ExpiredDate: lastDay < asOf ? OPEN_END : lastDay,
    ...(told.qualifiedOn !== null && { Certificate_GetDate: told.qualifiedOn }),
    Certificate_CheckDate: asOf,
  }
}

/** 医療扶助 comes month by month: the same number with another month is a new span. */
function expenseChange(asOf: Day, told: PublicExpense, held: HeldInOrca): Xml2Record | null {
  const current = held.publicExpenses.find(
    (each) =>
      isSameExpense(each, told) &&
      (textOf(each, 'Certificate_IssuedDate') || '0') <= asOf &&
      asOf <= (textOf(each, 'Certificate_ExpiredDate') || OPEN_END),
  )
  if (current) {
    if (textOf(current, 'Certificate_CheckDate') >= asOf) return null
    return { ...current, Certificate_CheckDate: asOf, PublicInsurance_Mode: 'Modify' }
  }
  return {
    PublicInsurance_Mode: 'New',
    PublicInsurance_Id: '0',
    PublicInsurer_Number: told.payerNumber,
    PublicInsuredPerson_Number: told.recipientNumber,
    Certificate_IssuedDate: told.from ?? asOf,
    Certificate_ExpiredDate: told.until ?? OPEN_END,
    Certificate_CheckDate: asOf,
  }
}

function missing(held: Xml2Record, name: string, value: string | null): Xml2Record {
  return value !== null && textOf(held, name) === '' ? { [name]: value } : {}
}

function covers(held: Xml2Record, day: Day): boolean {
  return (
    (textOf(held, 'Certificate_StartDate') || '0') <= day &&
    day <= (textOf(held, 'Certificate_ExpiredDate') || OPEN_END)
  )
}

function latest(held: readonly Xml2Record[]): Xml2Record | null {
  const [first] = [...held].sort((a, b) =>
    textOf(b, 'Certificate_ExpiredDate').localeCompare(textOf(a, 'Certificate_ExpiredDate')),
  )
  return first ?? null
}
