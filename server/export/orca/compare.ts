/** Whether what ORCA holds is what the answer says: forgiving in form (width, spaces, dashes), strict in value. */
import type { Coverage, PublicExpense } from '../../../domain/answer'
import { kanaMatches, nameMatches } from '../../../domain/names'
import { normaliseTyped } from '../../../domain/typed'
import { textOf, type Xml2Record } from './xml2'

/**
 * True if ORCA's patient is the person of the answer: the same birth date, and the name in kana or as written. ● is any one
 * character, small kana may be large (R45); nothing is compared by an address (R46).
 */
export function isSamePerson(patient: Xml2Record, told: Coverage): boolean {
  if (textOf(patient, 'BirthDate') !== told.birthdate) return false
  const kana = textOf(patient, 'WholeName_inKana')
  return (
    (told.nameKana !== null && kanaMatches(kana, told.nameKana)) ||
    nameMatches(textOf(patient, 'WholeName'), told.name)
  )
}

/** A 枝番 is compared where both have one: it came years after the cards. */
export function isSameInsurance(held: Xml2Record, told: Coverage): boolean {
  const branch = textOf(held, 'HealthInsuredPerson_Branch_Number')
  return (
    isSameInsurer(textOf(held, 'InsuranceProvider_Number'), told.insurerNumber) &&
    isSameText(textOf(held, 'HealthInsuredPerson_Symbol'), told.symbol ?? '') &&
    isSameText(textOf(held, 'HealthInsuredPerson_Number'), told.number) &&
    (branch === '' || told.branch === null || isSameText(branch, told.branch))
  )
}

/** The same of two that the authority tells. */
export function isOneInsurance(one: Coverage, other: Coverage): boolean {
  return (
    isSameInsurer(one.insurerNumber, other.insurerNumber) &&
    isSameText(one.symbol ?? '', other.symbol ?? '') &&
    isSameText(one.number, other.number) &&
    (one.branch === null || other.branch === null || isSameText(one.branch, other.branch))
  )
}

export function isSameExpense(held: Xml2Record, told: PublicExpense): boolean {
  return (
    isSameText(textOf(held, 'PublicInsurer_Number'), told.payerNumber) &&
    isSameText(textOf(held, 'PublicInsuredPerson_Number'), told.recipientNumber)
  )
}

function isSameInsurer(held: string, told: string): boolean {
  return withoutPadding(held) === withoutPadding(told)
}

/** 国保 stands with two zeros or spaces before its six digits in some programs. */
function withoutPadding(insurerNumber: string): string {
  const digits = normaliseTyped(insurerNumber)
  return digits.length === 8 && digits.startsWith('00') ? digits.slice(2) : digits
}

function isSameText(held: string, told: string): boolean {
  return normaliseTyped(held) === normaliseTyped(told)
}
