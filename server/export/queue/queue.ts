/**
 * The rows of what is to be sent: one for each check and destination, durable until it is done or a person has seen that it
 * cannot be. Times are milliseconds since the epoch; a promise that resolved has been committed.
 */
import type { ExportErrorCode } from '../../../domain/errors'
import type { AuditNote } from '../../store/audit-store'
import type { Lane } from '../../store/work-store'
import type { Said } from '../outcome'

/** One answer for one destination. `stopped`: only a person can go on. */
export interface ExportRow {
  facilityId: string
  /** See {@link exportId}: the idempotency key, the same at every try. */
  id: string
  checkId: string
  /** The destination's id in the facility's settings. */
  destination: string
  state: 'waiting' | 'done' | 'stopped'
  attempts: number
  queuedAt: number
  nextTryAt: number
  endedAt: number | null
  /** Of the last try: why it did not arrive. */
  code: ExportErrorCode | null
  /** What the other side said at the last try. */
  said: Said | null
}

/** A row while one worker holds it. */
export interface LeasedExport extends ExportRow {
  leaseToken: string
}

export type ExportLease = Pick<LeasedExport, 'facilityId' | 'id' | 'leaseToken'>

/** How a try ended, as it is kept. */
export interface ExportTry {
  code: ExportErrorCode | null
  said: Said | null
}

export interface NewExport {
  facilityId: string
  checkId: string
  destination: string
}

/** How one destination does; times in ms. */
export interface DestinationState {
  destination: string
  waiting: number
  stopped: number
  /** When something last arrived there; null: never, as far as it is still known. */
  doneAt: number | null
  /** Why something that waits has not arrived; null where nothing has failed. */
  code: ExportErrorCode | null
  /** When the next one is tried; null when none waits. */
  nextTryAt: number | null
}

export interface ExportDepth {
  waiting: number
  stopped: number
  /** null when nothing waits. */
  oldestQueuedAt: number | null
}

export interface ExportQueue {
  /** Each check and destination once; the same again is harmless, also after it is done. */
  add(exports: readonly NewExport[], now: number): Promise<void>
  /** Takes what is due, of whichever facility, the longest due first. */
  lease(options: {
    now: number
    leaseMs: number
    limit: number
    token: string
    /** What is left alone: whole facilities, and destinations. */
    except?: readonly Lane[]
  }): Promise<LeasedExport[]>
  /** Gives the lease back and sets the next try; false when it was no longer this worker's. */
  retryLater(lease: ExportLease, nextTryAt: number, last: ExportTry): Promise<boolean>
  /** False when the lease was no longer this worker's. */
  end(lease: ExportLease, state: 'done' | 'stopped', now: number, last: ExportTry): Promise<boolean>
  /**
   * A person lets a stopped one start over; false when it is not stopped.
   * @param note for the audit, in the same transaction
   */
  again(facilityId: string, id: string, now: number, note?: AuditNote): Promise<boolean>
  /** A person has done by hand what a stopped one was for; false when it is not stopped. Code and words stay. */
  settle(facilityId: string, id: string, now: number, note?: AuditNote): Promise<boolean>
  /** The newest first, for the administrator's page. */
  list(facilityId: string, state: ExportRow['state'], limit: number): Promise<ExportRow[]>
  /** Lets what waits for a destination and nobody holds wait until then at least: it cannot be reached. */
  holdBack(facilityId: string, destination: string, until: number): Promise<void>
  /** Each destination that has rows, by its id. */
  perDestination(facilityId: string): Promise<DestinationState[]>
  /** Whether that check was ever to be told to that destination. */
  isFor(facilityId: string, checkId: string, destination: string): Promise<boolean>
  /** Of all facilities, for whoever runs the gateway. */
  depth(): Promise<ExportDepth>
  /** Ends every lease at once: only for a gateway that is certain to be alone on its store. */
  releaseAll(): Promise<void>
  /** Ends the leases of gateways that no longer live (see `announceSelf` of the work store). */
  releaseDead(name: string): Promise<void>
  /** When the next one falls due, but for what is left alone; null when none waits. */
  nextDueAt(except?: readonly Lane[]): Promise<number | null>
}

export function exportId({ checkId, destination }: Omit<NewExport, 'facilityId'>): string {
  return `${checkId}:${destination}`
}

/** Of an {@link exportId}; no destination has a colon in its name. */
export function destinationOf(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1)
}
