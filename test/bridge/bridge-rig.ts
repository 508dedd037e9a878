/** A bridge on a free port of 127.0.0.1 with a fake PC/SC, and pages that speak to it as a browser would. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { openKnownPages, type KnownPages } from '../../bridge/known-pages'
import { createPairingDesk, type PairingDesk } from '../../bridge/pairing-desk'
import {
  startBridgeServer,
  type BridgeNote,
  type BridgeServer,
  type BridgeServerOptions,
} from '../../bridge/server'
import { createBridgeTransport, type BridgeTransport } from '../../src/nfc/bridge'
import type { BridgeOptions } from '../../src/nfc/bridge/transport'
import { createPairingStore, type PairingStore } from '../../src/nfc/bridge/pairing-store'
import type { SocketConstructor } from '../../src/nfc/bridge/socket'
import { createFakePcsc, type FakePcsc } from './fake-pcsc'

export const ORIGIN = 'https://app.example'

/** What the page in another process signs. */
export const SIGNED_INPUT = 'through the bridge'

export interface BridgeRig {
  server: BridgeServer
  pcsc: FakePcsc
  pages: KnownPages
  pairing: PairingDesk
  notes: BridgeNote[]
  stateFile: string
  clock: { now: number }
  page(options?: BridgeOptions & { origin?: string }): BridgeTransport
  /** A page that is paired already. */
  pairedPage(options?: BridgeOptions): Promise<{ page: BridgeTransport; store: PairingStore }>
  end(): Promise<void>
}

export async function startRig(options: Partial<BridgeServerOptions> = {}): Promise<BridgeRig> {
  const folder = await mkdtemp(join(tmpdir(), 'tazune-bridge-'))
  const stateFile = join(folder, 'state', 'bridge.json')
  const pages = await openKnownPages(stateFile)
  const clock = { now: 0 }
  const pairing = createPairingDesk({ now: () => clock.now })
  const pcsc = createFakePcsc([['Reader 0', null]])
  const notes: BridgeNote[] = []
  const server = await startBridgeServer({
    ...{ origins: [ORIGIN], port: 0, pages, pairing, pcsc },
    onNote: (note) => notes.push(note),
    ...options,
  })
  const made: BridgeTransport[] = []

  function page(given: BridgeOptions = {}): BridgeTransport {
    const origin = given.origin ?? ORIGIN
    const transport = createBridgeTransport({
      port: server.port,
      WebSocket: socketFrom(origin),
      store: createPairingStore(null),
      permission: () => Promise.resolve('notAsked'),
      ...given,
      origin,
    })
    made.push(transport)
    return transport
  }

  return {
    ...{ server, pcsc, pages, pairing, notes, stateFile, clock, page },
    async pairedPage(given = {}) {
      const store = given.store ?? createPairingStore(null)
      const paired = page({ ...given, store })
      await paired.pair(pairing.issue())
      return { page: paired, store }
    },
    async end() {
      for (const each of made) await each.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface PageSocketOptions {
  /** What the browser does by itself when the bridge asks whether the page is still there. */
  answersPings?: boolean
  onPing?: () => void
}

/** The browser's WebSocket, as far as the page uses it, with the Origin header of that page. */
export function socketFrom(
  origin: string,
  { answersPings = true, onPing = () => undefined }: PageSocketOptions = {},
): SocketConstructor {
  const Socket = class extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { origin, autoPong: answersPings })
      this.on('ping', onPing)
      // A browser tells by its close event alone.
      this.on('error', () => undefined)
    }
  }
  return Socket as unknown as SocketConstructor
}
