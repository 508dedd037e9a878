/** A vpcd for tests: listens on 127.0.0.1 and says what it is told, in the pieces it is told. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

export interface FakeVpcd {
  readonly port: number
  /** The next card that connects. */
  accept(): Promise<FakeSlot>
  close(): Promise<void>
}

export interface FakeSlot {
  /** Exactly these octets in one write. */
  raw(bytes: Uint8Array | string): void
  /** A framed message. */
  send(body: Uint8Array | string): void
  /** The body of the card's next answer, upper-case hex. */
  answer(): Promise<string>
  exchange(body: string): Promise<string>
  /** Resolves when the card has gone. */
  readonly gone: Promise<void>
  end(): void
  /** Ends with a reset instead of a goodbye. */
  breakOff(): void
}

export async function startFakeVpcd(): Promise<FakeVpcd> {
  const waiting: Socket[] = []
  const takers: ((socket: Socket) => void)[] = []
  const all = new Set<Socket>()
  const server = createServer((socket) => {
    all.add(socket)
    const taker = takers.shift()
    if (taker) taker(socket)
    else waiting.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async accept() {
      return toSlot(waiting.shift() ?? (await new Promise((resolve) => takers.push(resolve))))
    },
    async close() {
      for (const socket of all) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function toSlot(socket: Socket): FakeSlot {
  let received = Buffer.alloc(0)
  let wake = (): void => undefined
  socket.setNoDelay(true)
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    wake()
  })
  // A card that goes with unread octets resets the line; `gone` says so.
  socket.on('error', () => wake())
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve()
      wake()
    })
  })
  const raw = (bytes: Uint8Array | string): void => void socket.write(toBytes(bytes))
  const slot: FakeSlot = {
    raw,
    gone,
    send(body) {
      const bytes = toBytes(body)
      raw(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes))
    },
    async answer() {
      for (;;) {
        const length = received.length < 2 ? Infinity : received.readUInt16BE(0)
        if (received.length >= 2 + length) {
          const body = received.subarray(2, 2 + length).toString('hex')
          received = received.subarray(2 + length)
          return body.toUpperCase()
        }
        if (socket.destroyed) throw new Error('the card went without an answer')
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async exchange(body) {
      slot.send(body)
      return slot.answer()
    },
    end: () => void socket.end(),
    breakOff: () => void socket.resetAndDestroy(),
  }
  return slot
}

function toBytes(bytes: Uint8Array | string): Uint8Array {
  return typeof bytes === 'string' ? Buffer.from(bytes.replaceAll(' ', ''), 'hex') : bytes
}
