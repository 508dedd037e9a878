/**
 * Works off a queue in the database, so many at once, and sleeps until the next is due or somebody tells of new work. Whoever is
 * slow holds up only its own lane.
 */
import { hasElapsed } from '../elapsed'
import type { Timers } from '../gateway-options'
import type { Lane } from '../store/store'
import type { Presence } from './presence'

export interface WorkLoop {
  /** Works off everything that is due now; resolves with the number that ended. @throws what the queue threw */
  runDue(): Promise<number>
  /** Looks for work now and whenever some falls due. */
  start(): void
  /** There is new work. */
  wake(): void
  /** Takes no more work and resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** Times in milliseconds since 1970. */
export interface WorkQueue<Item> {
  /** What is due, the longest due first; leased to the caller. */
  lease(options: {
    now: number
    leaseMs: number
    limit: number
    token: string
    /** What is left alone. */
    except: readonly Lane[]
  }): Promise<Item[]>
  /** null where nothing waits but in these. */
  nextDueAt(except: readonly Lane[]): Promise<number | null>
  /** Ends the leases of gateways that no longer live. */
  releaseDead(name: string): Promise<void>
}

export interface WorkLoopOptions<Item extends { facilityId: string }> {
  queue: WorkQueue<Item>
  /** Whether several gateways may work on this queue. */
  isShared: boolean
  /** Announced before anything is leased; ended by who made it. */
  presence: Presence
  /** Whether this gateway serves that facility; what is another's is left to it. All, where absent. */
  serves?: ((facilityId: string) => boolean) | undefined
  laneOf: (item: Item) => Lane
  /** Longer than {@link handle} may take; after it another may look after the item. */
  leaseMs: number
  atOnce: number
  /** How many of one lane are taken by one look, and from how many on none is: fewer than twice as many are under way. */
  perLane: number
  /** How long nobody looks for work of which nobody tells. */
  longestMs: number
  /** True where the item has ended; `elsewhere` where this gateway does not reach who is asked, and another may. */
  handle: (item: Item) => Promise<boolean | 'elsewhere'>
  /** Gives back what another gateway is left. */
  giveBack: (item: Item) => Promise<unknown>
  /** Now and then, before anything is taken. */
  before?: () => void
  /** After a look. */
  after?: () => Promise<void>
  noteFault: (fault: unknown) => void
  now: () => number
  timers: Timers
  randomId: () => string
}

const AFTER_FAULT_MS = 5_000
/** Then it may be within reach again. */
const OUT_OF_REACH_MS = 30_000

/** Work of a facility that another gateway on the same database serves: told once. */
class NotServedHere extends Error {
  override readonly name = 'NotServedHere'
}

export function createWorkLoop<Item extends { facilityId: string }>(
  options: WorkLoopOptions<Item>,
): WorkLoop {
  const { queue, presence, atOnce, perLane, longestMs, now, timers } = options
  const state = { started: false, stopping: false, looking: false, wakes: 0, ended: 0 }
  const underWay = new Map<Item, Promise<void>>()
  /** How many of each are under way. */
  const lanes = new Map<string, { lane: Lane; count: number }>()
  /** Facilities that were met in the queue and are left to other gateways: since when, or for good. */
  const elsewhere = new Map<string, number | 'always'>()
  let tendedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let taking: Promise<void> | undefined
  let running: Promise<number> | undefined

  function isElsewhere(facilityId: string): boolean {
    const since = elsewhere.get(facilityId)
    if (since === undefined || since === 'always') return since === 'always'
    if (!hasElapsed(OUT_OF_REACH_MS, since, now())) return true
    elsewhere.delete(facilityId)
    return false
  }

  function except(): Lane[] {
    const busy = [...lanes.values()].filter(({ count }) => count >= perLane)
    const left = [...elsewhere.keys()].filter(isElsewhere)
    return [...left.map((facilityId) => ({ facilityId })), ...busy.map(({ lane }) => lane)]
  }

  async function takeAll(): Promise<void> {
    await presence.announce()
    while (!state.stopping && underWay.size < atOnce) {
      const limit = Math.min(perLane, atOnce - underWay.size)
      const items = await queue.lease({
        now: now(),
        leaseMs: options.leaseMs,
        limit,
        token: `${presence.name}/${options.randomId()}`,
        except: except(),
      })
      for (const item of items) begin(item)
      if (items.length < limit) return
    }
  }

  /** One after the other: two at once would take more than there is room for. */
  function take(): Promise<void> {
    taking ??= takeAll().finally(() => {
      taking = undefined
    })
    return taking
  }

  function begin(item: Item): void {
    const lane = options.laneOf(item)
    const key = JSON.stringify([lane.facilityId, lane.destination])
    const inLane = lanes.get(key) ?? { lane, count: 0 }
    lanes.set(key, inLane)
    inLane.count += 1
    const done = work(item).then((hasEnded) => {
      const wasFull = underWay.size >= atOnce || inLane.count === perLane
      underWay.delete(item)
      inLane.count -= 1
      if (inLane.count === 0) lanes.delete(key)
      // Else nothing more can be taken than before, and nothing else falls due.
      if (state.started && (wasFull || !hasEnded)) wake()
    })
    underWay.set(item, done)
  }

  /** Whether it has ended. Never rejects. */
  async function work(item: Item): Promise<boolean> {
    const { facilityId } = item
    try {
      if (options.serves?.(facilityId) === false) {
        if (!elsewhere.has(facilityId)) options.noteFault(new NotServedHere())
        elsewhere.set(facilityId, 'always')
        await options.giveBack(item)
        return false
      }
      const result = await options.handle(item)
      if (result === 'elsewhere') {
        elsewhere.set(facilityId, now())
        await options.giveBack(item)
      }
      if (result !== true) return false
      state.ended += 1
      return true
    } catch (fault) {
      // Its lease ends by itself where what failed was the database.
      options.noteFault(fault)
      return false
    }
  }

  async function runAll(): Promise<number> {
    const endedBefore = state.ended
    for (;;) {
      await take()
      if (underWay.size === 0) return state.ended - endedBefore
      await Promise.race(underWay.values())
    }
  }

  async function tend(): Promise<void> {
    if (!hasElapsed(longestMs, tendedAt, now())) return
    if (options.isShared) await queue.releaseDead(presence.name)
    options.before?.()
    tendedAt = now()
  }

  async function look(): Promise<void> {
    const wakesBefore = state.wakes
    let wait = AFTER_FAULT_MS
    try {
      await tend()
      await take()
      await options.after?.()
      wait = underWay.size < atOnce ? await untilDue() : longestMs
    } catch (fault) {
      options.noteFault(fault)
    }
    state.looking = false
    // Woken meanwhile: the new work may have come after it was looked for.
    schedule(state.wakes === wakesBefore ? wait : 0)
  }

  async function untilDue(): Promise<number> {
    const dueAt = await queue.nextDueAt(except())
    return dueAt === null ? longestMs : Math.min(longestMs, Math.max(0, dueAt - now()))
  }

  function schedule(ms: number): void {
    if (timer) timers.clearTimeout(timer)
    timer = undefined
    if (!state.started) return
    timer = timers.setTimeout(() => {
      state.looking = true
      looking = look()
    }, ms)
  }

  function wake(): void {
    state.wakes += 1
    if (!state.looking) schedule(0)
  }

  return {
    runDue() {
      running ??= runAll().finally(() => {
        running = undefined
      })
      return running
    },
    start() {
      if (state.started) return
      state.started = true
      schedule(0)
    },
    wake,
    async stop() {
      state.started = false
      state.stopping = true
      schedule(0)
      // What fails has told of it.
      await Promise.allSettled([looking, running])
      await Promise.all(underWay.values())
    },
  }
}
