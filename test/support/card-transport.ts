/** Transports for tests of the command layer: one that counts, one that says whatever it is told to. */
import type { Transport } from '../../src/nfc/transport'

export interface SentCommand {
  /** CLA INS P1 P2 in upper-case hex. */
  header: string
  /** The very buffer that was handed over, so that a test can see it wiped. */
  buffer: Uint8Array
  sent: number
  /** null where the transport threw. */
  received: number | null
}

export interface RecordedTransport extends Transport {
  readonly commands: readonly SentCommand[]
  readonly headers: readonly string[]
  readonly bytesToCard: number
  readonly bytesBack: number
  forget(): void
}

/** Passes everything on and counts APDUs and bytes as facts count them: status words included. */
export function recordTransport(inner: Transport): RecordedTransport {
  let commands: SentCommand[] = []
  return {
    kind: inner.kind,
    name: inner.name,
    connect: () => inner.connect(),
    powerOn: () => inner.powerOn(),
    powerOff: () => inner.powerOff(),
    close: () => inner.close(),
    on: (event, listener) => inner.on(event, listener),
    async transmit(command) {
      const record: SentCommand = {
        header: hex(command.subarray(0, 4)),
        buffer: command,
        sent: command.length,
        received: null,
      }
      commands.push(record)
      const answer = await inner.transmit(command)
      record.received = answer.length
      return answer
    },
    get commands() {
      return [...commands]
    },
    get headers() {
      return commands.map(({ header }) => header)
    },
    get bytesToCard() {
      return commands.reduce((sum, { sent }) => sum + sent, 0)
    },
    get bytesBack() {
      return commands.reduce((sum, { received }) => sum + (received ?? 0), 0)
    },
    forget() {
      commands = []
    },
  }
}

/** A connected reader whose card is a function of the command and its number. */
export function createScriptedTransport(
  answer: (command: Uint8Array, index: number) => Uint8Array | Promise<Uint8Array>,
): Transport {
  let count = 0
  return {
    kind: 'training',
    name: 'script',
    connect: () => Promise.resolve(),
    powerOn: () => Promise.resolve(bytesOf('3B00')),
    powerOff: () => Promise.resolve(),
    close: () => Promise.resolve(),
    on: () => () => undefined,
    async transmit(command) {
      count += 1
      return answer(command, count - 1)
    },
  }
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase()
}

/** Bytes of a hex text; blanks allowed. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
}
