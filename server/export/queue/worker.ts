/** Works off what is to be sent: leases rows, delivers, and keeps what became of it. It loses nothing when it dies. */
import { describeFault, type Log } from '../../http/log'
import type { Timers } from '../../gateway-options'
import { createWorkLoop, type WorkLoop } from '../../queue/work-loop'
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

/** Longer than any delivery may take: ORCA's four requests and their release, 25 s each (`HOLD_MS` of orca/locks.ts). */
const LEASE_MS = 180_000
const AT_ONCE = 4
const IDLE_MS = 60_000
const NOTHING_SAID: ExportTry = { code: null, said: null }

/** `runDue` resolves with the number of deliveries that ended. */
export function createExportWorker(options: ExportWorkerOptions): WorkLoop {
  const { queue, now, random, timers } = options

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

  function note(fault: unknown): void {
    const time = new Date(now()).toISOString()
    options.log({ event: 'worker', time, step: 'retry', fault: describeFault(fault) })
  }

  return createWorkLoop({
    lease: () =>
      queue.lease({ now: now(), leaseMs: LEASE_MS, limit: AT_ONCE, token: options.randomId() }),
    handle,
    nextDueAt: () => queue.nextDueAt(),
    longestMs: IDLE_MS,
    noteFault: note,
    now,
    timers,
  })
}

function pick(delivery: Delivery): Partial<ExportTry> {
  return {
    ...('code' in delivery ? { code: delivery.code } : NOTHING_SAID),
    ...(delivery.said && { said: delivery.said }),
  }
}
