/**
 * The morning on a timer: each facility's day is prepared once it is time, by one of the gateways, and looked at until all is said.
 * What was missed while none ran is caught up with at the start, as long as the day lasts.
 */
import { addDays, dayInJapan, formatTimeJa, type Day } from '../../domain/days'
import type { Timers } from '../gateway-options'
import { describeFault, type Log } from '../http/log'
import type { BulkState, Morning, MorningResult, Store, TakenCounts } from '../store/store'
import {
  dayOfQuestion,
  type Answered,
  type MorningPlan,
  type PreparedDay,
  type Question,
} from './morning'

export interface MorningFacility {
  id: string
  /** `HH:MM` in Japan; null: never. */
  morning: string | null
}

export interface MorningsOptions {
  store: Pick<Store, 'mornings'>
  facilities: readonly MorningFacility[]
  prepare: (facilityId: string, day: Day, plan: MorningPlan) => Promise<PreparedDay>
  now: () => number
  timers: Timers
  log: Log
  /** Of this process, among the gateways that share a database. */
  token?: string
}

export interface Mornings {
  /** Does what is due now, and comes back from time to time. */
  start(): void
  /** The answer to a question has come: if it is a morning's, it is taken at once. */
  hear(facilityId: string, requestId: string): Promise<void>
  /** One round; resolves when it has ended. */
  runDue(): Promise<void>
  /** Resolves when a round under way has ended. */
  stop(): Promise<void>
}

const MINUTE_MS = 60_000
/** A gateway that was killed in the middle keeps the others from it no longer. */
const LEASE_MS = 5 * MINUTE_MS
/** Answers of earlier days are looked for so long. */
const LATE_DAYS = 2
/** A first list, and one after a long stop, reach no further back. */
export const CONSENTED_DAYS = 31

export function createMornings(options: MorningsOptions): Mornings {
  const { store, facilities, prepare, now, timers, log, token = crypto.randomUUID() } = options
  /** Of today: nobody need begin these any more. */
  let begun = { day: '', facilities: new Set<string>() }
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  let started = false
  /** How often something was heard of, so that a round knows whether it was meanwhile. */
  let heard = 0

  async function runDue(): Promise<void> {
    const at = now()
    const today = dayInJapan(at)
    const time = formatTimeJa(at).padStart(5, '0')
    if (begun.day !== today) begun = { day: today, facilities: new Set() }
    for (const { id, morning } of facilities) {
      const isTime = morning !== null && morning <= time
      if (isTime && !begun.facilities.has(id) && (await attempt(id, today))) {
        begun.facilities.add(id)
      }
    }
    const served = new Set(facilities.map(({ id }) => id))
    for (const { facilityId, day } of await dueDays(today)) {
      if (served.has(facilityId)) await attempt(facilityId, day)
    }
  }

  async function dueDays(today: Day) {
    try {
      return await store.mornings.due(now(), { from: addDays(today, -LATE_DAYS), to: today })
    } catch (fault) {
      log({ event: 'morning', time: new Date(now()).toISOString(), fault: describeFault(fault) })
      return []
    }
  }

  /** One facility's fault is not the others'. False where not even its row could be had. */
  async function attempt(facilityId: string, day: Day): Promise<boolean> {
    try {
      const at = now()
      const lease = { facilityId, day, now: at, until: at + LEASE_MS, token }
      const morning = await store.mornings.take(lease)
      // null: all is said, or another gateway is at it.
      if (morning) await prepareOne(morning)
      return true
    } catch (fault) {
      log({ event: 'morning', time: new Date(now()).toISOString(), fault: describeFault(fault) })
      return false
    }
  }

  async function prepareOne(morning: Morning): Promise<void> {
    const { facilityId, day } = morning
    // A round over many facilities may have begun before midnight.
    const isToday = day === dayInJapan(now())
    const before = morning.result ?? NOTHING_YET
    let result: MorningResult
    let isFault = false
    let nextAt: number | null
    try {
      const plan: MorningPlan = {
        consentedFrom: await consentedFrom(facilityId, day),
        mayAsk: isToday,
        taken: takenOf(before),
      }
      result = resultOf(before, await prepare(facilityId, day, plan))
      const isSaid =
        statesOf(result).every(([, state]) => isSettled(state, isToday)) &&
        (result.references?.waiting ?? 0) === 0
      nextAt = isSaid ? null : now() + waitOf(morning, result, now())
    } catch (fault) {
      const time = new Date(now()).toISOString()
      log({ event: 'morning', time, facilityId, day, fault: describeFault(fault) })
      result = { ...before, faults: before.faults + 1 }
      isFault = true
      nextAt = now() + Math.min(before.faults + 1, 10) * MINUTE_MS
    }
    const kept = { facilityId, day, now: now(), token, result, nextAt }
    const said = nextAt === null
    const isNews = !isFault && (said || hasChanged(morning.result, result))
    if ((await store.mornings.keep(kept)) && isNews) {
      const time = new Date(now()).toISOString()
      log({ event: 'morning', time, facilityId, day, ...told(result), said })
    }
  }

  /** Since the last list that came; its last day again, because it went on after the list. */
  async function consentedFrom(facilityId: string, day: Day): Promise<Day> {
    const earliest = addDays(day, -CONSENTED_DAYS)
    const past = await store.mornings.list(facilityId, CONSENTED_DAYS + LATE_DAYS)
    const last = past.find((each) => each.day < day && each.result?.consented === 'taken')?.day
    return last !== undefined && last > earliest ? last : earliest
  }

  async function round(): Promise<void> {
    const before = heard
    await runDue()
    running = null
    schedule(heard > before ? 0 : MINUTE_MS)
  }

  function schedule(ms: number): void {
    if (!started) return
    timer = timers.setTimeout(() => {
      running = round()
    }, ms)
  }

  function wake(): void {
    heard += 1
    if (running !== null) return
    if (timer) timers.clearTimeout(timer)
    schedule(0)
  }

  return {
    start() {
      started = true
      schedule(0)
    },
    runDue,
    async hear(facilityId, requestId) {
      const day = dayOfQuestion(requestId)
      if (day === null) return
      try {
        await store.mornings.hasten(facilityId, day, now())
        wake()
      } catch (fault) {
        // It is looked at within a minute anyway.
        const time = new Date(now()).toISOString()
        log({ event: 'morning', time, facilityId, day, fault: describeFault(fault) })
      }
    },
    async stop() {
      started = false
      if (timer) timers.clearTimeout(timer)
      await running
    },
  }
}

const NOTHING_YET: MorningResult = {
  visits: 0,
  asked: 0,
  notAsked: {},
  bulk: 'nobody',
  taken: null,
  consented: 'nobody',
  consentedTaken: null,
  faults: 0,
}

/** Of each question that the facility has. */
function statesOf({ bulk, consented, welfare }: MorningResult): [Question, BulkState][] {
  const states: [Question, BulkState][] = [
    ['eligibility', bulk],
    ['consented', consented],
  ]
  return welfare ? [...states, ['welfare', welfare.state]] : states
}

function takenOf(result: MorningResult): Question[] {
  return statesOf(result).flatMap(([question, state]) => (state === 'taken' ? [question] : []))
}

function resultOf(before: MorningResult, prepared: PreparedDay): MorningResult {
  const { entries, people, bulk, consented, welfare, references } = prepared
  const notAsked: Record<string, number> = {}
  for (const { reason } of entries) {
    if (reason !== null) notAsked[reason] = (notAsked[reason] ?? 0) + 1
  }
  const wasAsked = !['nobody', 'off'].includes(bulk.state)
  return {
    visits: entries.length,
    // How many they were is known to whoever asked; a gateway that was killed at that moment did not say.
    asked: before.asked > 0 ? before.asked : wasAsked ? people : 0,
    notAsked,
    bulk: bulk.state,
    taken: countsOf(bulk) ?? before.taken,
    consented: consented.state,
    consentedTaken: countsOf(consented) ?? before.consentedTaken,
    ...(welfare && {
      welfare: {
        state: welfare.state,
        taken: countsOf(welfare) ?? before.welfare?.taken ?? null,
      },
    }),
    ...(references && { references }),
    faults: before.faults,
  }
}

function countsOf({ taken }: Answered): TakenCounts | null {
  if (taken === null) return null
  const { renewed, same, undecided, unknown, failed } = taken
  return {
    renewed: renewed.length,
    same: same.length,
    undecided: undecided.length,
    unknown,
    failed,
  }
}

/** Visits may still be imported while the day lasts: `nobody` is not its last word. */
function isSettled(state: BulkState, isToday: boolean): boolean {
  if (state === 'nobody') return !isToday
  return state !== 'asked' && state !== 'pending'
}

/** Answers come within minutes or not soon; who has only nobody to ask about looks now and then. */
function waitOf({ begunAt }: Morning, result: MorningResult, now: number): number {
  const waits =
    statesOf(result).some(([, state]) => state === 'asked' || state === 'pending') ||
    (result.references?.waiting ?? 0) > 0
  if (!waits) return 15 * MINUTE_MS
  return now - begunAt < 60 * MINUTE_MS ? MINUTE_MS : 10 * MINUTE_MS
}

function hasChanged(before: MorningResult | null, after: MorningResult): boolean {
  return before === null || JSON.stringify(statesOf(before)) !== JSON.stringify(statesOf(after))
}

/** Of closed lists and numbers. */
function told(result: MorningResult) {
  const { bulk, consented, visits, asked, taken, consentedTaken, welfare } = result
  const answered = taken ? taken.renewed + taken.same + taken.undecided + taken.unknown : 0
  return {
    ...{ bulk, consented, visits, asked, answered, listed: listedIn(consentedTaken) },
    ...(welfare && { welfare: welfare.state, onWelfare: listedIn(welfare.taken) }),
  }
}

function listedIn(taken: TakenCounts | null): number {
  return taken ? taken.renewed + taken.same + taken.undecided + taken.unknown + taken.failed : 0
}
