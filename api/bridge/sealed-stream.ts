/** AES-256-GCM over an ordered channel: each direction has its own key, and the counter is never sent. */
import type { WebKey } from './agreement'
import { FRAME, joinBytes } from './wire'

const TAG_LENGTH = 16

export interface SealedStream {
  /** @returns a whole message; `plain` is wiped, because it may hold a PIN (R14) */
  seal(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  /** null if the message was not sealed by the other side as its next one; nothing is opened after that */
  open(message: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null>
}

/** Calls of one kind must follow one another; both sides count from zero. */
export function createSealedStream(outgoing: WebKey, incoming: WebKey): SealedStream {
  let sent = 0
  let received = 0
  let isBroken = false

  async function openNext(message: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
    if (message[0] !== FRAME.sealed || message.length <= TAG_LENGTH) return null
    const params = { name: 'AES-GCM', iv: nonce(received) }
    received += 1
    try {
      const body = new Uint8Array(message.subarray(1))
      return new Uint8Array(await crypto.subtle.decrypt(params, incoming, body))
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'OperationError') throw error
      return null
    }
  }

  return {
    async seal(plain) {
      const params = { name: 'AES-GCM', iv: nonce(sent) }
      sent += 1
      try {
        const sealed = new Uint8Array(await crypto.subtle.encrypt(params, outgoing, plain))
        return joinBytes(Uint8Array.of(FRAME.sealed), sealed)
      } finally {
        plain.fill(0)
      }
    },
    async open(message) {
      const plain = isBroken ? null : await openNext(message)
      isBroken ||= plain === null
      return plain
    },
  }
}

/** 96 bits; a connection never comes near 2^32 messages. */
function nonce(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12)
  new DataView(bytes.buffer).setUint32(8, count)
  return bytes
}
