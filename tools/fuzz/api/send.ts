/** A request as raw bytes over TCP: also one that no client library would let out. */
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface RawRequest {
  method: string
  /** With its query, exactly as it is sent. */
  path: string
  /** Sent in this order; a name may come twice. */
  headers: readonly (readonly [string, string])[]
  body: Uint8Array | null
}

export interface RawReply {
  status: number
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>
  text: string
  /** The connection was reset while the answer came: its end may be missing. */
  isCut: boolean
}

/** Without a byte for so long the request hangs, which ends a run. */
const LONGEST_MS = 30_000

/** null: the connection was closed without an answer. */
export function sendRaw(port: number, request: RawRequest): Promise<RawReply | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let isCut = false
    const socket = connect(port, '127.0.0.1', () => {
      // With a form of sending that is spoiled, the end of what is sent is the end of the request.
      const isSpoiled = request.headers.some(([name]) => name === 'Transfer-Encoding')
      if (isSpoiled) socket.end(toBytes(request, port))
      else socket.write(toBytes(request, port))
    })
    socket.setTimeout(LONGEST_MS, () => {
      reject(new Error(`no end of the answer to ${request.method} ${request.path.slice(0, 200)}`))
      socket.destroy()
    })
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // A refusal before the whole body was read may end in a reset; what was answered by then counts.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
      isCut = true
    })
    socket.on('close', () => {
      const reply = readReply(Buffer.concat(chunks), isCut)
      // What was sent and never read may make the end of the connection overtake the answer.
      const isShort = request.body !== null && reply !== null && isShorter(reply)
      resolve(isShort ? { ...reply, isCut: true } : reply)
    })
  })
}

function toBytes({ method, path, headers, body }: RawRequest, port: number): Buffer {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const all: (readonly [string, string])[] = [
    ...(names.has('host') ? [] : [['Host', `127.0.0.1:${port}`] as const]),
    ['Connection', 'close'],
    ...headers,
    ...(body && !names.has('content-length') && !names.has('transfer-encoding')
      ? [['Content-Length', String(body.length)] as const]
      : []),
  ]
  const head = `${method} ${path} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return Buffer.concat([Buffer.from(head, 'utf8'), body ?? new Uint8Array()])
}

function readReply(bytes: Buffer, isCut: boolean): RawReply | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [start = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(start)?.[1])
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  // An interim answer (100 Continue) stands before the real one.
  if (status < 200) return readReply(bytes.subarray(end + 4), isCut)
  const rest = bytes.subarray(end + 4)
  const whole = headers.get('transfer-encoding') === 'chunked' ? joinChunks(rest) : rest
  const isPacked = headers.get('content-encoding') === 'gzip' && !isCut
  const plain = isPacked ? gunzipSync(whole) : whole
  return { status, headers, text: plain.toString('utf8'), isCut }
}

function isShorter({ headers, text }: RawReply): boolean {
  const stated = headers.get('content-length')
  return stated !== undefined && Buffer.byteLength(text) < Number(stated)
}

function joinChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const length = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16)
    if (!(length > 0)) break
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + length))
    at = lineEnd + 2 + length + 2
  }
  return Buffer.concat(parts)
}
