/** Works batch after batch off a queue in the database, and sleeps until the next is due or somebody tells of new work. */
import type { Timers } from '../gateway-options'

export interface WorkLoop {
  /** Works off everything that is due now; resolves with the number that ended. @throws what a batch threw */
  runDue(): Promise<number>
  /** Looks for work now and whenever some falls due. */
  start(): void
  /** There is new work. */
  wake(): void
  /** Takes no more work and resolves when what is under way has ended. */
  stop(): Promise<void>
}

export interface WorkLoopOptions<Item> {
  /** What is due, leased to the caller; none when all is done. */
  lease: () => Promise<Item[]>
  /** True where the item has ended. */
  handle: (item: Item) => Promise<boolean>
  /** Milliseconds since 1970; null where nothing waits. */
  nextDueAt: () => Promise<number | null>
  /** How long nobody looks for work of which nobody tells. */
  longestMs: number
  /** Before anything is taken when it looks by itself. */
  before?: () => Promise<void>
  /** After everything that was due. */
  after?: () => Promise<void>
  noteFault: (fault: unknown) => void
  now: () => number
  timers: Timers
}

const AFTER_FAULT_MS = 5_000

export function createWorkLoop<Item>(options: WorkLoopOptions<Item>): WorkLoop {
  const { longestMs, now, timers } = options
  const state = { started: false, stopping: false, wakes: 0 }
  let timer: NodeJS.Timeout | undefined
  let running: Promise<number> | undefined

  async function runBatches(): Promise<number> {
    let ended = 0
    while (!state.stopping) {
      const batch = await options.lease()
      if (batch.length === 0) break
      // All are waited for: one fault of the store must not leave the others running unwatched.
      const results = await Promise.allSettled(batch.map(options.handle))
      for (const result of results) {
        if (result.status === 'rejected') throw result.reason
        if (result.value) ended += 1
      }
    }
    return ended
  }

  function runDue(): Promise<number> {
    // A second caller shares the run under way; leases would keep them apart, but to no purpose.
    running ??= runBatches().finally(() => {
      running = undefined
    })
    return running
  }

  async function loop(): Promise<void> {
    const wakesBefore = state.wakes
    let wait = AFTER_FAULT_MS
    try {
      await options.before?.()
      await runDue()
      await options.after?.()
      const dueAt = await options.nextDueAt()
      wait = dueAt === null ? longestMs : Math.min(longestMs, Math.max(0, dueAt - now()))
    } catch (fault) {
      options.noteFault(fault)
    }
    // Woken while it ran: the new work may have come after the last look.
    schedule(state.wakes === wakesBefore ? wait : 0)
  }

  function schedule(ms: number): void {
    if (timer) timers.clearTimeout(timer)
    timer = state.started ? timers.setTimeout(() => void loop(), ms) : undefined
  }

  return {
    runDue,
    start() {
      if (state.started) return
      state.started = true
      schedule(0)
    },
    wake() {
      state.wakes += 1
      if (running === undefined) schedule(0)
    },
    async stop() {
      state.started = false
      state.stopping = true
      schedule(0)
      // What was running has logged its own fault.
      await Promise.allSettled([running])
    },
  }
}
