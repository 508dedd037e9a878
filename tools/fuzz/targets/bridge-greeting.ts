/** The page's first words with a bridge that says whatever it is told to. */
import { TransportError } from '../../../src/nfc/transport'
import { greetBridge } from '../../../src/nfc/bridge/greeting'
import type { BridgePairing } from '../../../src/nfc/bridge/pairing-store'
import { openSocket, type SocketConstructor } from '../../../src/nfc/bridge/socket'
import { expect } from './samples'

/** What the page makes of words that it understands: not that bridge, not paired, in use. */
const UNDERSTOOD: readonly string[] = ['TZ-B03', 'TZ-B05', 'TZ-B06', 'TZ-B12']

export async function eatGreeting(
  messages: readonly Uint8Array<ArrayBuffer>[],
  pairing: BridgePairing,
): Promise<boolean> {
  const socket = await openSocket({
    url: 'ws://127.0.0.1',
    timeoutMs: 1,
    WebSocket: scriptedSocket(messages),
    // Nobody is late here: when all is said the connection ends.
    startTimer: () => () => undefined,
  })
  expect(socket !== null, 'the connection was not opened')
  if (!socket) return false
  const greeting = { socket, origin: 'https://tazune.example', timeoutMs: 1 }
  try {
    await greetBridge(greeting, pairing)
  } catch (error) {
    if (error instanceof TransportError) return UNDERSTOOD.includes(error.code)
    throw error
  } finally {
    socket.close()
  }
  throw new Error('a bridge that has proved nothing was believed')
}

/** Says everything at the page's first word, and goes. */
function scriptedSocket(messages: readonly Uint8Array<ArrayBuffer>[]): SocketConstructor {
  class ScriptedSocket extends EventTarget {
    readonly binaryType = 'arraybuffer'

    constructor() {
      super()
      queueMicrotask(() => this.dispatchEvent(new Event('open')))
    }

    send(): void {
      for (const { buffer } of messages) {
        this.dispatchEvent(new MessageEvent('message', { data: buffer }))
      }
      this.close()
    }

    close(): void {
      this.dispatchEvent(new Event('close'))
    }
  }
  return ScriptedSocket as unknown as SocketConstructor
}
