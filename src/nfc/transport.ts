/** The way bytes reach a card. One object per reader; every driver and the training card implement it. */
import type { ErrorCode } from '../../domain/errors'

export interface TransportEvents {
  /** A card was put on (true) or taken off (false); a hint only: ask by `powerOn`. */
  card: boolean
  /** The link to the reader came up or was lost. */
  link: 'connected' | 'lost'
}

export interface Transport {
  readonly kind: 'acr1255' | 'bridge' | 'ccid' | 'training'
  /** What staff see, e.g. `ACR1255U-J1-001234`; empty before `connect`. */
  readonly name: string
  /** Opens the link to the reader. @throws TransportError */
  connect(): Promise<void>
  /** Powers the card; resolves with its ATR. @throws TransportError `TZ-R08` when there is none */
  powerOn(): Promise<Uint8Array>
  /** Sends one short command APDU; resolves with data ‖ SW1 ‖ SW2. @throws TransportError */
  transmit(command: Uint8Array): Promise<Uint8Array>
  powerOff(): Promise<void>
  close(): Promise<void>
  /** Returns the function that ends the listening. */
  on<K extends keyof TransportEvents>(
    event: K,
    listener: (value: TransportEvents[K]) => void,
  ): () => void
}

/** A fault of link, reader or contact. Carries a catalogue code and never bytes of an APDU. */
export class TransportError extends Error {
  constructor(
    readonly code: ErrorCode,
    options?: { cause?: unknown },
  ) {
    super(code, options)
    this.name = 'TransportError'
  }
}
