import type { GatewayErrorCode } from '../../domain/errors'

/** A value, or the gateway's code of what stood in the way. */
export type Verdict<T> = { ok: true; value: T } | { ok: false; code: GatewayErrorCode }

export function granted<T>(value: T): Verdict<T> {
  return { ok: true, value }
}

export function refused(code: GatewayErrorCode): { ok: false; code: GatewayErrorCode } {
  return { ok: false, code }
}
