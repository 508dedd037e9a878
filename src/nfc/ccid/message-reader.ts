/** Cuts what a CCID reader sends into messages. Nothing but the announced length tells where one ends. */
import { joinBytes, type Bytes } from '../bluetooth/bytes'
import { announcedLength, HEADER_BYTES, MAX_DATA_BYTES, RESPONSE } from './message'

const LENGTH_END = 5
const NOTICE_BYTES = 2
const HARDWARE_ERROR_BYTES = 4

export type MessageEvent =
  | { kind: 'answer'; message: Bytes }
  | { kind: 'notice' }
  | { kind: 'hardware error'; error: number }
  | { kind: 'fault'; fault: 'garbage' | 'length' }

export interface MessageReader {
  /**
   * Takes the next notification; returns what it completes, in order. A fault ends the reader: where
   * the next message starts can no longer be known, so everything after it is ignored.
   */
  push(chunk: Uint8Array): MessageEvent[]
  /** True while a message has begun and is not complete. */
  readonly isPartial: boolean
}

export function createMessageReader(): MessageReader {
  let buffer = new Uint8Array()
  let broken = false

  function take(length: number): Bytes | null {
    if (buffer.length < length) return null
    const taken = buffer.slice(0, length)
    buffer = buffer.slice(length)
    return taken
  }

  function takeEvent(): MessageEvent | null {
    switch (buffer[0]) {
      case undefined:
        return null
      case RESPONSE.slotChange:
        return take(NOTICE_BYTES) && { kind: 'notice' }
      case RESPONSE.hardwareError: {
        const message = take(HARDWARE_ERROR_BYTES)
        return message && { kind: 'hardware error', error: message[3] ?? 0 }
      }
      case RESPONSE.dataBlock:
      case RESPONSE.slotStatus:
        return takeAnswer()
      default:
        return { kind: 'fault', fault: 'garbage' }
    }
  }

  function takeAnswer(): MessageEvent | null {
    if (buffer.length < LENGTH_END) return null
    const length = announcedLength(buffer)
    const most = buffer[0] === RESPONSE.dataBlock ? MAX_DATA_BYTES : 0
    if (length > most) return { kind: 'fault', fault: 'length' }
    const message = take(HEADER_BYTES + length)
    return message && { kind: 'answer', message }
  }

  return {
    push(chunk) {
      const events: MessageEvent[] = []
      if (broken) return events
      if (buffer.length > 0 && isNotice(chunk)) return [{ kind: 'notice' }]
      buffer = joinBytes(buffer, chunk)
      for (let event = takeEvent(); event !== null; event = takeEvent()) {
        events.push(event)
        if (event.kind === 'fault') {
          broken = true
          buffer = new Uint8Array()
          break
        }
      }
      return events
    },
    get isPartial() {
      return buffer.length > 0
    },
  }
}

/**
 * A notice in a notification of its own may come between two of an answer: on USB it has a pipe of
 * its own. It cannot be the end of that answer, because no status word begins with 50.
 */
function isNotice(chunk: Uint8Array): boolean {
  return (
    chunk.length === NOTICE_BYTES && chunk[0] === RESPONSE.slotChange && (chunk[1] ?? 0xff) <= 0x03
  )
}
