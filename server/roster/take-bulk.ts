/** A bulk answer of the authority into the roster: each person to the patient they are, and nobody guessed (R45). */
import type { Day } from '../../domain/days'
import type { NamedPerson } from '../../domain/names'
import type { AuthorityReply } from '../authority/authority'
import type { RosterChange, RosterPatient, RosterStore } from '../store/store'
import { canonicalNumbers } from '../visits/canonical-numbers'
import { matchPerson } from './merge/match-person'
import { renewPatient, renewWelfare, undecided } from './merge/renew-patient'

/** One person of a bulk answer; `PersonResult` of the OQS adapter is one. */
export interface AnsweredPerson {
  reply: Pick<AuthorityReply, 'answeredAt' | 'validity' | 'coverages' | 'publicExpenses'>
  named: NamedPerson | null
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

export interface BulkNews {
  /** The day that was asked about, or on which it was asked. */
  asOf: Day
  /** The list of 医療扶助 says nothing of insurances. */
  about: 'insurances' | 'welfare'
}

/** All of it, or nothing. */
export function takeBulk(
  facilityId: string,
  people: readonly AnsweredPerson[],
  { asOf, about }: BulkNews,
  { roster, now }: { roster: RosterStore; now: () => number },
): Promise<BulkTaken> {
  const at = now()
  return roster.change(facilityId, async (rows) => {
    const taken: BulkTaken = { renewed: [], same: [], undecided: [], unknown: 0 }
    const strangers = new Set<unknown>()
    for (const person of people) {
      const patients = await patientsOf(person, rows)
      const [only] = patients
      if (!only) strangers.add(person.named === null ? person : JSON.stringify(person.named))
      else if (patients.length === 1) {
        const news = { ...person.reply, asOf, named: person.named }
        const renewed =
          about === 'welfare'
            ? renewWelfare(only, news)
            : renewPatient(only, { ...news, source: 'bulk' })
        if (renewed !== only) await rows.put(renewed, at)
        const isOpen = renewed.undecided !== null && renewed.undecided.on === asOf
        const list = isOpen ? taken.undecided : renewed === only ? taken.same : taken.renewed
        list.push(only.patientId)
      } else {
        for (const patient of patients) {
          await rows.put(undecided(patient, 'severalPatients', asOf), at)
          taken.undecided.push(patient.patientId)
        }
      }
    }
    return { ...onceEach(taken), unknown: strangers.size }
  })
}

/** A list may name a person several times, as with a unit for each ticket. */
function onceEach({ renewed, same, undecided, unknown }: BulkTaken): BulkTaken {
  const open = new Set(undecided)
  const changed = new Set(renewed.filter((id) => !open.has(id)))
  const others = new Set(same.filter((id) => !open.has(id) && !changed.has(id)))
  return { renewed: [...changed], same: [...others], undecided: [...open], unknown }
}

/**
 * By the number that was asked with, or those that the facility registered; without any, by birth date, kana and numbers. Which of
 * several it is, is never picked.
 */
async function patientsOf(
  { personIdentifier, referenceNumbers, reply, named }: AnsweredPerson,
  rows: RosterChange,
): Promise<readonly RosterPatient[]> {
  const ids = personIdentifier === null ? referenceNumbers : [personIdentifier]
  const found = await Promise.all([...new Set(ids)].map((id) => rows.get(id)))
  const known = found.filter((patient) => patient !== undefined)
  if (known.length > 0) return known
  if (named === null) return []
  const [coverage] = reply.coverages
  const numbers = coverage ? canonicalNumbers(coverage) : null
  const match = matchPerson(await rows.bornOn(named.birthdate), {
    ...named,
    numbers,
    publicExpenses: reply.publicExpenses,
  })
  switch (match.kind) {
    case 'none':
      return []
    case 'one':
      return [match.patient]
    case 'many':
      return match.patients
  }
}
