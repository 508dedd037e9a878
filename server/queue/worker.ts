/** The worker: asks the authorities about what is due, from the checks' own rows. */
import { keptVisitsFrom } from '../../domain/claim/keeping'
import { dayInJapan, startOfDay, toMs } from '../../domain/days'
import { hasElapsed } from '../elapsed'
import { AuthorityFault } from '../authority/fault'
import { describeFault, type Log } from '../http/log'
import type { Timers } from '../gateway-options'
import { lookAgainMs } from '../handoff/look-again'
import type { Store, Work } from '../store/store'
import { backoffMs } from './backoff'
import { forgetFaultsBefore, pauseMs } from './pause'
import type { Presence } from './presence'
import { processWork, type ProcessWorld } from './process-work'
import { createWorkLoop, type WorkLoop } from './work-loop'

export interface WorkerOptions extends ProcessWorld {
  store: ProcessWorld['store'] & Pick<Store, 'pauses' | 'withdrawals'>
  random: () => number
  timers: Timers
  log: Log
  /** Called after an answer for the device was stored, or that there will be none. */
  onAnswer: (deviceId: string) => void
  /** Whether this gateway serves that facility; another on the same database may, and is left its work. All, where absent. */
  serves?: (facilityId: string) => boolean
  /** Announced before anything is leased; ended by who made it. */
  presence: Presence
}

/** Longer than any single step may take; after it another worker may look after the check. */
const LEASE_MS = 35_000
const ASK_TIMEOUT_MS = 25_000
const AT_ONCE = 8
/** The authority of one facility may be slow; the others' are not. */
const PER_FACILITY = 4
/** How soon a request that the authority is still working on is looked for again. */
const PENDING_MS = 1_000
/** Of one check, how many tries say something of the authority. */
const TELLING_ATTEMPTS = 2
const IDLE_MS = 60_000
const SWEEP_MS = 30_000
/** Where gateways share the work: one of them may be killed. */
const LOOK_AFTER_OTHERS_MS = 2_000

/** `runDue` resolves with the number of checks answered. */
export function createWorker(options: WorkerOptions): WorkLoop {
  const { store, now, timers, log } = options
  let sweptAt = Number.NEGATIVE_INFINITY
  /** Facilities whose authority has failed this gateway and not answered it since. */
  const faulty = new Set<string>()

  async function handle(work: Work): Promise<boolean | 'elsewhere'> {
    try {
      const outcome = await withTimeout(processWork(work, options), timers)
      if (faulty.delete(work.facilityId)) await store.pauses.noteAnswer(work.facilityId)
      if (outcome === 'answered') {
        log({ event: 'worker', time: isoNow(), step: 'answered' })
        options.onAnswer(work.deviceId)
        return true
      }
      if (outcome === 'unanswered') {
        log({ event: 'worker', time: isoNow(), step: 'unanswered' })
        options.onAnswer(work.deviceId)
      }
      if (outcome === 'told') log({ event: 'worker', time: isoNow(), step: 'told' })
      if (outcome === 'pending' || outcome === 'waiting') {
        const wait =
          outcome === 'waiting'
            ? lookAgainMs(work.attempts)
            : Math.max(PENDING_MS, backoffMs(work.attempts + 1, options.random) / 10)
        await store.work.retryLater(work, now() + Math.ceil(wait))
      }
      return false
    } catch (fault) {
      tell(fault)
      // One that another gateway reaches is not to be left alone by that one.
      if (fault instanceof AuthorityFault && fault.isOutOfReach && store.work.isShared) {
        return 'elsewhere'
      }
      if (fault instanceof AuthorityFault && speaksOfAuthority(work, fault)) {
        await noteFault(work.facilityId, fault.retryAfterMs)
      }
      const wait = backoffMs(work.attempts + 1, options.random)
      await store.work.retryLater(work, now() + wait)
      return false
    }
  }

  async function noteFault(facilityId: string, retryAfterMs: number | null): Promise<void> {
    faulty.add(facilityId)
    const { faults, pausedUntil } = await store.pauses.noteFault({
      facilityId,
      now: now(),
      forgetBefore: forgetFaultsBefore(now()),
      pauseMs: (inRow) => pauseMs(inRow, retryAfterMs),
    })
    if (pausedUntil > now()) log({ event: 'worker', time: isoNow(), step: 'pause', faults })
  }

  /** What only time ends. */
  async function sweep(): Promise<void> {
    if (!hasElapsed(SWEEP_MS, sweptAt, now())) return
    sweptAt = now()
    await store.medical.closeExpired(now())
    await store.withdrawals.forgetExpired(now())
    const keptFrom = startOfDay(keptVisitsFrom(dayInJapan(now())))
    await store.withdrawals.destroyDeclarations(toMs(keptFrom), now())
  }

  function isoNow(): string {
    return new Date(now()).toISOString()
  }

  function tell(fault: unknown): void {
    log({ event: 'worker', time: isoNow(), step: 'retry', fault: describeFault(fault) })
  }

  return createWorkLoop({
    queue: store.work,
    isShared: store.work.isShared,
    presence: options.presence,
    serves: options.serves,
    laneOf: ({ facilityId }) => ({ facilityId }),
    leaseMs: LEASE_MS,
    atOnce: AT_ONCE,
    perLane: PER_FACILITY,
    longestMs: store.work.isShared ? LOOK_AFTER_OTHERS_MS : IDLE_MS,
    handle,
    giveBack: (work) => store.work.retryLater(work, now()),
    after: sweep,
    noteFault: tell,
    now,
    timers,
    randomId: () => crypto.randomUUID(),
  })
}

/** What fails again and again may itself be what is wrong: one such check must not hold up the others of its facility. */
function speaksOfAuthority({ attempts }: Work, { retryAfterMs }: AuthorityFault): boolean {
  return retryAfterMs !== null || attempts < TELLING_ATTEMPTS
}

/** An authority that never answers must not hold a worker for ever; what became of it, `find` will tell. */
async function withTimeout<T>(work: Promise<T>, timers: Timers): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = timers.setTimeout(() => {
      reject(new AuthorityFault('no answer in time'))
    }, ASK_TIMEOUT_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    if (timer) timers.clearTimeout(timer)
  }
}
