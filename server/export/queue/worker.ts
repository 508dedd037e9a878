/** Works off what is to be sent: leases rows, delivers, and keeps what became of it. It loses nothing when it dies. */
import { describeFault, type Log } from '../../http/log'
import type { Timers } from '../../gateway-options'
import type { Delivery } from '../outcome'
import type { ExportRecord } from '../record'
import { GIVE_UP_MS, nextTryMs } from './pace'
import type { ExportQueue, ExportTry, LeasedExport } from './queue'

/** @throws only what is a bug: it is logged, and the row tried again */
export type Deliver = (record: ExportRecord, exportId: string) => Promise<Delivery>

export interface ExportWorkerOptions {
  queue: ExportQueue
  /** null: the answer is gone, or opens under none of the keys. @throws Error to be tried again later */
  loadRecord: (facilityId: string, checkId: string) => Promise<ExportRecord | null>
  /** null: the facility took the destination out of its settings. */
  destination: (facilityId: string, id: string) => Promise<Deliver | null>
  now: () => number
  random: () => number
  randomId: () => string
  timers: Timers
  log: Log
}

export interface ExportWorker {
  /** Works off everything that is due now; resolves with the number that ended. */
  runDue(): Promise<number>
  start(): void
  /** There is something new. */
  wake(): void
  /** Takes nothing more and resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** Longer than any delivery may take: ORCA's four requests and their release, 25 s each (`HOLD_MS` of orca/locks.ts). */
const LEASE_MS = 180_000
const AT_ONCE = 4
const IDLE_MS = 60_000
const AFTER_FAULT_MS = 5_000
const NOTHING_SAID: ExportTry = { code: null, said: null }

export function createExportWorker(options: ExportWorkerOptions): ExportWorker {
  const { queue, now, random, timers } = options
  const state = { started: false, stopping: false, wakes: 0 }
  let timer: NodeJS.Timeout | undefined
  let running: Promise<number> | undefined

  async function handle(row: LeasedExport): Promise<boolean> {
    const delivery = await deliver(row).catch((fault: unknown): Delivery => {
      note(fault)
      return { kind: 'retry', code: 'TZ-E01' }
    })
    const last = { code: null, said: null, ...pick(delivery) }
    switch (delivery.kind) {
      case 'done':
        return queue.end(row, 'done', now(), last)
      case 'stopped':
        return queue.end(row, 'stopped', now(), last)
      case 'retry':
        if (now() - row.queuedAt >= GIVE_UP_MS) {
          return queue.end(row, 'stopped', now(), { ...last, code: 'TZ-E07' })
        }
        await queue.retryLater(
          row,
          now() + nextTryMs(row.attempts + 1, delivery.afterMs, random),
          last,
        )
        return false
    }
  }

  async function deliver(row: LeasedExport): Promise<Delivery> {
    const destination = await options.destination(row.facilityId, row.destination)
    if (destination === null) return { kind: 'done', how: 'nothing' }
    const record = await options.loadRecord(row.facilityId, row.checkId)
    if (record === null) return { kind: 'stopped', code: 'TZ-E22' }
    return destination(record, row.id)
  }

  async function runBatches(): Promise<number> {
    let ended = 0
    while (!state.stopping) {
      const token = options.randomId()
      const batch = await queue.lease({ now: now(), leaseMs: LEASE_MS, limit: AT_ONCE, token })
      if (batch.length === 0) break
      // All are waited for: one fault of the store must not leave the others running unwatched.
      const results = await Promise.allSettled(batch.map(handle))
      for (const result of results) {
        if (result.status === 'rejected') throw result.reason
        if (result.value) ended += 1
      }
    }
    return ended
  }

  function runDue(): Promise<number> {
    running ??= runBatches().finally(() => {
      running = undefined
    })
    return running
  }

  async function loop(): Promise<void> {
    const wakesBefore = state.wakes
    let wait = AFTER_FAULT_MS
    try {
      await runDue()
      const dueAt = await queue.nextDueAt()
      wait = dueAt === null ? IDLE_MS : Math.min(IDLE_MS, Math.max(0, dueAt - now()))
    } catch (fault) {
      note(fault)
    }
    // Woken while it ran: something new may have come after the last look.
    schedule(state.wakes === wakesBefore ? wait : 0)
  }

  function schedule(ms: number): void {
    if (timer) timers.clearTimeout(timer)
    timer = state.started ? timers.setTimeout(() => void loop(), ms) : undefined
  }

  function note(fault: unknown): void {
    const time = new Date(now()).toISOString()
    options.log({ event: 'worker', time, step: 'retry', fault: describeFault(fault) })
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

function pick(delivery: Delivery): Partial<ExportTry> {
  return {
    ...('code' in delivery ? { code: delivery.code } : NOTHING_SAID),
    ...(delivery.said && { said: delivery.said }),
  }
}
