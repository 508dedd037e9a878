/** The readers of this computer as a `Transport`, through the PC/SC bridge (連携ソフト). */
import { readPairingCode } from '../../../api/bridge/pairing-keys'
import type { SealedStream } from '../../../api/bridge/sealed-stream'
import {
  BRIDGE_PORT,
  buildRequest,
  parseAnswer,
  type BridgeAnswer,
  type BridgeResult,
  type Operation,
} from '../../../api/bridge/wire'
import type { ErrorCode } from '../../../domain/errors'
import { TransportError, type Transport, type TransportEvents } from '../transport'
import { greetBridge, pairWithBridge } from './greeting'
import { readLoopbackPermission, type LoopbackPermission } from './loopback-permission'
import { createPairingStore, type PairingStore } from './pairing-store'
import {
  openSocket,
  startPlatformTimer,
  type BridgeSocket,
  type SocketConstructor,
  type StartTimer,
} from './socket'

/** All in milliseconds. */
export interface BridgeTimeouts {
  /** Until the bridge's port answers. */
  open: number
  /** The same while the browser asks the person for permission. */
  ask: number
  /** Each of the bridge's answers before the card's turn. */
  greet: number
  /** Power on: the bridge waits for other programs to let go of the card. */
  power: number
  /** One APDU: a signature takes the card over a second. */
  apdu: number
}

const DEFAULT_TIMEOUTS: Readonly<BridgeTimeouts> = {
  open: 5_000,
  ask: 60_000,
  greet: 5_000,
  power: 10_000,
  apdu: 15_000,
}

export interface BridgeOptions {
  port?: number
  WebSocket?: SocketConstructor
  store?: PairingStore
  permission?: () => Promise<LoopbackPermission>
  origin?: string
  timeouts?: Partial<BridgeTimeouts>
  startTimer?: StartTimer
}

export interface BridgeTransport extends Transport {
  readonly kind: 'bridge'
  /**
   * Pairs this browser with the bridge that shows this code; `connect` works from then on.
   * @throws TransportError `TZ-B14` not a code, `TZ-B04` another one, `TZ-B05` none valid, `TZ-B16` not kept, or as `connect`
   */
  pair(code: string): Promise<void>
}

interface Session {
  socket: BridgeSocket
  stream: SealedStream
  answers: Map<number, (answer: Reply) => void>
}

type Reply = Extract<BridgeAnswer, { kind: 'reply' }>

const MIN_APDU = 4
const MAX_SHORT_APDU = 261

const CODES: Readonly<Record<Exclude<BridgeResult, 'ok'>, ErrorCode>> = {
  forbidden: 'TZ-B10',
  noCard: 'TZ-R08',
  noReader: 'TZ-B07',
  noService: 'TZ-B08',
  unresponsive: 'TZ-R10',
  shared: 'TZ-B09',
  manyCards: 'TZ-B11',
  busy: 'TZ-B06',
  fault: 'TZ-R09',
}

/** What a connection that did not come about means: a WebSocket does not tell, the permission afterwards does. */
const WITHOUT_SOCKET: Readonly<Record<LoopbackPermission, ErrorCode>> = {
  granted: 'TZ-B01',
  notAsked: 'TZ-B01',
  prompt: 'TZ-B15',
  denied: 'TZ-B02',
}

/**
 * `connect` must first be called from a tap: the browser may ask the person. `powerOn` opens a lost connection again,
 * because nothing is in flight then. A command whose answer did not come is refused (`TZ-R04`, `TZ-R07`) and never
 * sent again.
 */
export function createBridgeTransport({
  port = BRIDGE_PORT,
  WebSocket: Socket = WebSocket,
  store = createPairingStore(),
  permission = readLoopbackPermission,
  origin = location.origin,
  timeouts: changed = {},
  startTimer = startPlatformTimer,
}: BridgeOptions = {}): BridgeTransport {
  const timeouts: BridgeTimeouts = { ...DEFAULT_TIMEOUTS, ...changed }
  const listeners: { [K in keyof TransportEvents]: Set<(value: TransportEvents[K]) => void> } = {
    card: new Set(),
    link: new Set(),
  }
  let phase: 'new' | 'open' | 'lost' | 'closed' = 'new'
  let name = ''
  let session: Session | null = null
  let opening: Promise<void> | null = null
  let turns: Promise<unknown> = Promise.resolve()
  let sequence = 0

  function emit<K extends keyof TransportEvents>(event: K, value: TransportEvents[K]): void {
    for (const listener of [...listeners[event]]) listener(value)
  }

  async function openLink(): Promise<BridgeSocket> {
    const before = await permission()
    if (before === 'denied') throw new TransportError('TZ-B02')
    const socket = await openSocket({
      url: `ws://127.0.0.1:${port}`,
      timeoutMs: before === 'prompt' ? timeouts.ask : timeouts.open,
      WebSocket: Socket,
      startTimer,
    })
    if (socket) return socket
    throw new TransportError(WITHOUT_SOCKET[await permission()])
  }

  /** Closes the connection unless the work is done. */
  async function withLink<T>(work: (socket: BridgeSocket) => Promise<T>): Promise<T> {
    const socket = await openLink()
    try {
      return await work(socket)
    } catch (error) {
      socket.close()
      throw error
    }
  }

  async function open(): Promise<void> {
    await withLink(async (socket) => {
      const pairing = await store.read()
      if (!pairing) throw new TransportError('TZ-B03')
      const stream = await greetBridge({ socket, origin, timeoutMs: timeouts.greet }, pairing)
      const next: Session = { socket, stream, answers: new Map() }
      void listen(next)
      session = next
      const found = await request(next, 'open', new Uint8Array(), timeouts.greet)
      if (phase === 'closed') throw new TransportError('TZ-R04')
      name = new TextDecoder().decode(found)
      phase = 'open'
      emit('link', 'connected')
    }).catch((error: unknown) => {
      session = null
      throw error
    })
  }

  async function listen(current: Session): Promise<void> {
    try {
      for (;;) {
        const plain = await current.stream.open(await current.socket.receive(0))
        const answer = plain && parseAnswer(plain)
        if (!answer) break
        if (answer.kind === 'event') emit('card', answer.event === 'cardOn')
        else current.answers.get(answer.sequence)?.(answer)
      }
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
    } finally {
      end(current)
    }
  }

  function end(ended: Session): void {
    ended.socket.close()
    if (session !== ended) return
    session = null
    if (phase !== 'open') return
    phase = 'lost'
    emit('link', 'lost')
  }

  /** Sent once. Without an answer the connection is given up, because nobody knows what the card did. */
  async function request(
    current: Session,
    operation: Operation,
    payload: Uint8Array,
    milliseconds: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    sequence = (sequence % 0xffff) + 1
    const number = sequence
    const { answers, socket, stream } = current
    const answered = new Promise<Reply>((resolve, reject) => {
      const cancel = startTimer(milliseconds, () => reject(new TransportError('TZ-R07')))
      answers.set(number, (answer) => {
        cancel()
        resolve(answer)
      })
      void socket.ended.then(() => {
        cancel()
        reject(new TransportError('TZ-R04'))
      })
    })
    // The connection may end while the request is being sealed; it is awaited below all the same.
    answered.catch(() => undefined)
    try {
      const plain = buildRequest({ operation, sequence: number, payload })
      socket.send(await stream.seal(plain))
      const { result, payload: answer } = await answered
      if (result === 'ok') return answer
      throw new TransportError(CODES[result])
    } catch (error) {
      if (error instanceof TransportError && error.code === 'TZ-R07') end(current)
      throw error
    } finally {
      answers.delete(number)
    }
  }

  /** Runs when those before it are done, on the connection of this moment or not at all. */
  function inTurn(
    operation: Operation,
    payload: Uint8Array,
    milliseconds: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const bound = session
    const turn = turns.then(() => {
      if (!bound || bound !== session) throw new TransportError('TZ-R04')
      return request(bound, operation, payload, milliseconds)
    })
    turns = turn.catch(() => undefined)
    return turn
  }

  const transport: BridgeTransport = {
    kind: 'bridge',
    get name() {
      return name
    },
    connect() {
      if (session && phase === 'open') return Promise.resolve()
      if (phase === 'closed') phase = 'new'
      opening ??= open().finally(() => {
        opening = null
      })
      return opening
    },
    async pair(text) {
      const code = readPairingCode(text)
      if (code === null) throw new TransportError('TZ-B14')
      await withLink(async (socket) => {
        const greeting = { socket, origin, timeoutMs: timeouts.greet }
        await store.write(await pairWithBridge(greeting, code))
        socket.close()
      })
    },
    async powerOn() {
      if (phase === 'lost') await transport.connect()
      return inTurn('powerOn', new Uint8Array(), timeouts.power)
    },
    transmit(command) {
      if (command.length < MIN_APDU || command.length > MAX_SHORT_APDU) {
        return Promise.reject(new RangeError('not a short APDU'))
      }
      return inTurn('transmit', command, timeouts.apdu)
    },
    async powerOff() {
      await inTurn('powerOff', new Uint8Array(), timeouts.power)
    },
    close() {
      phase = 'closed'
      // The bridge resets the card when the connection ends.
      if (session) end(session)
      return Promise.resolve()
    },
    on(event, listener) {
      listeners[event].add(listener)
      return () => listeners[event].delete(listener)
    },
  }
  return transport
}
