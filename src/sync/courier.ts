/**
 * Brings the outbox to the gateway and the answers back. Runs in pages and in the service worker, needs no secret
 * of a person, and only one of all runs at a time (runner.ts).
 */
import type { ErrorCode } from '../../domain/errors'
import { backoffMs } from './backoff'
import { topUp } from './challenges'
import { createCounter, type Counter } from './counter'
import type { TazuneDb } from './db'
import { createTally, deliver, type Tally } from './deliver'
import { readProfile, readRow } from './device-rows'
import type { GatewayClient } from './gateway-client'
import { MAX_BATCH } from '../../api/wire'
import { quarantine } from './moves'
import { MAX_WAIT_MS, nextDueAt, takeDue } from './outbox'
import { createAnswerPull, type PullOptions } from './pull-answers'
import { runAlone, type Tenure } from './runner'
import type { DeviceProfile } from './schema'
import { platformTimers, type Timers } from './timers'
import { countUntold, tellWithdrawals } from './withdrawals'
import { listenToTriggers, type Triggers } from './triggers'

/** Why a run begins. Those marked in {@link URGENT} do not wait for the back-off. */
export type RunReason =
  'save' | 'start' | 'visible' | 'online' | 'reachable' | 'timer' | 'manual' | 'sync'

const URGENT: ReadonlySet<RunReason> = new Set(['online', 'reachable', 'manual', 'sync'])

export interface RunReport {
  reason: RunReason
  /** False: another tab or the worker was at it all the time. */
  ran: boolean
  accepted: number
  rejected: number
  retried: number
  quarantined: number
  stoppedBy: ErrorCode | null
  /** Still in the outbox. */
  waiting: number
  /** Withdrawals that the gateway has not heard of. */
  untold: number
  /** When the next run makes sense (device clock, ms); null when there is nothing to do. */
  nextRunAt: number | null
}

export interface CourierOptions {
  db: TazuneDb
  client: GatewayClient
  /** Shared with those who show the counts. */
  counter?: Counter
  /** Web Locks; null where the browser has none. */
  locks?: LockManager | null
  /** Device clock, ms. */
  now?: () => number
  random?: () => number
  /** False is believed: nothing is taken out to be tried then. */
  isOnline?: () => boolean
  timers?: Timers
  /** Some check has moved: screens, other tabs and the badge refresh. */
  onChange?: () => void
  /** A run ended by a fault of the device itself (storage); the queue is untouched. */
  onFault?: (cause: unknown) => void
}

export interface Courier {
  /** Sends what is due. Calls during a run share the one that follows it. */
  run(reason: RunReason): Promise<RunReport>
  /** Fetches answers while any is awaited; see {@link PullOptions}. */
  pullAnswers(options?: PullOptions): Promise<ErrorCode | null>
  /** Begins to listen: app start, visible again, line back, timer. Saving calls `run('save')` itself. */
  start(triggers: Triggers): void
  stop(): void
}

const LEASE_MS = 120_000
/** Under the gateway's limit with room for the braces. */
const MAX_BATCH_BYTES = 700_000
const WAIT_FOR_RUNNER_MS = 15_000
/** Only people can mend these; asking every minute would help nobody. */
const NEEDS_PEOPLE: ReadonlySet<ErrorCode> = new Set(['TZ-G04', 'TZ-G23', 'TZ-D12'])
const NEEDS_PEOPLE_MS = 600_000
const HIDDEN_PULL_MS = 60_000

export function createCourier(options: CourierOptions): Courier {
  const { db, client } = options
  const counter = options.counter ?? createCounter(db, false)
  const now = options.now ?? Date.now
  const random = options.random ?? Math.random
  const isOnline = options.isOnline ?? (() => navigator.onLine)
  const timers = options.timers ?? platformTimers
  const locks = options.locks === undefined ? navigator.locks : options.locks
  const owner = crypto.randomUUID()
  const runner = { db, owner, locks, now, timers }
  const changed = (): void => options.onChange?.()
  const answers = createAnswerPull({ runner, db, client, random, changed })

  let running: Promise<RunReport> | null = null
  let following: { urgent: boolean; report: Promise<RunReport> } | null = null
  let listening: { end: () => void; cancelTimer: () => void; visible: () => boolean } | null = null

  function run(reason: RunReason): Promise<RunReport> {
    const urgent = URGENT.has(reason)
    if (urgent) answers.hurry()
    if (running === null) return begin(reason, urgent)
    if (following !== null) {
      following.urgent ||= urgent
      return following.report
    }
    const next: { urgent: boolean; report: Promise<RunReport> } = {
      urgent,
      report: running
        .catch(() => null)
        .then(() => {
          following = null
          return begin(reason, next.urgent)
        }),
    }
    following = next
    return next.report
  }

  function begin(reason: RunReason, urgent: boolean): Promise<RunReport> {
    const report = runOnce(reason, urgent).finally(() => {
      running = null
    })
    running = report
    return report
  }

  async function runOnce(reason: RunReason, urgent: boolean): Promise<RunReport> {
    const alone = { ...runner, name: 'runner:courier', waitMs: WAIT_FOR_RUNNER_MS } as const
    const result = await runAlone(alone, (tenure) => drain(tenure, urgent))
    const tally = result.ran ? result.value : createTally(0)
    const report = await reportOf(reason, result.ran && !tally.replaced, tally)
    scheduleNext(report)
    if (hasMoved(tally)) changed()
    if (listening !== null && report.stoppedBy === null) followUp()
    return report
  }

  /** One whole run under the lock. */
  async function drain(tenure: Tenure, urgent: boolean): Promise<Tally> {
    const tally = createTally(MAX_BATCH)
    const [profile, keys, pause] = await Promise.all([
      readProfile(db),
      readRow(db, 'keys'),
      readRow(db, 'pause'),
    ])
    if (profile === undefined || keys === undefined) return { ...tally, stop: { code: 'TZ-D12' } }
    if (!urgent && pause !== undefined && isPaused(pause.notBefore)) return tally
    if (!isOnline()) {
      // Leasing and checking a hundred records only to give them back would slow down every start without a line.
      const isIdle =
        (await nextDueAt(db, profile.deviceId)) === null && (await countUntold(db)) === 0
      if (!isIdle) tally.stop = { code: 'TZ-D01' }
      await rememberEnd(tally, pause?.failures ?? 0)
      return tally
    }
    const context = {
      db,
      client,
      verificationKey: keys.signing.publicKey,
      now,
      random,
      isStillRunner: () => tenure.beat(),
    }
    let after: string | undefined
    do {
      const taken = await takeDue(db, {
        now: now(),
        leaseMs: LEASE_MS,
        maxCount: tally.maxCount,
        maxBytes: MAX_BATCH_BYTES,
        deviceId: profile.deviceId,
        after,
        onlyRunner: true,
      })
      tally.quarantined += (await quarantine(db, taken.foreign, 'TZ-D19', now())).length
      if (taken.records.length > 0) {
        await deliver(context, taken.records, tally)
        changed()
      }
      after = taken.next
    } while (after !== undefined && tally.stop === null && !tally.replaced)
    if (tally.stop === null && !tally.replaced) {
      tally.stop = await tellWithdrawals(db, client, () => tenure.beat(), now)
    }
    if (!tally.replaced) await rememberEnd(tally, pause?.failures ?? 0)
    if (tally.stop === null && !tally.replaced) await replenish(profile)
    return tally
  }

  function isPaused(notBefore: number): boolean {
    return notBefore > now() && notBefore <= now() + MAX_WAIT_MS
  }

  /** The pause outlives a restart: an app that is killed at every visit must not hammer the gateway. */
  function rememberEnd(tally: Tally, failures: number): Promise<unknown> {
    const { stop } = tally
    if (stop === null && failures === 0) return Promise.resolve()
    return db.write(
      ['device'],
      (tx) => {
        const store = tx.objectStore('device')
        if (stop === null) return store.delete('pause')
        const ordered = NEEDS_PEOPLE.has(stop.code) ? NEEDS_PEOPLE_MS : stop.afterMs
        const notBefore = now() + backoffMs(failures + 1, random, ordered)
        return store.put({ failures: failures + 1, notBefore }, 'pause').then(() => undefined)
      },
      'relaxed',
    )
  }

  /** Challenges are fetched while there is a line, for the visits without one. A refusal shows in the line's state. */
  async function replenish(profile: DeviceProfile): Promise<void> {
    await topUp(db, client, profile.policy, now() + profile.clockOffsetMs)
  }

  async function reportOf(reason: RunReason, ran: boolean, tally: Tally): Promise<RunReport> {
    if (hasMoved(tally)) counter.forget()
    const [{ waiting }, untold, pause, profile] = await Promise.all([
      counter.counts(),
      countUntold(db),
      readRow(db, 'pause'),
      readProfile(db),
    ])
    const { accepted, rejected, retried, quarantined, stop } = tally
    const due = profile === undefined ? null : await nextWorkAt(profile, waiting, untold)
    const pausedUntil = pause !== undefined && isPaused(pause.notBefore) ? pause.notBefore : 0
    return {
      reason,
      ran,
      accepted,
      rejected,
      retried,
      quarantined,
      stoppedBy: stop?.code ?? null,
      waiting,
      untold,
      nextRunAt: due === null ? null : Math.max(due, pausedUntil),
    }
  }

  /** A withdrawal is due at once; only the courier's own pause holds it up. */
  function nextWorkAt(
    { deviceId }: DeviceProfile,
    waiting: number,
    untold: number,
  ): Promise<number | null> {
    if (untold > 0) return Promise.resolve(0)
    return waiting === 0 ? Promise.resolve(null) : nextDueAt(db, deviceId)
  }

  function scheduleNext(report: RunReport): void {
    if (listening === null) return
    listening.cancelTimer()
    if (report.nextRunAt === null) return
    const ms = Math.max(report.nextRunAt - now(), 250)
    listening.cancelTimer = timers.after(ms, () => inBackground(run('timer')))
  }

  /** While the app is seen, answers are waited for as long as any is missing; else only for a while. */
  function followUp(): void {
    inBackground(answers.pull(listening?.visible() === true ? {} : { forMs: HIDDEN_PULL_MS }))
  }

  function inBackground(work: Promise<unknown>): void {
    work.catch((cause: unknown) => options.onFault?.(cause))
  }

  return {
    run,
    pullAnswers: (pull) => answers.pull(pull ?? {}),
    start(triggers) {
      if (listening !== null) return
      const end = listenToTriggers(triggers, (reason) => {
        if (reason === 'hidden') answers.rest()
        else inBackground(run(reason))
      })
      listening = { end, cancelTimer: () => undefined, visible: triggers.isVisible }
      inBackground(run('start'))
    },
    stop() {
      listening?.end()
      listening?.cancelTimer()
      listening = null
      answers.rest()
    },
  }
}

function hasMoved({ accepted, rejected, retried, quarantined }: Tally): boolean {
  return accepted + rejected + retried + quarantined > 0
}
