import type { CommandBlock } from './reader-codec'
import type { ReaderFault } from './reader-faults'

export interface EmulatedCard {
  readonly atr: Uint8Array
  /** Rejects, or answers fewer than two bytes, when contact is lost. */
  respond(command: Uint8Array): Promise<Uint8Array>
  /** The field was switched off. */
  reset(): void
}

/** The other end of the link. */
export interface ReaderHost {
  notify(chunk: Uint8Array): void
  /** The reader went away. */
  drop(): void
}

export interface ReaderSettings {
  name?: string
  masterKey?: Uint8Array
  /** Percent; null: no battery service. */
  battery?: number | null
  /** Awaited before each answer. */
  pause?: (command: CommandBlock) => Promise<void>
  /** Sources disagree on the byte of a `50`; `manual`: 02 is present, `field`: 03 is present. */
  noticeByte?: 'manual' | 'field'
  random?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
}

/** Where the bytes of a reader go in and out. */
export interface ReaderPipe {
  readonly service: string
  readonly write: string
  readonly notify: string
}

/** A reader as a link sees it, whatever it speaks. */
export interface LinkedReader {
  readonly name: string
  readonly pipe: ReaderPipe
  battery: number | null
  readonly isLinked: boolean
  /** The host has connected, is gone, has written a chunk. */
  attach(host: ReaderHost): void
  detach(): void
  write(chunk: Uint8Array): void
}

/** A reader in software, with everything a test can do to it. */
export interface ReaderEmulator<Fault = ReaderFault> extends LinkedReader {
  pause: (command: CommandBlock) => Promise<void>
  /** Types of the commands that arrived whole, and for an APDU its first four bytes only. */
  readonly log: readonly { type: number; header: readonly number[] }[]
  /** Bytes over the link in both directions since the emulator was made. */
  readonly traffic: number
  insert(card: EmulatedCard): void
  remove(): void
  /** Plays a fault on the next answer, or on the next to a command of type `on`. */
  failNext(fault: Fault, on?: number): void
  /** Drops the link when that many more bytes have gone over it, in either direction. */
  dropAfter(bytes: number): void
  /** Sends a `50` that nothing has caused. */
  notice(): void
  /** Sends bytes as they are. */
  raw(bytes: Uint8Array): void
  /** Loses the session as a restart does, with the link still up or with it. */
  restart(keepLink: boolean): void
}
