/**
 * Gives back locks in ORCA that nobody is coming back for: those of a gateway that died, or of an answer that stopped, with no
 * other answer on its way. Staff could not open the patient until then.
 */
import { hasElapsed } from '../../elapsed'
import { describeFault, type Log } from '../../http/log'
import type { CallOrca } from './api'
import { HOLD_MS, releaseLeft, type LockNotes } from './locks'

export interface LockKeeper {
  /** Looks, unless it did within the last minute. A failure is logged, and done again a minute later. */
  look(): void
  /** Resolves when what is under way has ended. */
  settle(): Promise<void>
}

export interface LockKeeperOptions {
  notes: LockNotes
  /** Whether another gateway may hold a lock now; else every one of before the start is nobody's. */
  isShared: boolean
  /** null: the facility has no ORCA among its destinations (any more). */
  callOf: (facilityId: string) => Promise<CallOrca | null>
  now: () => number
  log: Log
}

const EVERY_MS = 60_000

export function createLockKeeper(options: LockKeeperOptions): LockKeeper {
  const { notes, isShared, callOf, now, log } = options
  const startedAt = now()
  let lookedAt = Number.NEGATIVE_INFINITY
  let running = Promise.resolve()

  async function release(facilityId: string, until: number): Promise<void> {
    const call = await callOf(facilityId)
    if (call) await releaseLeft(call, notes, facilityId, until)
  }

  async function releaseAll(): Promise<void> {
    const old = now() - HOLD_MS
    const until = isShared ? old : Math.max(old, startedAt)
    try {
      const left = await notes.leftUntil(until)
      const results = await Promise.allSettled(left.map((id) => release(id, until)))
      for (const result of results) if (result.status === 'rejected') tell(result.reason)
    } catch (fault) {
      tell(fault)
    }
  }

  function tell(fault: unknown): void {
    const time = new Date(now()).toISOString()
    log({ event: 'export', time, step: 'retry', fault: describeFault(fault) })
  }

  return {
    look() {
      if (!hasElapsed(EVERY_MS, lookedAt, now())) return
      lookedAt = now()
      // A machine that is switched off keeps only this waiting, and no delivery.
      running = running.then(releaseAll)
    },
    settle: () => running,
  }
}
