/** Which patient of the roster an answer is about (R45): none, one, or several, of whom a person chooses. */
import type { PublicExpense } from '../../../domain/answer'
import type { InsuredNumbers } from '../../../domain/documents/document'
import { findPeople, kanaMatches, nameMatches, type NamedPerson } from '../../../domain/names'
import type { RosterPatient } from '../../store/roster-store'
import { isSameNumbers } from '../../visits/same-numbers'

export interface WantedPerson extends NamedPerson {
  /** In canonical form; null where they fit none. */
  numbers: InsuredNumbers | null
  /** 医療扶助 */
  publicExpenses: readonly PublicExpense[]
}

export type Match =
  | { kind: 'none' }
  | { kind: 'one'; patient: RosterPatient }
  /** Never picked from: a person decides. */
  | { kind: 'many'; patients: readonly RosterPatient[] }

/**
 * By birth date and kana; where several have both, by 保険者番号, 記号, 番号 and 枝番 as well, or by what is known of 医療扶助. An
 * address is never looked at (R46).
 * @param patients those born on the day, at least
 */
export function matchPerson(patients: readonly RosterPatient[], wanted: WantedPerson): Match {
  const found = findPeople(patients, wanted)
  const [only] = found
  if (only === undefined) return { kind: 'none' }
  if (found.length === 1) return { kind: 'one', patient: only }
  const { numbers, publicExpenses } = wanted
  const exact = found.filter(
    (patient) =>
      (numbers !== null && hasNumbers(patient, numbers)) || hasExpense(patient, publicExpenses),
  )
  const [first] = exact
  return first && exact.length === 1
    ? { kind: 'one', patient: first }
    : { kind: 'many', patients: found }
}

/** Whether an answer under this patient's own number is about them: ● is any one character, in name and kana alike. */
export function isAbout(patient: RosterPatient, person: NamedPerson): boolean {
  if (patient.birthdate !== person.birthdate) return false
  if (person.nameKana !== null) return kanaMatches(patient.nameKana, person.nameKana)
  const names = [patient.name, patient.authorityName?.name ?? patient.name]
  return names.some((name) => nameMatches(name, person.name))
}

function hasNumbers({ current, former }: RosterPatient, numbers: InsuredNumbers): boolean {
  const known = current === null ? former : [current, ...former]
  return known.some((each) => isSameNumbers(each, numbers))
}

function hasExpense({ welfare }: RosterPatient, told: readonly PublicExpense[]): boolean {
  return (welfare?.expenses ?? []).some((known) =>
    told.some(
      ({ payerNumber, recipientNumber }) =>
        payerNumber === known.payerNumber && recipientNumber === known.recipientNumber,
    ),
  )
}
