/** A Bluetooth reader of any kind as a `Transport`: connection, turns, card events, and coming back after a lost link. */
import { TransportError, type Transport, type TransportEvents } from '../transport'
import { connectFault } from './gatt-errors'
import { openGattLink, type GattLink, type GattPipe } from './gatt-link'
import { createEmitter } from './emitter'
import { platformNavigator } from './platform'
import { acquireReaderLock } from './reader-lock'
import type { ReaderDriver, ReaderKind, ReaderSession } from './session'
import { DEFAULT_TIMEOUTS, startPlatformTimer, type StartTimer, type Timeouts } from './timing'

export interface BluetoothTransportOptions {
  timeouts?: Partial<Timeouts>
  startTimer?: StartTimer
  /** Keeps two tabs from one reader; null goes without. */
  locks?: LockManager | null
}

export interface BluetoothTransport<Kind extends ReaderKind = ReaderKind> extends Transport {
  /** Known from the first connection on; before it, the kind that was looked for first. */
  readonly kind: Kind
  /** Percent; null where the reader offers none. @throws TransportError */
  readBattery(): Promise<number | null>
}

interface Connection {
  link: GattLink
  session: ReaderSession
  release: () => void
}

const MIN_APDU = 4
const MAX_SHORT_APDU = 261
/** What the 16-bit ids stand for: any maker may use them, so they tell less than a maker's own. */
const ASSIGNED_BASE = '-0000-1000-8000-00805f9b34fb'

/**
 * Drives the reader that the device turns out to be, by the service it has. `connect` opens the same
 * device again after a loss, without a chooser; so does `powerOn`, because nothing is in flight
 * then. A command that was waiting when the link was lost is refused (`TZ-R04`) and never sent on
 * the next one. The bytes given to `transmit` are read when its turn comes and are not kept.
 */
export function createBluetoothTransport<Kind extends ReaderKind>(
  device: BluetoothDevice,
  drivers: readonly ReaderDriver<Kind>[],
  {
    timeouts: changed = {},
    startTimer = startPlatformTimer,
    locks = platformNavigator().locks ?? null,
  }: BluetoothTransportOptions = {},
): BluetoothTransport<Kind> {
  const timeouts: Timeouts = { ...DEFAULT_TIMEOUTS, ...changed }
  const byPipe = orderPipes(drivers)
  const pipes = [...byPipe.keys()]
  const events = createEmitter<TransportEvents>()
  let kind = firstKind(drivers)
  let phase: 'new' | 'open' | 'lost' | 'closed' = 'new'
  let current: Connection | null = null
  let opening: Promise<void> | null = null
  let abortOpening: () => void = noop
  let turns: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let isPresent: boolean | null = null
  let isPowered = false
  let isAskingStatus = false
  let noticedWhileOpening = false

  /** Runs the task when those before it are done, on the link of this moment or not at all. */
  function inTurn<T>(task: (connection: Connection) => Promise<T>): Promise<T> {
    const bound = current
    waiting += 1
    const turn = turns.then(() => {
      if (!bound || bound !== current) throw new TransportError('TZ-R04')
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
    noticedWhileOpening = current === null
    if (!current || isAskingStatus) return
    isAskingStatus = true
    inTurn(async ({ session }) => {
      isAskingStatus = false
      notePresence(await session.readPresence())
    }).catch((error: unknown) => {
      isAskingStatus = false
      // A lost link has already been told by its event; otherwise the next command asks again.
      if (error instanceof TransportError) isPresent = null
      else throw error
    })
  }

  function end(ended: Connection): void {
    ended.link.close()
    ended.release()
    if (current !== ended) return
    current = null
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
    let next: Connection | null = null
    const { link, opened } = openGattLink(device, pipes, {
      onPipe(pipe) {
        next = { link, release, session: converse(link, pipe, () => next) }
      },
      onBytes(chunk) {
        next?.session.receive(chunk)
      },
      onLost() {
        next?.session.lose()
      },
    })
    const giveUp = () => {
      // By way of the conversation, so that a disorder and a refusal leave the same state behind.
      next?.session.die('TZ-R04')
      link.close()
      release()
    }
    abortOpening = giveUp
    try {
      await beforeDeadline(timeouts.connect, opened).catch((cause: unknown) => {
        throw connectFault(cause)
      })
      await begin(found(next))
    } catch (error) {
      giveUp()
      throw error
    } finally {
      abortOpening = noop
    }
  }

  function converse(
    link: GattLink,
    pipe: GattPipe,
    connection: () => Connection | null,
  ): ReaderSession {
    const driver = byPipe.get(pipe)
    if (!driver) throw new Error('a pipe of no driver')
    kind = driver.kind
    return driver.createSession({
      write: (chunk) => link.write(chunk),
      startTimer,
      timeouts,
      onCardNotice: askWhetherCard,
      onDeath() {
        const dead = connection()
        if (dead) end(dead)
      },
    })
  }

  async function begin(next: Connection): Promise<void> {
    const hasCard = await next.session.start()
    if (next.session.death) throw next.session.death
    current = next
    phase = 'open'
    events.emit('link', 'connected')
    notePresence(hasCard)
    if (noticedWhileOpening) askWhetherCard()
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

  const transport: BluetoothTransport<Kind> = {
    get kind() {
      return kind
    },
    get name() {
      return phase === 'new' ? '' : (device.name ?? '')
    },
    connect() {
      if (current) return Promise.resolve()
      if (phase === 'closed') phase = 'new'
      opening ??= open().finally(() => {
        opening = null
      })
      return opening
    },
    async powerOn() {
      if (phase === 'lost') await transport.connect()
      return inTurn(async ({ session }) => {
        const atr = await notingAbsence(session.powerOn())
        notePresence(true)
        isPowered = true
        return atr
      })
    },
    transmit(command) {
      if (command.length < MIN_APDU || command.length > MAX_SHORT_APDU) {
        return Promise.reject(new RangeError('not a short APDU'))
      }
      return inTurn(({ session }) => notingAbsence(session.transmit(command)))
    },
    powerOff: () =>
      inTurn(async ({ session }) => {
        isPowered = false
        await session.powerOff()
      }),
    async close() {
      phase = 'closed'
      abortOpening()
      if (current && isPowered && waiting === 0) {
        // Drops the card's security status; the link is cut next, whatever comes of it.
        await transport.powerOff().catch((error: unknown) => {
          if (!(error instanceof TransportError)) throw error
        })
      }
      current?.session.die('TZ-R04')
    },
    readBattery: () =>
      inTurn(async ({ link, session }) => {
        try {
          return await beforeDeadline(timeouts.reader, link.readBattery())
        } catch (cause) {
          session.die('TZ-R04', cause)
          throw new TransportError('TZ-R04', { cause })
        }
      }),
    on: (event, listener) => events.on(event, listener),
  }
  return transport
}

/** Each pipe with its driver, in the order they are looked for. */
function orderPipes<Kind extends ReaderKind>(
  drivers: readonly ReaderDriver<Kind>[],
): ReadonlyMap<GattPipe, ReaderDriver<Kind>> {
  const all = drivers.flatMap((driver) => driver.pipes.map((pipe) => [pipe, driver] as const))
  const isAssigned = ([{ service }]: (typeof all)[number]) => service.endsWith(ASSIGNED_BASE)
  return new Map([
    ...all.filter((entry) => !isAssigned(entry)),
    ...all.filter((entry) => isAssigned(entry)),
  ])
}

function firstKind<Kind extends ReaderKind>(drivers: readonly ReaderDriver<Kind>[]): Kind {
  const [first] = drivers
  if (!first) throw new Error('no driver')
  return first.kind
}

/** The compiler does not see that the link's event has set it. */
function found(next: Connection | null): Connection {
  if (!next) throw new Error('opened without a pipe')
  return next
}

function noop(): void {}
