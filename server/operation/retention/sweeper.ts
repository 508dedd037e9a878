/** Erases what is over, at the start and every few hours; several gateways on one database may do so at once. */
import type { Timers } from '../../gateway-options'
import { describeFault, type Log } from '../../http/log'
import type { RetentionStore } from '../../store/store'
import { SWEPT, type RetentionDays, type SweptKey } from './terms'

export interface Sweeper {
  /** Erases everything that is over now; how much of each. */
  sweep(): Promise<Readonly<Record<SweptKey, number>>>
  /** Sweeps now and from time to time. */
  start(): void
  /** Resolves when a sweep under way has ended. */
  stop(): Promise<void>
}

export interface SweeperOptions {
  retention: RetentionStore
  days: RetentionDays
  now: () => number
  timers: Timers
  log: Log
}

const DAY_MS = 24 * 3_600_000
const EVERY_MS = 6 * 3_600_000

export function createSweeper({ retention, days, now, timers, log }: SweeperOptions): Sweeper {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let started = false

  async function sweep() {
    const erased: Partial<Record<SweptKey, number>> = {}
    for (const key of SWEPT) {
      erased[key] = await retention.erase(key, now() - days[key] * DAY_MS)
    }
    // What was overwritten still stands in the log of SQLite.
    if (Object.values(erased).some((count) => count > 0)) await retention.emptyLog()
    return erased as Record<SweptKey, number>
  }

  async function round(): Promise<void> {
    const time = new Date(now()).toISOString()
    try {
      const erased = Object.entries(await sweep()).filter(([, count]) => count > 0)
      if (erased.length > 0) {
        log({ event: 'retention', time, erased: Object.fromEntries(erased) })
      }
    } catch (fault) {
      log({ event: 'retention', time, fault: describeFault(fault) })
    }
    schedule(EVERY_MS)
  }

  function schedule(ms: number): void {
    if (!started) return
    timer = timers.setTimeout(() => {
      running = round()
    }, ms)
  }

  return {
    sweep,
    start() {
      started = true
      schedule(0)
    },
    async stop() {
      started = false
      if (timer) timers.clearTimeout(timer)
      await running
    },
  }
}
