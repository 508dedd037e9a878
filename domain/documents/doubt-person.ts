/** What makes dates, names and shares faulty or doubtful beside each other (R20, R44–R47, R53, R71). */
import { isLivingBirthdate } from '../birthdate'
import { ruleShare } from '../burden'
import { addMonths, ageOn, type Day } from '../days'
import { isLatterStage } from '../numbers'
import { kanaMatches, nameMatches } from '../names'
import { doubt, type EntryContext, fault, type Finding, type InsuranceDocument } from './document'

/** 高齢者の医療の確保に関する法律 第50条: from 75, and from 65 with a disability. */
const LATTER_STAGE_AGE = 75
const LATTER_STAGE_DISABLED_AGE = 65
/** A 資格確認書 lasts five years at most (S4 p. 33). */
const CERTIFICATE_MONTHS = 60

/** A birthdate after the visit or before everybody alive: an era mistaken. */
export function faultBirthdate(birthdate: Day, day: Day): Finding[] {
  return isLivingBirthdate(birthdate, day) ? [] : [fault('birthdate', 'TZ-N27')]
}

/** 交付日 ≤ the visit, and 交付日 ≤ 有効期限. */
export function faultDates(issuedOn: Day | null, validUntil: Day | null, day: Day): Finding[] {
  if (issuedOn === null) return []
  if (issuedOn > day) return [fault('issuedOn', 'TZ-N33')]
  return validUntil !== null && validUntil < issuedOn ? [fault('validUntil', 'TZ-N33')] : []
}

export function doubtDocument(document: InsuranceDocument, context: EntryContext): Finding[] {
  return [
    ...doubtPatient(document, context.patient),
    ...doubtAge(document, context.day),
    ...doubtEnd(document, context.day),
  ]
}

/** Another person's document, as far as it is typed. */
export function doubtPatient(
  document: Pick<InsuranceDocument, 'name' | 'nameKana'> & { birthdate: Day | null },
  patient: EntryContext['patient'],
): Finding[] {
  if (patient === null) return []
  const { birthdate, name, nameKana } = document
  const findings: Finding[] = []
  if (birthdate !== null && birthdate !== patient.birthdate)
    findings.push(doubt('birthdate', 'TZ-N28'))
  const kana =
    nameKana === null || patient.nameKana === null ? null : kanaMatches(nameKana, patient.nameKana)
  if (kana === false) findings.push(doubt('nameKana', 'TZ-N28'))
  // Kana settles it: 髙野 is 高野 on many a list (R45).
  if (kana === null && name !== null && !nameMatches(name, patient.name)) {
    findings.push(doubt('name', 'TZ-N28'))
  }
  return findings
}

function doubtAge({ insurerNumber, birthdate, percent }: InsuranceDocument, day: Day): Finding[] {
  const age = ageOn(birthdate, day)
  if (isLatterStage(insurerNumber)) {
    return age < LATTER_STAGE_DISABLED_AGE ? [doubt('birthdate', 'TZ-N29')] : []
  }
  if (age >= LATTER_STAGE_AGE) return [doubt('birthdate', 'TZ-N29')]
  const possible = percent === null || ruleShare(birthdate, day).choices.includes(percent)
  return possible ? [] : [doubt('share', 'TZ-N37')]
}

function doubtEnd({ kind, validUntil, issuedOn }: InsuranceDocument, day: Day): Finding[] {
  if (validUntil === null) return []
  if (kind === 'certificate') {
    const longest = addMonths(issuedOn ?? day, CERTIFICATE_MONTHS)
    return validUntil > longest ? [doubt('validUntil', 'TZ-N34')] : []
  }
  const shareEnded = kind !== 'expiredInsuranceCard' && validUntil < day
  return shareEnded ? [doubt('validUntil', 'TZ-N35')] : []
}
