/** A fault of the device's own storage. Carries a catalogue code and never a stored value. */
import type { ErrorCode } from '../../domain/errors'

export class StoreFault extends Error {
  constructor(
    readonly code: ErrorCode,
    options?: { cause?: unknown },
  ) {
    super(code, options)
    this.name = 'StoreFault'
  }
}

/** The name of a DOMException, or '' for anything else. */
export function faultName(cause: unknown): string {
  return cause instanceof Error || cause instanceof DOMException ? cause.name : ''
}
