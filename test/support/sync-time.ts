/** A time that only the test moves, and locks as a browser gives them. */
import type { Timers } from '../../src/sync/timers'

export interface FakeTime extends Timers {
  now: () => number
  /** Moves the clock without letting timers fire: what a wrong clock, or a frozen tab, does. */
  jump(ms: number): void
  /** Moves the time on, firing what falls due, each with the work it starts. */
  advance(ms: number): Promise<void>
  /** Waits of the timers that are set, relative to now. */
  pending(): number[]
}

export function createFakeTime(start = Date.UTC(2026, 4, 20, 1, 0, 0)): FakeTime {
  let now = start
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    jump(ms) {
      now += ms
    },
    pending: () => timers.map(({ at }) => at - now).sort((a, b) => a - b),
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    async advance(ms) {
      const end = now + ms
      await settleWork()
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        timers = timers.filter((other) => other !== due)
        now = Math.max(now, due.at)
        due.run()
        await settleWork()
      }
      now = end
    },
  }
}

/** Lets everything that is under way come to rest: the database, the crypto threads, promises. */
export async function settleWork(rounds = 40): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (round % 10 === 0) await crypto.subtle.digest('SHA-256', new Uint8Array(1))
  }
}

interface Holder {
  page: string
  reject: (cause: unknown) => void
}

/**
 * Web Locks shared by several pages: `ifAvailable`, `steal`, and freed when the page that holds one dies.
 * Only what the runner uses.
 */
export function createLockSpace(): {
  locksOf(page: string): LockManager
  kill(page: string): void
} {
  const held = new Map<string, Holder>()

  function request(
    page: string,
    name: string,
    options: LockOptions,
    work: (lock: Lock | null) => Promise<unknown>,
  ): Promise<unknown> {
    const before = held.get(name)
    if (before !== undefined) {
      if (options.steal !== true) return work(null)
      before.reject(new DOMException('stolen', 'AbortError'))
    }
    return new Promise((resolve, reject) => {
      const holder = { page, reject }
      held.set(name, holder)
      const free = (): void => {
        if (held.get(name) === holder) held.delete(name)
      }
      work({ name, mode: 'exclusive' }).then(
        (value) => {
          free()
          resolve(value)
        },
        (cause: unknown) => {
          free()
          reject(cause instanceof Error ? cause : new Error('work failed', { cause }))
        },
      )
    })
  }

  return {
    locksOf(page) {
      const locks = {
        request: (
          name: string,
          options: LockOptions,
          work: (lock: Lock | null) => Promise<unknown>,
        ) => request(page, name, options, work),
        query: () => Promise.resolve({ held: [], pending: [] }),
      }
      return locks as unknown as LockManager
    },
    kill(page) {
      for (const [name, holder] of held) if (holder.page === page) held.delete(name)
    },
  }
}
