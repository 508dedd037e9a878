/**
 * A world for schedules of faults: pages that die or freeze at the n-th operation, a line that loses, repeats and
 * reorders, clocks that are wrong, and the real gateway at the other end.
 */
import { IDBFactory } from 'fake-indexeddb'
import { createClock } from '../../src/sync/clock'
import { createCourier, type Courier, type RunReason } from '../../src/sync/courier'
import { openTazuneDb, type TazuneDb } from '../../src/sync/db'
import type { Fetch } from '../../src/sync/exchange'
import { createGatewayClient } from '../../src/sync/gateway-client'
import { readIdentity } from '../../src/sync/device-state'
import { createFakeTime, createLockSpace, type FakeTime } from './sync-time'

/** What happens to one request. */
export type LineFault = 'lost' | 'replyLost' | 'twice' | 'late' | 'portal'

export interface Page {
  db: TazuneDb
  courier: Courier
  readonly isDead: boolean
  /** Dies at its n-th operation from now: before it, or after it took effect and before the page learns of it. */
  dieAt(operation: number, when: 'before' | 'after'): void
  freeze(): void
  thaw(): void
}

export interface World {
  time: FakeTime
  factory: IDBFactory
  openPage(name: string): Promise<Page>
  /** The next requests meet these, in order. */
  addFaults(faults: readonly LineFault[]): void
  /** Drops the faults that have not struck yet. */
  mendLine(): void
  /** Requests that were held arrive now, long after the device gave up on them. */
  deliverLate(): Promise<void>
  /** Lets the work go on until it ends, the page dies or freezes, or nothing more can come of it. */
  drive(work: Promise<unknown>, page: Page): Promise<void>
}

export interface WorldOptions {
  fetch: Fetch
  origin: string
  withLocks: boolean
  /** Where the device's clock starts, Unix ms. */
  start: number
}

const never = (): Promise<never> => new Promise(() => undefined)

export function createWorld(options: WorldOptions): World {
  const time = createFakeTime(options.start)
  const factory = new IDBFactory()
  const locks = createLockSpace()
  const faults: LineFault[] = []
  const late: (() => Promise<unknown>)[] = []

  const faultyFetch: Fetch = async (input, init) => {
    const send = (): Promise<Response> => options.fetch(input, withoutSignal(init))
    switch (faults.shift()) {
      case undefined:
        return send()
      case 'lost':
        throw new TypeError('fetch failed')
      case 'replyLost':
        await send()
        throw new TypeError('fetch failed')
      case 'twice':
        await send()
        return send()
      case 'late':
        late.push(send)
        throw new TypeError('fetch failed')
      case 'portal':
        return new Response('<html>', { status: 200, headers: { 'content-type': 'text/html' } })
    }
  }

  async function openPage(name: string): Promise<Page> {
    let dead = false
    let dying: { left: number; when: 'before' | 'after' } | null = null
    let frozen: { until: Promise<void>; thaw: () => void } | null = null

    function die(): Promise<never> {
      dead = true
      locks.kill(name)
      return never()
    }

    async function operation<T>(work: () => Promise<T>): Promise<T> {
      await untilThawed()
      if (isDead()) return never()
      const isLast = dying !== null && --dying.left <= 0
      if (isLast && dying?.when === 'before') return die()
      const result = work()
      if (isLast) {
        await result.catch(() => undefined)
        return die()
      }
      const value = await result
      await untilThawed()
      return isDead() ? never() : value
    }

    // Functions, as the compiler believes that what was false before an await is false after it.
    const isDead = (): boolean => dead
    const untilThawed = async (): Promise<void> => frozen?.until

    const real = await openTazuneDb({ indexedDB: factory })
    const db: TazuneDb = {
      read: (stores, work) => operation(() => real.read(stores, work)),
      write: (stores, work, durability) => operation(() => real.write(stores, work, durability)),
      close: () => real.close(),
    }
    const clock = createClock({ now: time.now })
    const timers = {
      after: (ms: number, run: () => void) =>
        time.after(ms, () => {
          if (!dead) run()
        }),
    }
    const client = createGatewayClient({
      baseUrl: options.origin,
      clock,
      timers,
      isOnline: () => true,
      identity: () => readIdentity(db),
      fetch: (input, init) => operation(() => faultyFetch(input, init)),
    })
    const courier = createCourier({
      db,
      client,
      timers,
      now: time.now,
      isOnline: () => true,
      locks: options.withLocks ? locks.locksOf(name) : null,
    })
    return {
      db,
      courier,
      get isDead() {
        return dead
      },
      dieAt(left, when) {
        dying = { left, when }
      },
      freeze() {
        if (frozen !== null) return
        let thaw = (): void => undefined
        const until = new Promise<void>((resolve) => {
          thaw = resolve
        })
        frozen = { until, thaw }
      },
      thaw() {
        frozen?.thaw()
        frozen = null
      },
    }
  }

  return {
    time,
    factory,
    openPage,
    addFaults: (more) => void faults.push(...more),
    mendLine: () => void faults.splice(0),
    async deliverLate() {
      for (const send of late.splice(0).reverse()) await send()
    },
    async drive(work, page) {
      const progress = { ended: false }
      const end = (): void => {
        progress.ended = true
      }
      work.then(end, end)
      for (let turn = 1; turn < 1_500 && !progress.ended && !page.isDead; turn++) {
        await new Promise((resolve) => setImmediate(resolve))
        if (turn % 100 === 0) await time.advance(500)
      }
    },
  }
}

/** A request that was sent arrives whatever its sender does afterwards. */
function withoutSignal(init: RequestInit): RequestInit {
  return { ...init, signal: null }
}

export const REASONS: readonly RunReason[] = ['save', 'start', 'online', 'timer', 'manual', 'sync']
