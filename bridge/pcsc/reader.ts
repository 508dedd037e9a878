/** What the bridge needs of PC/SC. Another binding, or a test's, takes the place of ours by implementing this. */

/** Why PC/SC did not do it. `removed`: the card went while a command was under way, so its outcome is unknown. */
export type PcscFault =
  'noService' | 'noReader' | 'noCard' | 'removed' | 'unresponsive' | 'shared' | 'fault'

/** Carries a word and PC/SC's number, never bytes of an APDU. */
export class PcscError extends Error {
  constructor(
    readonly fault: PcscFault,
    options?: { cause?: unknown },
  ) {
    super(fault, options)
    this.name = 'PcscError'
  }
}

export interface ReaderSlot {
  name: string
  hasCard: boolean
}

/** Calls must follow one another; all but `close` reject with PcscError. */
export interface PcscReader {
  /** Every reader of this computer, and whether a card lies there. Asks at most the service, never a card. */
  slots(): Promise<ReaderSlot[]>
  /** Opens the card on that reader for us alone, reset before and after; resolves with its ATR. */
  connect(name: string): Promise<Uint8Array>
  /** One short command APDU of the connected card; resolves with data ‖ SW1 ‖ SW2. Never repeats it. */
  transmit(command: Uint8Array): Promise<Uint8Array>
  /** Ends the card session with a reset, so that no PIN status stays; does nothing where there is none. */
  disconnect(): Promise<void>
  /** Gives everything back to the system; afterwards the next call begins anew. */
  close(): Promise<void>
}
