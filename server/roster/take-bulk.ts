/** A bulk answer of the authority into the roster: each person to the patient they are, and nobody guessed (R45). */
import type { Day } from '../../domain/days'
import type { AuthorityReply } from '../authority/authority'
import type { RosterChange, RosterPatient, RosterStore } from '../store/store'
import { canonicalNumbers } from '../visits/canonical-numbers'
import { matchPerson } from './merge/match-person'
import { renewPatient, undecided, type News } from './merge/renew-patient'

/** One person of a bulk answer; `PersonResult` of the OQS adapter is one. */
export interface AnsweredPerson {
  reply: Pick<AuthorityReply, 'answeredAt' | 'validity' | 'coverages'>
  /** 照会番号: the facility's own numbers of the person. */
  referenceNumbers: readonly string[]
  /** What was asked with came back; the facility's own number too. */
  personIdentifier: string | null
}

/** The facility's own numbers of patients, each once. */
export interface BulkTaken {
  renewed: string[]
  same: string[]
  /** A person decides: several patients fit, several insurances are in force, or it is somebody else. */
  undecided: string[]
  /** How many are nobody of the roster. */
  unknown: number
}

/** @param asOf the day that was asked about. All of it, or nothing. */
export function takeBulk(
  facilityId: string,
  people: readonly AnsweredPerson[],
  asOf: Day,
  { roster, now }: { roster: RosterStore; now: () => number },
): Promise<BulkTaken> {
  const at = now()
  return roster.change(facilityId, async (rows) => {
    const taken: BulkTaken = { renewed: [], same: [], undecided: [], unknown: 0 }
    for (const person of people) {
      const { answeredAt, validity, coverages } = person.reply
      const news: News = { asOf, answeredAt, validity, coverages, source: 'bulk' }
      const patients = await patientsOf(person, rows)
      const [only] = patients
      if (!only) taken.unknown += 1
      else if (patients.length === 1) await renewOne(only, news, { rows, taken, at })
      else {
        for (const patient of patients) {
          await rows.put(undecided(patient, 'severalPatients', news), at)
          taken.undecided.push(patient.patientId)
        }
      }
    }
    return { ...taken, undecided: [...new Set(taken.undecided)] }
  })
}

async function renewOne(
  patient: RosterPatient,
  news: News,
  { rows, taken, at }: { rows: RosterChange; taken: BulkTaken; at: number },
): Promise<void> {
  const renewed = renewPatient(patient, news)
  if (renewed !== patient) await rows.put(renewed, at)
  const isOpen = renewed.undecided !== null && renewed.undecided.on === news.asOf
  const list = isOpen ? taken.undecided : renewed === patient ? taken.same : taken.renewed
  list.push(patient.patientId)
}

/**
 * By the number that was asked with, or those that the facility registered; without any, by birth date, kana and numbers. Which of
 * several it is, is never picked.
 */
async function patientsOf(
  { personIdentifier, referenceNumbers, reply }: AnsweredPerson,
  rows: RosterChange,
): Promise<readonly RosterPatient[]> {
  const ids = personIdentifier === null ? referenceNumbers : [personIdentifier]
  const named = await Promise.all([...new Set(ids)].map((id) => rows.get(id)))
  const known = named.filter((patient) => patient !== undefined)
  if (known.length > 0) return known
  const [coverage] = reply.coverages
  if (!coverage) return []
  const { name, nameKana, birthdate } = coverage
  const numbers = canonicalNumbers(coverage)
  const born = await rows.bornOn(birthdate)
  const match = matchPerson(born, { name, nameKana, birthdate, numbers })
  switch (match.kind) {
    case 'none':
      return []
    case 'one':
      return [match.patient]
    case 'many':
      return match.patients
  }
}
