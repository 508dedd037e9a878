/**
 * The bridge in memory, behind a WebSocket in memory: the bridge's own conversation, with a link that a test can delay,
 * silence, cut or forge after any of its messages.
 */
import { createOwnKey, keyIdOf } from '../../api/bridge/agreement'
import type { BridgeAnswer, BridgeResult, CardEvent, Operation } from '../../api/bridge/wire'
import type { CardDesk } from '../../bridge/card-desk'
import { createConversation, type Conversation } from '../../bridge/conversation'
import { createPairingDesk } from '../../bridge/pairing-desk'
import type { BridgePairing } from '../../src/nfc/bridge/pairing-store'
import type { SocketConstructor } from '../../src/nfc/bridge/socket'
import { ATR } from './reader-fixtures'

export const PAGE_ORIGIN = 'https://app.example'
export const READER_NAME = 'Sony FeliCa Port/PaSoRi 4.0'

export interface FakeBridgeKnobs {
  /** `nobody`: nothing listens there. `mute`: the port is held by something that never answers. `forbidden`: by policy. */
  port: 'bridge' | 'nobody' | 'mute' | 'forbidden'
  /** How many messages of a connection reach the page before `then` happens. */
  messages: number
  then: 'silence' | 'cut'
  /** Changes a message on its way to the page; the index counts from 0 in each connection. */
  forge: ((message: Uint8Array, index: number) => Uint8Array | string) | null
  /** What an operation comes to; done where it is not named. */
  results: Partial<Record<Operation, BridgeResult>>
  /** Another page has the readers. */
  taken: boolean
  /** What has the card, in place of one that says done to everything. */
  desk: CardDesk | null
}

export async function createFakeBridge(changed: Partial<FakeBridgeKnobs> = {}) {
  const knobs: FakeBridgeKnobs = {
    port: 'bridge',
    messages: Infinity,
    then: 'silence',
    forge: null,
    results: {},
    taken: false,
    desk: null,
    ...changed,
  }
  const pairing = createPairingDesk({ now: () => 0 })
  const known = new Map<string, Uint8Array<ArrayBuffer>>()
  const state = { own: await createOwnKey() }
  const performed: { operation: Operation; payload: number[] }[] = []
  const opened: string[] = []
  const heard: Uint8Array[] = []
  let current: { socket: FakeSocket; tell: ((answer: BridgeAnswer) => void) | null } | null = null

  const desk: CardDesk = {
    perform(operation, payload) {
      performed.push({ operation, payload: [...payload] })
      return Promise.resolve({
        result: knobs.results[operation] ?? 'ok',
        payload: Uint8Array.from(replyTo(operation)),
      })
    },
    end: () => Promise.resolve(),
  }

  class FakeSocket extends EventTarget {
    binaryType = 'blob'
    #conversation: Conversation | null = null
    #isOver = false
    #sent = 0

    constructor(url: string, protocol: string) {
      super()
      opened.push(`${url} ${protocol}`)
      if (knobs.port === 'forbidden') throw new DOMException('', 'SecurityError')
      current = { socket: this, tell: null }
      queueMicrotask(() => {
        if (knobs.port === 'nobody') this.close()
        if (knobs.port === 'bridge') this.#begin()
      })
    }

    #begin(): void {
      this.#conversation = createConversation({
        origin: PAGE_ORIGIN,
        pages: {
          own: state.own,
          count: known.size,
          find: (keyId) => known.get(String(keyId)) ?? null,
          async add(point) {
            known.set(String(await keyIdOf(point)), point)
            return true
          },
          forget() {
            known.clear()
            return Promise.resolve(true)
          },
        },
        pairing,
        send: (message) => this.#deliver(message),
        close: () => queueMicrotask(() => this.close()),
        takeTurn: (tell) => {
          if (knobs.taken) return null
          if (current) current.tell = tell
          return knobs.desk ?? desk
        },
      })
      this.dispatchEvent(new Event('open'))
    }

    #deliver(message: Uint8Array): void {
      const index = this.#sent
      this.#sent += 1
      if (this.#isOver) return
      if (index >= knobs.messages) {
        if (knobs.then === 'cut') this.close()
        return
      }
      const sent = knobs.forge?.(message, index) ?? message
      const data = typeof sent === 'string' ? sent : Uint8Array.from(sent).buffer
      this.dispatchEvent(new MessageEvent('message', { data }))
    }

    send(message: Uint8Array): void {
      heard.push(message.slice())
      void this.#conversation?.receive(message.slice())
    }

    close(): void {
      if (this.#isOver) return
      this.#isOver = true
      this.#conversation?.end()
      queueMicrotask(() => this.dispatchEvent(new Event('close')))
    }

    get isOver(): boolean {
      return this.#isOver
    }
  }

  return {
    knobs,
    pairing,
    /** What reached the card's side. */
    performed,
    /** Address and protocol of every connection that was tried. */
    opened,
    /** Every message of the page, as it went over the line. */
    heard,
    WebSocket: FakeSocket as unknown as SocketConstructor,
    get isConnected() {
      return current !== null && !current.socket.isOver
    },
    cut: () => current?.socket.close(),
    tell: (event: CardEvent) => current?.tell?.({ kind: 'event', event }),
    /** A pairing of before, as both sides keep it. */
    async pairedBefore(): Promise<BridgePairing> {
      const own = await createOwnKey()
      known.set(String(await keyIdOf(own.point)), own.point)
      return { own, bridgePoint: state.own.point }
    },
    /** Installed anew: another key, no page known. */
    async reinstall() {
      state.own = await createOwnKey()
      known.clear()
    },
    /** Another program at the port, that knows the public halves of every page. */
    async impersonate() {
      state.own = await createOwnKey()
    },
  }
}

export type FakeBridge = Awaited<ReturnType<typeof createFakeBridge>>

function replyTo(operation: Operation): Iterable<number> {
  switch (operation) {
    case 'open':
      return new TextEncoder().encode(READER_NAME)
    case 'powerOn':
      return ATR
    case 'transmit':
      return [0x90, 0x00]
    case 'powerOff':
      return []
  }
}
