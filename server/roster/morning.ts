/**
 * Before the rounds: who of the day may be asked anew without the card (R33), and one bulk question for all of them. What comes back
 * stands in the roster, and so on the tablets' lists; the check of the visit itself is still made there (R7).
 */
import { cardReasonOf, lookAhead, type CardReason } from '../../domain/decide/visit-need'
import { needSituationOf } from '../../domain/decide/visit-situation'
import { startOfDay, type Day } from '../../domain/days'
import type { InsuredNumbers } from '../../domain/documents/document'
import { historyOf } from '../visits/with-history'
import { numbersToAsk } from './lookup'
import { takeBulk, type AnsweredPerson, type BulkTaken } from './take-bulk'
import {
  NOTHING_OWN,
  toVisit,
  visitsWithPatients,
  type RosterVisitsWorld,
  type VisitOfPatient,
} from './visits'

/** 資格確認一括照会 of one facility; `OqsBulk` is one. */
export interface BulkPort {
  ask(
    requestId: string,
    query: { kind: 'eligibility'; asOf: Day; people: readonly BulkQuestion[] },
  ): Promise<void>
  find(requestId: string): Promise<BulkFound>
}

export interface BulkQuestion {
  /** The facility's own number of the patient. */
  id: string
  numbers: InsuredNumbers
  birthdate: Day
}

export type BulkFound =
  | { kind: 'neverAsked' | 'pending' | 'unknown' | 'failed' }
  | {
      kind: 'listed'
      people: readonly ({ kind: 'answered'; person: AnsweredPerson } | { kind: 'failed' })[]
    }

/** Why nobody asks about this patient before the visit. */
export type NotAsked = CardReason | 'noNumbers'

export interface DayEntry {
  visitId: string
  patientId: string
  /** null: may be asked anew. */
  reason: NotAsked | null
}

export interface PreparedDay {
  day: Day
  /** In the order of the round. */
  entries: DayEntry[]
  /**
   * `nobody`: there is none to ask about. `off`: this facility has no bulk interface, and tablets ask one by one. `failed`: the
   * authority ended with an error; tablets ask one by one as well. `over`: it was asked, and its answer is no longer kept.
   */
  bulk: 'nobody' | 'off' | 'asked' | 'pending' | 'failed' | 'taken' | 'over'
  /** What the answer changed; null until it is there. */
  taken: (BulkTaken & { failed: number }) | null
}

export interface MorningWorld extends RosterVisitsWorld {
  /** null where the facility's authority has none. */
  bulkOf: (facilityId: string) => BulkPort | null
}

/**
 * Asks once for a day, and looks for the answer each time it is called again: the authority's own record decides whether it was
 * asked. @throws Error of store or authority: to be called again later
 */
export async function prepareDay(
  facilityId: string,
  day: Day,
  world: MorningWorld,
): Promise<PreparedDay> {
  const list = await visitsWithPatients(facilityId, day, world)
  const entries = await Promise.all(list.map((each) => entryOf(facilityId, day, each, world)))
  const open = entries.filter(({ reason }) => reason === null).map(({ patientId }) => patientId)
  const people = questionsOf(list, new Set(open))
  const bulk = world.bulkOf(facilityId)
  const result = { day, entries, taken: null }
  if (bulk === null) return { ...result, bulk: people.length === 0 ? 'nobody' : 'off' }
  const requestId = `morning:${day}`
  const found = await bulk.find(requestId)
  switch (found.kind) {
    case 'neverAsked':
      if (people.length === 0) return { ...result, bulk: 'nobody' }
      await bulk.ask(requestId, { kind: 'eligibility', asOf: day, people })
      return { ...result, bulk: 'asked' }
    case 'pending':
      return { ...result, bulk: 'pending' }
    case 'unknown':
      return { ...result, bulk: 'over' }
    case 'failed':
      return { ...result, bulk: 'failed' }
    case 'listed': {
      const answered = found.people.flatMap((each) =>
        each.kind === 'answered' ? [each.person] : [],
      )
      const taken = await takeBulk(facilityId, answered, day, {
        roster: world.store.roster,
        now: world.now,
      })
      const failed = found.people.length - answered.length
      return { ...result, bulk: 'taken', taken: { ...taken, failed } }
    }
  }
}

async function entryOf(
  facilityId: string,
  day: Day,
  each: VisitOfPatient,
  world: MorningWorld,
): Promise<DayEntry> {
  const { id: visitId, patientId } = each.visit
  const visit = await toVisit(facilityId, day, each, world)
  const history = (await historyOf(world, facilityId, patientId, day, visit)) ?? visit.history
  const situation = history && needSituationOf({ ...visit, history }, NOTHING_OWN, startOfDay(day))
  const reason = situation ? cardReasonOf(lookAhead(situation)) : 'noCardCheck'
  const hasNumbers = numbersToAsk(each.patient) !== null
  return { visitId, patientId, reason: reason ?? (hasNumbers ? null : 'noNumbers') }
}

/** A patient who is visited twice is asked about once. */
function questionsOf(list: readonly VisitOfPatient[], open: ReadonlySet<string>): BulkQuestion[] {
  const questions = new Map<string, BulkQuestion>()
  for (const { patient } of list) {
    const numbers = numbersToAsk(patient)
    if (!open.has(patient.patientId) || numbers === null) continue
    const { patientId: id, birthdate } = patient
    questions.set(id, { id, numbers, birthdate })
  }
  return [...questions.values()]
}
