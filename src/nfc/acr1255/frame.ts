/**
 * The outer frame of the ACR1255U-J1 over Bluetooth (Reference Manual 5.4):
 * `05` · LEN (2 bytes, big-endian, length of the block) · block · XOR of LEN and block · `0A`,
 * cut into chunks of 20 bytes, the payload of the smallest ATT MTU.
 */
import { joinBytes, xorOf, type Bytes } from '../bluetooth/bytes'

const START = 0x05
const STOP = 0x0a
const HEADER = 3
const TRAILER = 2

/** Type, length, slot, sequence, parameter and checksum, with no data. */
export const MIN_BLOCK_BYTES = 7
/** A short answer needs 272 when encrypted; anything far above is not a frame of this reader. */
export const MAX_BLOCK_BYTES = 1024

export function wrapFrame(block: Uint8Array): Bytes {
  const body = joinBytes(Uint8Array.of(block.length >> 8, block.length & 0xff), block)
  return joinBytes(Uint8Array.of(START), body, Uint8Array.of(xorOf(body), STOP))
}

export type FrameFault = 'garbage' | 'length' | 'checksum' | 'trailer'

export type FrameEvent = { kind: 'block'; block: Bytes } | { kind: 'fault'; fault: FrameFault }

export interface FrameReader {
  /**
   * Takes the next chunk; returns the blocks it completes, in order. A fault ends the reader: where
   * the next frame starts can no longer be known, so everything after it is ignored.
   */
  push(chunk: Uint8Array): FrameEvent[]
  /** True while a frame has begun and is not complete. */
  readonly isPartial: boolean
}

export function createFrameReader(): FrameReader {
  let buffer = new Uint8Array()
  let broken = false

  function takeFrame(): FrameEvent | null {
    if (buffer.length === 0) return null
    if (buffer[0] !== START) return { kind: 'fault', fault: 'garbage' }
    if (buffer.length < HEADER) return null
    const length = ((buffer[1] ?? 0) << 8) | (buffer[2] ?? 0)
    if (length < MIN_BLOCK_BYTES || length > MAX_BLOCK_BYTES) {
      return { kind: 'fault', fault: 'length' }
    }
    const total = HEADER + length + TRAILER
    if (buffer.length < total) return null
    if (buffer[total - 1] !== STOP) return { kind: 'fault', fault: 'trailer' }
    if (xorOf(buffer.subarray(1, total - TRAILER)) !== buffer[total - TRAILER]) {
      return { kind: 'fault', fault: 'checksum' }
    }
    const block = buffer.slice(HEADER, HEADER + length)
    buffer = buffer.slice(total)
    return { kind: 'block', block }
  }

  return {
    push(chunk) {
      const events: FrameEvent[] = []
      if (broken) return events
      buffer = joinBytes(buffer, chunk)
      for (let event = takeFrame(); event !== null; event = takeFrame()) {
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
