/**
 * Before the rounds: who of the day may be asked anew without the card (R33), and one bulk question for all of them; who has
 * consented at home of late; and who is on 医療扶助 this month. What comes back stands in the roster, and so on the tablets' lists;
 * the check of the visit itself is still made there (R7).
 */
import { cardReasonOf, lookAhead, type CardReason } from '../../domain/decide/visit-need'
import { needSituationOf } from '../../domain/decide/visit-situation'
import { isDay, startOfDay, type Day } from '../../domain/days'
import type { InsuredNumbers } from '../../domain/documents/document'
import { patientRef } from '../keys/patient-ref'
import type { BulkState, ReferenceCounts, RosterPatient, TakenCounts } from '../store/store'
import { historyOf } from '../visits/with-history'
import { insuranceNumbers, numbersToAsk } from './lookup'
import { takeBulk, type AnsweredPerson, type BulkTaken } from './take-bulk'
import {
  NOTHING_OWN,
  toVisit,
  visitsWithPatients,
  type RosterVisitsWorld,
  type VisitOfPatient,
} from './visits'

export type MorningQuery =
  /** 資格確認一括照会 */
  | { kind: 'eligibility'; asOf: Day; people: readonly BulkQuestion[] }
  /** 同意済資格情報一括取得（訪問診療等）, both days included. */
  | { kind: 'consented'; from: Day; to: Day }
  /** 医療扶助 of a month, `YYYY-MM`. */
  | { kind: 'welfare'; month: string }

/** The bulk interface of one facility; `OqsBulk` is one. */
export interface BulkPort {
  ask(requestId: string, query: MorningQuery): Promise<void>
  find(requestId: string): Promise<BulkFound>
  /** Whether a question can be written down at all; without it each can. One that cannot would spoil the others. */
  isWritable?: (question: BulkQuestion) => boolean
  /** Whether the facility wants the list of 医療扶助; without it, it does not. */
  listsWelfare?: boolean
  /** 照会番号登録; without it, or null: not to be used. */
  references?: References | null
}

/** Makes patients known at the authority by the facility's own numbers. */
export interface References {
  /** False where it cannot be written down. */
  register(requestId: string, patientId: string, numbers: InsuredNumbers): Promise<boolean>
  find(
    requestId: string,
  ): Promise<{ kind: 'neverAsked' | 'pending' | 'unknown' | 'failed' | 'told' }>
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

/** Why nobody asks about this patient before the visit. `notWritable`: the numbers cannot be sent as they are. */
export type NotAsked = CardReason | 'noNumbers' | 'notWritable'

export interface DayEntry {
  visitId: string
  patientId: string
  /** null: may be asked anew. */
  reason: NotAsked | null
}

/** What became of one question, and what its answer changed this time; null where nothing was taken. */
export interface Answered {
  state: BulkState
  taken: (BulkTaken & Pick<TakenCounts, 'failed'>) | null
}

export interface PreparedDay {
  day: Day
  /** In the order of the round. */
  entries: DayEntry[]
  /** Patients who may be asked about, each once. */
  people: number
  /**
   * `nobody`: there is none to ask about. `off`: this facility has no bulk interface, and tablets ask one by one. `failed`: the
   * authority ended with an error; tablets ask one by one as well. `over`: it was asked, and its answer is no longer kept.
   */
  bulk: Answered
  /** Those who consented at home since; `nobody` only where it is too late to ask, or the roster has no patient yet. */
  consented: Answered
  /** Those on 医療扶助 in the day's month; absent where the facility does not want the list. */
  welfare?: Answered
  /** Of the day's patients; absent where the facility does not want it. */
  references?: ReferenceCounts
}

export interface MorningWorld extends RosterVisitsWorld {
  /** null where the facility's authority has none. */
  bulkOf: (facilityId: string) => BulkPort | null
}

export interface MorningPlan {
  /** The first day of the consents that are listed. */
  consentedFrom: Day
  /** A day that is over is only looked back at: late answers count, and nothing is asked any more. */
  mayAsk: boolean
  /** Whose answers stand in the roster already: what a person has settled since is not opened again by them. */
  taken?: readonly Question[]
}

/** Those of a morning. */
export type Question = MorningQuery['kind']

const PREFIXES: Readonly<Record<Question, string>> = {
  eligibility: 'morning:',
  consented: 'morning-consented:',
  welfare: 'morning-welfare:',
}

/** Made of the day, so that the authority's own record decides whether it was asked. */
function questionOn(day: Day, kind: Question): string {
  return PREFIXES[kind] + day
}

/** null: the question is no morning's. */
export function dayOfQuestion(requestId: string): Day | null {
  const prefix = Object.values(PREFIXES).find((each) => requestId.startsWith(each))
  const day = requestId.slice(prefix?.length ?? 0)
  return prefix !== undefined && isDay(day) ? day : null
}

/**
 * Asks once for a day, and looks for the answer each time it is called again: the authority's own record decides whether it was
 * asked. @throws Error of store or authority: to be called again later
 */
export async function prepareDay(
  facilityId: string,
  day: Day,
  world: MorningWorld,
  { consentedFrom, mayAsk, taken = [] }: MorningPlan = { consentedFrom: day, mayAsk: true },
): Promise<PreparedDay> {
  const bulk = world.bulkOf(facilityId)
  const { list, entries } = await lookAtDay(facilityId, day, world)
  const people = questionsOf(list, entries)
  const result = { day, entries, people: people.length }
  if (bulk === null) {
    const off: Answered = { state: 'off', taken: null }
    const nobody: Answered = { state: 'nobody', taken: null }
    return { ...result, bulk: people.length === 0 ? nobody : off, consented: off }
  }
  // A list that comes before the patients are imported would be lost on them.
  const hasPatients = (await world.store.roster.page(facilityId, null, 1)).patients.length > 0

  async function settle(kind: Question, query: MorningQuery | null): Promise<Answered> {
    if (taken.includes(kind)) return { state: 'taken', taken: null }
    const requestId = questionOn(day, kind)
    const found = await bulk?.find(requestId)
    switch (found?.kind) {
      case undefined:
      case 'neverAsked':
        if (query === null || !mayAsk) return { state: 'nobody', taken: null }
        await bulk?.ask(requestId, query)
        return { state: 'asked', taken: null }
      case 'pending':
      case 'failed':
        return { state: found.kind, taken: null }
      case 'unknown':
        return { state: 'over', taken: null }
      case 'listed':
        return { state: 'taken', taken: await takeAll(facilityId, kind, day, found.people, world) }
    }
  }

  return {
    ...result,
    bulk: await settle(
      'eligibility',
      people.length === 0 ? null : { kind: 'eligibility', asOf: day, people },
    ),
    consented: await settle(
      'consented',
      hasPatients ? { kind: 'consented', from: consentedFrom, to: day } : null,
    ),
    ...(bulk.listsWelfare && {
      welfare: await settle(
        'welfare',
        hasPatients ? { kind: 'welfare', month: day.slice(0, 7) } : null,
      ),
    }),
    ...(bulk.references && {
      references: await registerAll(facilityId, list, bulk.references, { world, mayAsk }),
    }),
  }
}

/**
 * Each patient with an insurance once, and again with other numbers: the authority's own record decides whether they were. That
 * those of 医療扶助 can be registered stands nowhere.
 */
async function registerAll(
  facilityId: string,
  list: readonly VisitOfPatient[],
  references: References,
  { world, mayAsk }: { world: MorningWorld; mayAsk: boolean },
): Promise<ReferenceCounts> {
  const counts: ReferenceCounts = { done: 0, waiting: 0, failed: 0 }
  const insured = new Map(
    list.flatMap(({ patient }) => {
      const numbers = insuranceNumbers(patient)
      return numbers ? [[patient.patientId, numbers] as const] : []
    }),
  )
  for (const [id, numbers] of insured) {
    // The journal names no patient.
    const { insurerNumber, symbol, number, branch } = numbers
    const about = JSON.stringify([id, insurerNumber, symbol, number, branch])
    const requestId = `reference:${await patientRef(world.keys.patients, facilityId, about)}`
    const { kind } = await references.find(requestId)
    if (kind === 'told' || kind === 'unknown') counts.done += 1
    else if (kind === 'failed') counts.failed += 1
    else if (kind === 'pending') counts.waiting += 1
    else if (mayAsk) {
      const isAsked = await references.register(requestId, id, numbers)
      counts[isAsked ? 'waiting' : 'failed'] += 1
    }
  }
  return counts
}

/** The day's visits, and of each whether its patient may be asked about before. Nothing is asked. */
export async function lookAtDay(
  facilityId: string,
  day: Day,
  world: MorningWorld,
): Promise<{ list: VisitOfPatient[]; entries: DayEntry[] }> {
  const bulk = world.bulkOf(facilityId)
  const list = await visitsWithPatients(facilityId, day, world)
  const entries = await Promise.all(list.map((each) => entryOf(facilityId, day, each, world, bulk)))
  return { list, entries }
}

async function takeAll(
  facilityId: string,
  kind: Question,
  day: Day,
  people: Extract<BulkFound, { kind: 'listed' }>['people'],
  { store, now }: MorningWorld,
): Promise<NonNullable<Answered['taken']>> {
  const answered = people.flatMap((each) => (each.kind === 'answered' ? [each.person] : []))
  const about = kind === 'welfare' ? 'welfare' : 'insurances'
  const news = { asOf: day, about } as const
  const taken = await takeBulk(facilityId, answered, news, { roster: store.roster, now })
  return { ...taken, failed: people.length - answered.length }
}

async function entryOf(
  facilityId: string,
  day: Day,
  each: VisitOfPatient,
  world: MorningWorld,
  bulk: BulkPort | null,
): Promise<DayEntry> {
  const { id: visitId, patientId } = each.visit
  const visit = await toVisit(facilityId, day, each, world)
  const history = (await historyOf(world, facilityId, patientId, day, visit)) ?? visit.history
  const situation = history && needSituationOf({ ...visit, history }, NOTHING_OWN, startOfDay(day))
  const reason = situation ? cardReasonOf(lookAhead(situation)) : 'noCardCheck'
  return { visitId, patientId, reason: reason ?? whyNotAsked(each, bulk) }
}

function whyNotAsked({ patient }: VisitOfPatient, bulk: BulkPort | null): NotAsked | null {
  const question = questionOf(patient)
  if (question === null) return 'noNumbers'
  return bulk?.isWritable?.(question) === false ? 'notWritable' : null
}

function questionOf(patient: RosterPatient): BulkQuestion | null {
  const numbers = numbersToAsk(patient)
  return numbers && { id: patient.patientId, numbers, birthdate: patient.birthdate }
}

/** A patient who is visited twice is asked about once. */
function questionsOf(
  list: readonly VisitOfPatient[],
  entries: readonly DayEntry[],
): BulkQuestion[] {
  const questions = new Map<string, BulkQuestion>()
  for (const [at, { patient }] of list.entries()) {
    const question = entries[at]?.reason === null ? questionOf(patient) : null
    if (question) questions.set(question.id, question)
  }
  return [...questions.values()]
}
