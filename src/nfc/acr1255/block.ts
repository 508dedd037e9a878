/**
 * The inner block (Reference Manual 5.5 and 5.6): type · LEN (2 bytes, big-endian, of the data) ·
 * slot · sequence · parameter · XOR of everything else · data. Slot and sequence are always 00.
 */
import { joinBytes, xorOf, type Bytes } from '../bluetooth/bytes'
import { MIN_BLOCK_BYTES } from './frame'

const CHECKSUM_AT = 6

/** Host to reader. */
export const COMMAND = {
  powerOn: 0x62,
  powerOff: 0x63,
  slotStatus: 0x65,
  escape: 0x6b,
  apdu: 0x6f,
} as const

/** Reader to host. */
export const RESPONSE = {
  cardNotice: 0x50,
  hardwareError: 0x51,
  data: 0x80,
  slotStatus: 0x81,
  escape: 0x83,
} as const

const responseTypes: ReadonlySet<number> = new Set(Object.values(RESPONSE))

export interface Block {
  type: number
  param: number
  data: Bytes
}

export interface ReceivedBlock extends Block {
  /** False when the block's own XOR differs; the manual's own examples do, so it is only noted. */
  checksumAgrees: boolean
}

export function encodeBlock(type: number, data: Uint8Array = new Uint8Array()): Bytes {
  const block = joinBytes(
    Uint8Array.of(type, data.length >> 8, data.length & 0xff, 0, 0, 0, 0),
    data,
  )
  block[CHECKSUM_AT] = xorOf(block)
  return block
}

/**
 * Reads a block of the reader, with or without the padding that encryption adds.
 * @returns null when the bytes are no block of this reader (wrong type, data longer than the block,
 * or more left over than padding explains), which is also what a wrong session key looks like
 */
export function decodeBlock(bytes: Uint8Array): ReceivedBlock | null {
  const [type, high, low, , , param] = bytes
  if (bytes.length < MIN_BLOCK_BYTES || type === undefined || !responseTypes.has(type)) return null
  const end = MIN_BLOCK_BYTES + (((high ?? 0) << 8) | (low ?? 0))
  if (end > bytes.length || bytes.length - end >= 16) return null
  return {
    type,
    param: param ?? 0,
    data: new Uint8Array(bytes.subarray(MIN_BLOCK_BYTES, end)),
    checksumAgrees: xorOf(bytes.subarray(0, end)) === 0,
  }
}
