/** What became of sending one answer to one destination; switched exhaustively by the queue (queue/worker.ts). */
import type { ExportErrorCode } from '../../domain/errors'

/** The other side's own code and words: opaque, shown as they are, never logged. */
export interface Said {
  code: string
  message: string
}

export type Delivery =
  /** `written`: the other side has it. `unchanged`: it had it before. `nothing`: this answer has nothing for it. */
  | { kind: 'done'; how: 'written' | 'unchanged' | 'nothing'; said?: Said }
  /** Again later; `afterMs`: not before, as the other side asked. */
  | { kind: 'retry'; code: ExportErrorCode; afterMs?: number; said?: Said }
  /** Only a person can go on. */
  | { kind: 'stopped'; code: ExportErrorCode; said?: Said }
