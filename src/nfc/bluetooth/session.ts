/** What a kind of Bluetooth reader has to bring along; the rest is the same for all of them. */
import type { ErrorCode } from '../../../domain/errors'
import type { TransportError } from '../transport'
import type { Bytes } from './bytes'
import type { GattPipe } from './gatt-link'
import type { StartTimer, Timeouts } from './timing'

export type ReaderKind = 'acr1255' | 'ccid'

/** The link as a conversation sees it. */
export interface SessionHost {
  write: (chunk: Bytes) => Promise<void>
  startTimer: StartTimer
  timeouts: Readonly<Timeouts>
  /** The reader says that a card came or went; it is asked before anybody is told. */
  onCardNotice: () => void
  /** The conversation is over; called once. */
  onDeath: (error: TransportError) => void
}

/**
 * The conversation with one reader over one link, from the first byte to its death. One command at
 * a time, which the transport sees to; nothing is ever sent twice, and after any disorder the
 * conversation is dead, so that a late answer cannot be taken for the next command's.
 * Every promise is refused with a `TransportError`.
 */
export interface ReaderSession {
  /** Does what comes before cards; resolves with whether a card is there. */
  start(): Promise<boolean>
  readPresence(): Promise<boolean>
  /** The ATR. Refused with `TZ-R08` without a card, `TZ-R10` when it is silent. */
  powerOn(): Promise<Uint8Array>
  powerOff(): Promise<void>
  /** One APDU, once. */
  transmit(command: Uint8Array): Promise<Uint8Array>
  receive(chunk: Uint8Array): void
  /** Ends the conversation at once. */
  die(code: ErrorCode, cause?: unknown): void
  /** Ends the conversation after what has already arrived: an answer that is complete counts. */
  lose(): void
  /** Why the conversation is over; null while it is not. */
  readonly death: TransportError | null
}

export interface ReaderDriver<Kind extends ReaderKind = ReaderKind> {
  readonly kind: Kind
  /** Where the bytes go in and out; which of them a device has tells what it is. */
  readonly pipes: readonly GattPipe[]
  /** Names that a reader advertises where it does not advertise its service. */
  readonly namePrefixes: readonly string[]
  createSession(host: SessionHost): ReaderSession
}
