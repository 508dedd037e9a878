/**
 * What a sender may learn of one item, and nothing else.
 * `accepted`: the receiver has committed it. `rejected`: final, with the reason. `retry`: again later.
 * `stop`: this failure predicts the rest of the run (no line, access ended, upgrade needed).
 */
import type { ErrorCode } from './errors'

export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'rejected'; code: ErrorCode }
  | { kind: 'retry'; code: ErrorCode; afterMs?: number }
  | { kind: 'stop'; code: ErrorCode }

/** A value or the catalogue's code of what stood in the way. */
export type Result<T> = { ok: true; value: T } | { ok: false; code: ErrorCode }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function failed(code: ErrorCode): { ok: false; code: ErrorCode } {
  return { ok: false, code }
}
