/** The WebSocket server: 127.0.0.1 only, allowed origins only, few connections at a time, one page at a time. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { BRIDGE_PROTOCOL, MAX_MESSAGE, type BridgeAnswer } from '../api/bridge/wire'
import { createCardDesk, type CardDesk } from './card-desk'
import { createConversation, type ConversationNote } from './conversation'
import type { KnownPages } from './known-pages'
import type { PairingDesk } from './pairing-desk'
import type { PcscReader } from './pcsc/reader'

export type BridgeNote = ConversationNote | 'refusedOrigin' | 'disconnected'

export interface BridgeServerOptions {
  origins: readonly string[]
  port: number
  pages: KnownPages
  pairing: PairingDesk
  pcsc: PcscReader
  readerName?: string
  onNote?: (note: BridgeNote) => void
  /** Milliseconds a connection has to prove itself or to pair: somebody types the code before it begins. */
  proofTimeoutMs?: number
  /** Milliseconds between two questions whether the page is still there. */
  heartbeatMs?: number
}

export interface BridgeServer {
  port: number
  /** Every connection and the card session are ended when it resolves. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const MOST_CONNECTIONS = 8
/** RFC 6455 §7.4.1: policy violation; going away. */
const CLOSE_POLICY = 1008
const CLOSE_AWAY = 1001

/** @throws the system's error where the port is taken */
export async function startBridgeServer(options: BridgeServerOptions): Promise<BridgeServer> {
  const { onNote = () => undefined, proofTimeoutMs = 15_000, heartbeatMs = 10_000 } = options
  const http = createServer((_request, response) => {
    response.writeHead(404, { 'Content-Length': 0, Connection: 'close' }).end()
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: () => BRIDGE_PROTOCOL,
  })
  const ends = new Set<Promise<void>>()
  /** The page that has the readers; null between two, after its card session has ended. */
  let turn: CardDesk | null = null

  http.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request, options.origins, sockets.clients.size)
    if (refusal !== null) {
      if (refusal === '403 Forbidden') onNote('refusedOrigin')
      refuseUpgrade(socket, refusal)
      return
    }
    sockets.handleUpgrade(request, socket, head, (page) => {
      serve(page, request.headers.origin ?? '')
    })
  })

  function serve(page: WebSocket, origin: string): void {
    let desk: CardDesk | null = null
    let isAlive = true
    const conversation = createConversation({
      origin,
      pages: options.pages,
      pairing: options.pairing,
      send: (message) => {
        if (page.readyState === page.OPEN) page.send(message)
      },
      close: () => page.close(CLOSE_POLICY),
      takeTurn: (tell) => {
        if (turn !== null) return null
        clearTimeout(deadline)
        desk = createDesk(tell)
        turn = desk
        return desk
      },
      onNote,
    })
    const deadline = setTimeout(() => page.terminate(), proofTimeoutMs)
    const heartbeat = setInterval(() => {
      if (!isAlive) page.terminate()
      isAlive = false
      page.ping()
    }, heartbeatMs)
    page.on('pong', () => (isAlive = true))
    page.on('message', (data, isBinary) => {
      if (isBinary) void conversation.receive(bytesOf(data))
      else page.close(CLOSE_POLICY)
    })
    // Too large or malformed: ws closes the connection itself, and the close is what counts.
    page.on('error', () => page.terminate())
    page.on('close', () => {
      clearTimeout(deadline)
      clearInterval(heartbeat)
      conversation.end()
      if (desk) endTurn(desk)
    })
  }

  function createDesk(tell: (answer: BridgeAnswer) => void): CardDesk {
    return createCardDesk({
      pcsc: options.pcsc,
      ...(options.readerName !== undefined && { readerName: options.readerName }),
      onCard: (event) => tell({ kind: 'event', event }),
    })
  }

  /** The next page waits until the card session of this one is over. */
  function endTurn(desk: CardDesk): void {
    const ending = desk.end().then(() => {
      turn = null
      ends.delete(ending)
      onNote('disconnected')
    })
    ends.add(ending)
  }

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen({ port: options.port, host: HOST, exclusive: true }, resolve)
  })
  const { port } = http.address() as AddressInfo
  return {
    port,
    async close() {
      const closed = [...sockets.clients].map(
        (page) => new Promise((resolve) => page.once('close', resolve)),
      )
      for (const page of sockets.clients) {
        page.close(CLOSE_AWAY)
        // A page that does not answer the goodbye holds nothing up.
        setTimeout(() => page.terminate(), 500).unref()
      }
      http.closeAllConnections()
      const stopped = new Promise((resolve) => http.close(resolve))
      await Promise.all([...closed, stopped])
      await Promise.all(ends)
      await options.pcsc.close()
    },
  }
}

type UpgradeRefusal = '400 Bad Request' | '403 Forbidden' | '503 Service Unavailable'

/** Before anything else is looked at: who asks. A browser cannot leave out or change its Origin. */
function refusalOf(
  request: IncomingMessage,
  origins: readonly string[],
  connections: number,
): UpgradeRefusal | null {
  const { origin, host } = request.headers
  if (origin === undefined || !origins.includes(origin)) return '403 Forbidden'
  // A name that was made to lead here (DNS rebinding) is not this address.
  if (!/^127\.0\.0\.1(:\d+)?$/.test(host ?? '')) return '403 Forbidden'
  const asked = request.headers['sec-websocket-protocol']?.split(',').map((each) => each.trim())
  if (request.url !== '/' || !asked?.includes(BRIDGE_PROTOCOL)) return '400 Bad Request'
  return connections >= MOST_CONNECTIONS ? '503 Service Unavailable' : null
}

function refuseUpgrade(socket: Duplex, status: UpgradeRefusal): void {
  // A peer that is gone already cannot be told.
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return new Uint8Array(Buffer.concat(data))
  return new Uint8Array(data)
}
