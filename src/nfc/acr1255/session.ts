/** The ACR1255U-J1 as a driver: its pipes, and one secured conversation over a link. */
import type { Bytes } from '../bluetooth/bytes'
import type { GattPipe } from '../bluetooth/gatt-link'
import type { ReaderDriver, ReaderSession, SessionHost } from '../bluetooth/session'
import { authenticate, DEFAULT_MASTER_KEY } from './authenticate'
import {
  escape,
  exchangeApdu,
  powerCardOff,
  powerCardOn,
  readPresence,
  switchAutoPollOn,
} from './card-commands'
import { importAesKey } from './cipher'
import { createExchange, type ExchangeNote } from './exchange'

/** Customer Master Key: 16 bytes, or imported as AES-CBC for encrypt and decrypt. */
export type MasterKey = CryptoKey | Readonly<Uint8Array>

export interface Acr1255DriverOptions {
  /** A function is asked at each connection; null is the factory's key. */
  key?: MasterKey | (() => Promise<MasterKey | null>)
  subtle?: SubtleCrypto
  random?: (bytes: Bytes) => Bytes
  onNote?: (note: ExchangeNote) => void
}

/** Vendor service; some firmware lists the same pipes under 16-bit ids. */
const PIPES: readonly GattPipe[] = [
  {
    service: '3c4afff0-4783-3de5-a983-d348718ef133',
    write: '3c4afff1-4783-3de5-a983-d348718ef133',
    notify: '3c4afff2-4783-3de5-a983-d348718ef133',
  },
  {
    service: '0000fff0-0000-1000-8000-00805f9b34fb',
    write: '0000fff1-0000-1000-8000-00805f9b34fb',
    notify: '0000fff2-0000-1000-8000-00805f9b34fb',
  },
]

/** Drives an ACS ACR1255U-J1 or AB Circle CIR415A; both advertise the name of the former. */
export function createAcr1255Driver(options: Acr1255DriverOptions = {}): ReaderDriver<'acr1255'> {
  return {
    kind: 'acr1255',
    pipes: PIPES,
    namePrefixes: ['ACR1255U-J1'],
    createSession: (host) => createAcr1255Session(host, options),
  }
}

function createAcr1255Session(
  { write, startTimer, timeouts, onCardNotice, onDeath }: SessionHost,
  {
    key = DEFAULT_MASTER_KEY,
    subtle = crypto.subtle,
    random = (bytes) => crypto.getRandomValues(bytes),
    onNote = () => undefined,
  }: Acr1255DriverOptions,
): ReaderSession {
  const exchange = createExchange({
    write,
    startTimer,
    chunkTimeoutMs: timeouts.chunk,
    onCardNotice,
    onDeath,
    onNote,
  })

  async function masterKey(): Promise<CryptoKey> {
    const given = typeof key === 'function' ? ((await key()) ?? DEFAULT_MASTER_KEY) : key
    return given instanceof CryptoKey ? given : importAesKey(given, subtle)
  }

  return {
    async start() {
      const cipher = await authenticate(
        (data, isLast) => escape(exchange, data, timeouts, { isLast }),
        await masterKey(),
        { subtle, random },
      )
      exchange.secure(cipher)
      await switchAutoPollOn(exchange, timeouts)
      return readPresence(exchange, timeouts)
    },
    readPresence: () => readPresence(exchange, timeouts),
    powerOn: () => powerCardOn(exchange, timeouts),
    powerOff: () => powerCardOff(exchange, timeouts),
    transmit: (command) => exchangeApdu(exchange, command, timeouts),
    receive: (chunk) => {
      exchange.receive(chunk)
    },
    die: (code, cause) => {
      exchange.die(code, cause)
    },
    lose: () => {
      exchange.lose()
    },
    get death() {
      return exchange.death
    },
  }
}
