/** The reader as a `Transport`: connection, turns, card events, and coming back after a lost link. */
import { TransportError, type Transport, type TransportEvents } from '../transport'
import { authenticate, DEFAULT_MASTER_KEY } from './authenticate'
import type { Bytes } from './bytes'
import {
  escape,
  exchangeApdu,
  powerCardOff,
  powerCardOn,
  readPresence,
  switchAutoPollOn,
} from './card-commands'
import { importAesKey } from './cipher'
import { createExchange, type Exchange, type ExchangeNote } from './exchange'
import { connectFault } from './gatt-errors'
import { openGattLink, type GattLink } from './gatt-link'
import { createEmitter } from './emitter'
import { platformNavigator } from './platform'
import { acquireReaderLock } from './reader-lock'
import { DEFAULT_TIMEOUTS, startPlatformTimer, type StartTimer, type Timeouts } from './timing'

export interface Acr1255Options {
  /** Customer Master Key: 16 bytes, or imported as AES-CBC for encrypt and decrypt. */
  key?: CryptoKey | Readonly<Uint8Array>
  timeouts?: Partial<Timeouts>
  startTimer?: StartTimer
  subtle?: SubtleCrypto
  random?: (bytes: Bytes) => Bytes
  /** Keeps two tabs from one reader; null goes without. */
  locks?: LockManager | null
  onNote?: (note: ExchangeNote) => void
}

export interface Acr1255Transport extends Transport {
  readonly kind: 'acr1255'
  /** Percent; null where the reader offers none. @throws TransportError */
  readBattery(): Promise<number | null>
}

interface Session {
  link: GattLink
  exchange: Exchange
  release: () => void
}

const MIN_APDU = 4
const MAX_SHORT_APDU = 261

/**
 * Drives an ACS ACR1255U-J1 or AB Circle CIR415A. `connect` opens the same device again after a
 * loss, without a chooser; so does `powerOn`, because nothing is in flight then. A command that was
 * waiting when the link was lost is refused (`TZ-R04`) and never sent on the next one.
 * The bytes given to `transmit` are read when its turn comes and are not kept.
 */
export function createAcr1255Transport(
  device: BluetoothDevice,
  {
    key = DEFAULT_MASTER_KEY,
    timeouts: changed = {},
    startTimer = startPlatformTimer,
    subtle = crypto.subtle,
    random = (bytes) => crypto.getRandomValues(bytes),
    locks = platformNavigator().locks ?? null,
    onNote = () => undefined,
  }: Acr1255Options = {},
): Acr1255Transport {
  const timeouts: Timeouts = { ...DEFAULT_TIMEOUTS, ...changed }
  const events = createEmitter<TransportEvents>()
  let phase: 'new' | 'open' | 'lost' | 'closed' = 'new'
  let session: Session | null = null
  let opening: Promise<void> | null = null
  let abortOpening: () => void = noop
  let turns: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let isPresent: boolean | null = null
  let isPowered = false
  let isAskingStatus = false
  let noticedWhileOpening = false

  /** Runs the task when those before it are done, on the link of this moment or not at all. */
  function inTurn<T>(task: (session: Session) => Promise<T>): Promise<T> {
    const bound = session
    waiting += 1
    const turn = turns.then(() => {
      if (!bound || bound !== session) throw new TransportError('TZ-R04')
      return task(bound)
    })
    turns = turn.then(
      () => (waiting -= 1),
      () => (waiting -= 1),
    )
    return turn
  }

  function notePresence(next: boolean): void {
    if (!next) isPowered = false
    if (isPresent === next) return
    isPresent = next
    events.emit('card', next)
  }

  async function notingAbsence<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (error instanceof TransportError && error.code === 'TZ-R08') notePresence(false)
      throw error
    }
  }

  function askWhetherCard(): void {
    noticedWhileOpening = session === null
    if (!session || isAskingStatus) return
    isAskingStatus = true
    inTurn(async ({ exchange }) => {
      isAskingStatus = false
      notePresence(await readPresence(exchange, timeouts))
    }).catch((error: unknown) => {
      isAskingStatus = false
      // A lost link has already been told by its event; otherwise the next command asks again.
      if (error instanceof TransportError) isPresent = null
      else throw error
    })
  }

  function end(ended: Session): void {
    ended.link.close()
    ended.release()
    if (session !== ended) return
    session = null
    isPresent = null
    isPowered = false
    if (phase !== 'open') return
    phase = 'lost'
    events.emit('link', 'lost')
  }

  async function open(): Promise<void> {
    const release = await acquireReaderLock(locks, device.id)
    if (!release) throw new TransportError('TZ-R13')
    if (phase === 'closed') {
      release()
      throw new TransportError('TZ-R04')
    }
    const { link, opened } = openGattLink(device, {
      onBytes(chunk) {
        exchange.receive(chunk)
      },
      onLost() {
        exchange.lose()
      },
    })
    const exchange = createExchange({
      write: (chunk) => link.write(chunk),
      startTimer,
      chunkTimeoutMs: timeouts.chunk,
      onCardNotice: askWhetherCard,
      onDeath() {
        end(next)
      },
      onNote,
    })
    const next: Session = { link, exchange, release }
    abortOpening = () => {
      exchange.die('TZ-R04')
    }
    try {
      await beforeDeadline(timeouts.connect, opened).catch((cause: unknown) => {
        throw connectFault(cause)
      })
      const masterKey = key instanceof CryptoKey ? key : await importAesKey(key, subtle)
      const cipher = await authenticate(
        (data, isLast) => escape(exchange, data, timeouts, { isLast }),
        masterKey,
        { subtle, random },
      )
      exchange.secure(cipher)
      await switchAutoPollOn(exchange, timeouts)
      const hasCard = await readPresence(exchange, timeouts)
      if (exchange.death) throw exchange.death
      session = next
      phase = 'open'
      events.emit('link', 'connected')
      notePresence(hasCard)
      if (noticedWhileOpening) askWhetherCard()
    } catch (error) {
      // `end` by way of the exchange, so that a disorder and a refusal leave the same state behind.
      exchange.die('TZ-R04')
      throw error
    } finally {
      abortOpening = noop
    }
  }

  async function beforeDeadline<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    let cancel = noop
    const deadline = new Promise<never>((_, reject) => {
      cancel = startTimer(milliseconds, () => {
        reject(new DOMException('no answer in time', 'TimeoutError'))
      })
    })
    return Promise.race([work, deadline]).finally(() => {
      cancel()
    })
  }

  const transport: Acr1255Transport = {
    kind: 'acr1255',
    get name() {
      return phase === 'new' ? '' : (device.name ?? '')
    },
    connect() {
      if (session) return Promise.resolve()
      if (phase === 'closed') phase = 'new'
      opening ??= open().finally(() => {
        opening = null
      })
      return opening
    },
    async powerOn() {
      if (phase === 'lost') await transport.connect()
      return inTurn(async ({ exchange }) => {
        const atr = await notingAbsence(powerCardOn(exchange, timeouts))
        notePresence(true)
        isPowered = true
        return atr
      })
    },
    transmit(command) {
      if (command.length < MIN_APDU || command.length > MAX_SHORT_APDU) {
        return Promise.reject(new RangeError('not a short APDU'))
      }
      return inTurn(({ exchange }) => notingAbsence(exchangeApdu(exchange, command, timeouts)))
    },
    powerOff: () =>
      inTurn(async ({ exchange }) => {
        isPowered = false
        await powerCardOff(exchange, timeouts)
      }),
    async close() {
      phase = 'closed'
      abortOpening()
      if (session && isPowered && waiting === 0) {
        // Drops the card's security status; the link is cut next, whatever comes of it.
        await transport.powerOff().catch((error: unknown) => {
          if (!(error instanceof TransportError)) throw error
        })
      }
      session?.exchange.die('TZ-R04')
    },
    readBattery: () =>
      inTurn(async ({ link, exchange }) => {
        try {
          return await beforeDeadline(timeouts.reader, link.readBattery())
        } catch (cause) {
          exchange.die('TZ-R04', cause)
          throw new TransportError('TZ-R04', { cause })
        }
      }),
    on: (event, listener) => events.on(event, listener),
  }
  return transport
}

function noop(): void {}
