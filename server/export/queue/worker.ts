/** Works off what is to be sent: leases rows, delivers, and keeps what became of it. It loses nothing when it dies. */
import { describeFault, type Log } from '../../http/log'
import type { Timers } from '../../gateway-options'
import type { Presence } from '../../queue/presence'
import { createWorkLoop, type WorkLoop } from '../../queue/work-loop'
import type { Delivery } from '../outcome'
import type { ExportRecord } from '../record'
import type { LockKeeper } from '../orca/keeper'
import { createHoldBack } from './hold-back'
import { GIVE_UP_MS, nextTryMs } from './pace'
import type { ExportQueue, ExportTry, LeasedExport } from './queue'

/** @throws only what is a bug: it is logged, and the row tried again */
export type Deliver = (record: ExportRecord, exportId: string) => Promise<Delivery>

export interface ExportWorkerOptions {
  queue: ExportQueue
  /** Whether several gateways may work on this queue. */
  isShared: boolean
  /** Announced before anything is leased; ended by who made it. */
  presence: Presence
  /** null: the answer is gone, or opens under none of the keys. @throws Error to be tried again later */
  loadRecord: (facilityId: string, checkId: string) => Promise<ExportRecord | null>
  /** null: the facility took the destination out of its settings. */
  destination: (facilityId: string, id: string) => Promise<Deliver | null>
  /** Whether this gateway serves that facility; another on the same database may, and is left its rows. All, where absent. */
  serves?: (facilityId: string) => boolean
  /** Locks that earlier runs left. */
  locks?: LockKeeper
  now: () => number
  random: () => number
  randomId: () => string
  timers: Timers
  log: Log
}

/** Longer than any delivery may take: ORCA's four requests and their release, 25 s each (`HOLD_MS` of orca/locks.ts). */
const LEASE_MS = 180_000
const AT_ONCE = 8
/** One that is away is asked with one answer at a time, and one that is slow holds up only itself. */
const PER_DESTINATION = 1
const IDLE_MS = 60_000
/** Where gateways share the work: one of them may be killed. */
const LOOK_AFTER_OTHERS_MS = 5_000
/** While settings are changed one gateway may know a destination that another does not know yet. */
const UNKNOWN_MS = 3_600_000
const LOOK_AGAIN_MS = 30_000
const NOTHING_SAID: ExportTry = { code: null, said: null }

/** What became of one try: a delivery, or a fault of our own. */
type Tried = { delivery: Delivery; isFault: boolean }

/** `runDue` resolves with the number of deliveries that ended. */
export function createExportWorker(options: ExportWorkerOptions): WorkLoop {
  const { queue, isShared, now, random, timers, log } = options
  const holdBack = createHoldBack({ queue, now, random })

  async function handle(row: LeasedExport): Promise<boolean> {
    const tried = await attempt(row)
    if (tried === 'unknown') return leaveOut(row)
    await holdBack.note(row, tried.isFault ? null : tried.delivery)
    return keep(row, tried.delivery)
  }

  /** `unknown`: no such destination. */
  async function attempt(row: LeasedExport): Promise<Tried | 'unknown'> {
    try {
      const deliver = await options.destination(row.facilityId, row.destination)
      if (deliver === null) return 'unknown'
      const record = await options.loadRecord(row.facilityId, row.checkId)
      const delivery: Delivery =
        record === null ? { kind: 'stopped', code: 'TZ-E22' } : await deliver(record, row.id)
      return { delivery, isFault: record === null }
    } catch (fault) {
      noteFault(fault)
      return { delivery: { kind: 'retry', code: 'TZ-E01' }, isFault: true }
    }
  }

  async function keep(row: LeasedExport, delivery: Delivery): Promise<boolean> {
    const last = { ...NOTHING_SAID, ...pick(delivery) }
    switch (delivery.kind) {
      case 'done':
        tell('sent')
        return queue.end(row, 'done', now(), last)
      case 'stopped':
        tell('stopped', delivery.code)
        return queue.end(row, 'stopped', now(), last)
      case 'retry':
        if (now() - row.queuedAt >= GIVE_UP_MS) {
          tell('stopped', 'TZ-E07')
          return queue.end(row, 'stopped', now(), { ...last, code: 'TZ-E07' })
        }
        tell('retry', delivery.code)
        await queue.retryLater(
          row,
          now() + nextTryMs(row.attempts + 1, delivery.afterMs, random),
          last,
        )
        return false
    }
  }

  async function leaveOut(row: LeasedExport): Promise<boolean> {
    if (isShared && now() - row.queuedAt < UNKNOWN_MS) {
      await queue.retryLater(row, now() + LOOK_AGAIN_MS, NOTHING_SAID)
      return false
    }
    return queue.end(row, 'done', now(), NOTHING_SAID)
  }

  function tell(step: 'sent' | 'retry' | 'stopped', code?: Exclude<ExportTry['code'], null>): void {
    const time = new Date(now()).toISOString()
    log({ event: 'export', time, step, ...(code !== undefined && { code }) })
  }

  function noteFault(fault: unknown): void {
    const time = new Date(now()).toISOString()
    log({ event: 'export', time, step: 'retry', fault: describeFault(fault) })
  }

  const loop = createWorkLoop({
    queue,
    isShared,
    presence: options.presence,
    // Alone, what is nobody's ends as what goes to no destination.
    serves: isShared ? options.serves : undefined,
    laneOf: ({ facilityId, destination }) => ({ facilityId, destination }),
    leaseMs: LEASE_MS,
    atOnce: AT_ONCE,
    perLane: PER_DESTINATION,
    longestMs: isShared ? LOOK_AFTER_OTHERS_MS : IDLE_MS,
    handle,
    giveBack: (row) => queue.retryLater(row, row.nextTryAt, { code: row.code, said: row.said }),
    before: () => options.locks?.look(),
    noteFault,
    now,
    timers,
    randomId: options.randomId,
  })
  return {
    ...loop,
    async stop() {
      await loop.stop()
      await options.locks?.settle()
    },
  }
}

function pick(delivery: Delivery): Partial<ExportTry> {
  return {
    ...('code' in delivery && { code: delivery.code }),
    ...(delivery.said && { said: delivery.said }),
  }
}
