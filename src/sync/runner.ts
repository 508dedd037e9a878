/**
 * One runner per device, across tabs and the service worker: Web Lock, heartbeat, bounded wait.
 * A frozen tab keeps its lock for ever, so a lock whose holder has stopped beating is stolen. Where there are no locks
 * the heartbeat row itself is the lease; never does "everyone leads".
 */
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'
import { faultName } from './store-fault'
import { pause, type Timers } from './timers'

export type RunnerName = 'runner:courier' | 'runner:answers'

export interface RunnerOptions {
  db: TazuneDb
  name: RunnerName
  /** Of this tab or worker; random. */
  owner: string
  /** null or undefined where the browser has none. */
  locks: LockManager | null | undefined
  /** Device clock, ms. */
  now: () => number
  timers: Timers
  /** How long to wait for a living holder before giving up. */
  waitMs?: number
}

export interface Tenure {
  /** Says "alive"; false when another has taken over, and then this one must stop. */
  beat(): Promise<boolean>
}

export type RunnerResult<T> = { ran: true; value: T } | { ran: false }

/** No beat for this long: the holder is frozen or dead. More than the longest single step between two beats. */
export const STALE_MS = 45_000
const BEAT_EVERY_MS = 5_000
const POLL_MS = 500

/** Runs `work` as the only runner, or not at all. */
export async function runAlone<T>(
  options: RunnerOptions,
  work: (tenure: Tenure) => Promise<T>,
): Promise<RunnerResult<T>> {
  const { locks } = options
  if (locks === null || locks === undefined) return withLease(options, work)
  const held = await tryLock(locks, options, { ifAvailable: true }, work)
  if (held !== 'busy') return held
  const deadline = options.now() + (options.waitMs ?? 0)
  for (;;) {
    if (await isStale(options)) {
      const stolen = await tryLock(locks, options, { steal: true }, work)
      return stolen === 'busy' ? { ran: false } : stolen
    }
    if (options.now() >= deadline) return { ran: false }
    await pause(options.timers, POLL_MS)
    const later = await tryLock(locks, options, { ifAvailable: true }, work)
    if (later !== 'busy') return later
  }
}

async function tryLock<T>(
  locks: LockManager,
  options: RunnerOptions,
  how: { ifAvailable: true } | { steal: true },
  work: (tenure: Tenure) => Promise<T>,
): Promise<RunnerResult<T> | 'busy'> {
  let outcome: RunnerResult<T> | 'busy' = 'busy'
  try {
    await locks.request(`tazune:${options.name}`, how, async (lock) => {
      if (lock === null) return
      await claim(options, () => true)
      outcome = { ran: true, value: await tenured(options, work) }
    })
  } catch (cause) {
    // Our lock was stolen while we were frozen: whoever stole it does the work.
    if (faultName(cause) === 'AbortError') return { ran: false }
    throw cause
  }
  return outcome
}

async function withLease<T>(
  options: RunnerOptions,
  work: (tenure: Tenure) => Promise<T>,
): Promise<RunnerResult<T>> {
  const deadline = options.now() + (options.waitMs ?? 0)
  while (!(await claim(options, (beat) => beat === undefined || isOld(beat, options.now())))) {
    if (options.now() >= deadline) return { ran: false }
    await pause(options.timers, POLL_MS)
  }
  return { ran: true, value: await tenured(options, work) }
}

async function tenured<T>(
  options: RunnerOptions,
  work: (tenure: Tenure) => Promise<T>,
): Promise<T> {
  const tenure = { beat: () => claim(options, (beat) => beat?.owner === options.owner) }
  let cancel = scheduleBeat()
  try {
    return await work(tenure)
  } finally {
    cancel()
    await release(options)
  }

  /** Also beats while a single step takes long (a slow request). */
  function scheduleBeat(): () => void {
    return options.timers.after(BEAT_EVERY_MS, () => {
      // A beat that fails is not an answer to anyone: without it this runner counts as dead, which is the safe side.
      tenure.beat().then(
        (alive) => {
          if (alive) cancel = scheduleBeat()
        },
        () => cancel(),
      )
    })
  }
}

type BeatRow = { owner: string; beatAt: number } | undefined

/** Writes our beat if `allowed` by what stands there. */
function claim(options: RunnerOptions, allowed: (beat: BeatRow) => boolean): Promise<boolean> {
  const { db, name, owner, now } = options
  return db.write(
    ['device'],
    async (tx) => {
      const store = tx.objectStore('device')
      if (!allowed(await rowOf(store, name))) return false
      await store.put({ owner, beatAt: now() }, name)
      return true
    },
    'relaxed',
  )
}

function release({ db, name, owner }: RunnerOptions): Promise<void> {
  return db.write(
    ['device'],
    async (tx) => {
      const store = tx.objectStore('device')
      const beat = await rowOf(store, name)
      if (beat?.owner === owner) await store.delete(name)
    },
    'relaxed',
  )
}

/**
 * Whether the holder of a lock that is taken has stopped beating. A holder that froze before its first beat left no row:
 * one is written in its name, so that its silence can be measured; were it alive, its own beat would replace it.
 */
function isStale({ db, name, now }: RunnerOptions): Promise<boolean> {
  return db.write(
    ['device'],
    async (tx) => {
      const store = tx.objectStore('device')
      const beat = await rowOf(store, name)
      if (beat === undefined) await store.put({ owner: '', beatAt: now() }, name)
      return beat !== undefined && isOld(beat, now())
    },
    'relaxed',
  )
}

/** A beat from the future is old too: the clock has been set back since. */
function isOld(beat: { beatAt: number }, now: number): boolean {
  return Math.abs(now - beat.beatAt) > STALE_MS
}
