/**
 * The line between tablet and gateway, as bad as the world makes it: an HTTP proxy on 127.0.0.1 whose quality can be
 * changed at any moment. The app is served through it too, so the service worker sees the same line.
 */
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type LineQuality =
  | 'good'
  /** Connections are closed at once. */
  | 'off'
  /** A captive portal: every request is answered with 200 and a page of its own. */
  | 'portal'

export interface Line {
  readonly origin: string
  quality: LineQuality
  /** Swallows the replies of the next `count` POSTs of checks, after the gateway has committed. */
  loseReplies(count: number): void
  /** Method and path of each request that came through, newest last. */
  readonly requests: string[]
  /** Called with each request before it is passed on. */
  onRequest: ((method: string, path: string) => void | Promise<void>) | null
  setGateway(port: number): void
  close(): Promise<void>
}

const PORTAL_PAGE = '<!doctype html><title>Wi-Fi</title><h1>ご利用の前に同意してください</h1>'

/** `setGateway` says where it leads; until then it is cut. */
export async function openLine(): Promise<Line> {
  let target: number | null = null
  let toLose = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    const method = incoming.method ?? 'GET'
    line.requests.push(`${method} ${path}`)
    const relay = async (): Promise<void> => {
      await line.onRequest?.(method, path)
      if (line.quality === 'off' || target === null) {
        incoming.socket.destroy()
        return
      }
      if (line.quality === 'portal') {
        outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PORTAL_PAGE)
        return
      }
      const losing = method === 'POST' && path === '/v1/checks' && toLose > 0
      if (losing) toLose -= 1
      const onward = httpRequest(
        { host: '127.0.0.1', port: target, method, path, headers: incoming.headers },
        (reply: IncomingMessage) => {
          if (losing) {
            reply.resume()
            reply.on('end', () => incoming.socket.destroy())
            return
          }
          outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
          reply.pipe(outgoing)
          reply.on('error', () => incoming.socket.destroy())
        },
      )
      onward.on('error', () => incoming.socket.destroy())
      outgoing.on('close', () => onward.destroy())
      incoming.pipe(onward)
    }
    void relay()
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const line: Line = {
    origin: `http://localhost:${port}`,
    quality: 'good',
    requests: [],
    onRequest: null,
    loseReplies: (count) => {
      toLose = count
    },
    setGateway: (next) => {
      target = next
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}
