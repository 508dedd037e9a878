/** Faults of Web Bluetooth as codes of the catalogue. What is no fault of Bluetooth is a bug and goes on. */
import type { ErrorCode } from '../../../domain/errors'
import { TransportError } from '../transport'

/** What the chooser of `requestDevice` refused with. */
export function chooserFault(cause: unknown): TransportError {
  switch (faultName(cause)) {
    case 'NotFoundError': // cancelled, or no adapter
    case 'NotAllowedError':
    case 'AbortError':
      return new TransportError('TZ-R02', { cause })
    case 'SecurityError': // blocked by policy, or not asked for by a tap
    case 'NotSupportedError':
      return new TransportError('TZ-R01', { cause })
    default:
      throw cause
  }
}

/** What connecting, discovering or subscribing failed with. */
export function connectFault(cause: unknown): TransportError {
  return new TransportError(connectCode(cause), { cause })
}

function connectCode(cause: unknown): ErrorCode {
  if (!(cause instanceof DOMException)) throw cause
  if (needsPairing(cause)) return 'TZ-R12'
  // No such service, or one the page did not name: not a reader of this kind.
  if (cause.name === 'NotFoundError' || cause.name === 'SecurityError') return 'TZ-R11'
  return 'TZ-R03'
}

/**
 * Windows and ChromeOS do not pair on demand. ATT 05 (insufficient authentication) reaches the page
 * as a NotSupportedError without a reason, and this reader gives no other cause for one.
 */
function needsPairing(cause: DOMException): boolean {
  return cause.name === 'NotSupportedError' || /not paired|authentication/i.test(cause.message)
}

function faultName(cause: unknown): string {
  return cause instanceof DOMException ? cause.name : ''
}
