/** One WebSocket to the bridge as a queue of messages, with an end that everybody waiting hears of. */
import { BRIDGE_PROTOCOL, MAX_MESSAGE } from '../../../api/bridge/wire'
import { TransportError } from '../transport'

/** Starts a one-shot timer; returns the function that cancels it. */
export type StartTimer = (milliseconds: number, run: () => void) => () => void

export const startPlatformTimer: StartTimer = (milliseconds, run) => {
  const id = setTimeout(run, milliseconds)
  return () => clearTimeout(id)
}

export type SocketConstructor = new (url: string, protocol: string) => WebSocket

export interface BridgeSocket {
  send(message: Uint8Array<ArrayBuffer>): void
  /**
   * The next message.
   * @throws TransportError `TZ-R04` when the connection ended, `TZ-R07` when none came in time (0: waits for ever)
   */
  receive(milliseconds: number): Promise<Uint8Array<ArrayBuffer>>
  close(): void
  /** Resolves when the connection has ended, whoever ended it. */
  readonly ended: Promise<void>
}

export interface OpenSocketOptions {
  url: string
  timeoutMs: number
  WebSocket: SocketConstructor
  startTimer: StartTimer
}

/** null if nobody is there, or the browser does not let us: a WebSocket does not tell which. */
export async function openSocket({
  url,
  timeoutMs,
  WebSocket,
  startTimer,
}: OpenSocketOptions): Promise<BridgeSocket | null> {
  let socket: WebSocket
  try {
    socket = new WebSocket(url, BRIDGE_PROTOCOL)
  } catch (error) {
    // A content security policy that does not allow it.
    if (error instanceof DOMException) return null
    throw error
  }
  socket.binaryType = 'arraybuffer'
  const queue = createQueue(socket, startTimer)
  const isOpen = await new Promise<boolean>((resolve) => {
    const cancel = startTimer(timeoutMs, () => resolve(false))
    const settle = (opened: boolean) => () => {
      cancel()
      resolve(opened)
    }
    socket.addEventListener('open', settle(true))
    socket.addEventListener('close', settle(false))
  })
  if (isOpen) return queue
  socket.close()
  return null
}

function createQueue(socket: WebSocket, startTimer: StartTimer): BridgeSocket {
  const arrived: Uint8Array<ArrayBuffer>[] = []
  let waiting: ((message: Uint8Array<ArrayBuffer> | null) => void) | null = null
  let isOver = false
  let tellEnd = (): void => undefined
  const ended = new Promise<void>((resolve) => (tellEnd = resolve))

  function end(): void {
    if (isOver) return
    isOver = true
    socket.close()
    waiting?.(null)
    tellEnd()
  }

  socket.addEventListener('close', end)
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    // The bridge sends neither text nor anything long; whoever does is not the bridge.
    if (!(data instanceof ArrayBuffer) || data.byteLength > MAX_MESSAGE) {
      end()
      return
    }
    const message = new Uint8Array(data)
    if (waiting) waiting(message)
    else arrived.push(message)
    // Nobody asked for that many.
    if (arrived.length > 16) end()
  })

  return {
    ended,
    send(message) {
      if (!isOver) socket.send(message)
    },
    receive(milliseconds) {
      const first = arrived.shift()
      if (first) return Promise.resolve(first)
      if (isOver) return Promise.reject(new TransportError('TZ-R04'))
      return new Promise((resolve, reject) => {
        const cancel =
          milliseconds > 0
            ? startTimer(milliseconds, () => {
                waiting = null
                reject(new TransportError('TZ-R07'))
              })
            : () => undefined
        waiting = (message) => {
          cancel()
          waiting = null
          if (message) resolve(message)
          else reject(new TransportError('TZ-R04'))
        }
      })
    },
    close: end,
  }
}
