/**
 * CCID messages (USB Smart Card CCID 1.1, chapter 6) as a Bluetooth reader carries them, with no
 * frame around: type · dwLength (4 bytes, little-endian, of the data) · slot · sequence · three
 * bytes of the type's own · data.
 */
import { joinBytes, type Bytes } from '../bluetooth/bytes'

/** Host to reader (6.1). */
export const COMMAND = {
  powerOn: 0x62,
  powerOff: 0x63,
  slotStatus: 0x65,
  transferBlock: 0x6f,
} as const

/** Reader to host (6.2 and 6.3). */
export const RESPONSE = {
  slotChange: 0x50,
  hardwareError: 0x51,
  dataBlock: 0x80,
  slotStatus: 0x81,
} as const

export const HEADER_BYTES = 10
/** A short APDU is at most 261 bytes, its answer 258 and an ATR 33: nothing here is longer. */
export const MAX_DATA_BYTES = 261

const SLOT = 0
const LENGTH_AT = 1
const SEQUENCE_AT = 6

export interface Answer {
  type: number
  sequence: number
  /** `bmICCStatus`. */
  card: 'active' | 'inactive' | 'absent'
  /** `bmCommandStatus`; `more time` says that the answer is still to come. */
  outcome: 'done' | 'failed' | 'more time'
  /** `bError`: why it failed. */
  error: number
  data: Bytes
}

const CARDS = ['active', 'inactive', 'absent'] as const
const OUTCOMES = ['done', 'failed', 'more time'] as const

/** The three bytes of the type's own are zero: power at the voltage the reader finds, no wait beyond its own. */
export function encodeCommand(
  type: number,
  sequence: number,
  data: Uint8Array = new Uint8Array(),
): Bytes {
  if (data.length > MAX_DATA_BYTES) throw new RangeError('not a short APDU')
  const header = new Uint8Array(HEADER_BYTES)
  const view = new DataView(header.buffer)
  view.setUint8(0, type)
  view.setUint32(LENGTH_AT, data.length, true)
  view.setUint8(LENGTH_AT + 4, SLOT)
  view.setUint8(SEQUENCE_AT, sequence)
  return joinBytes(header, data)
}

/** The announced number of data bytes. @param header at least the first five bytes of a message */
export function announcedLength(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset, header.byteLength).getUint32(
    LENGTH_AT,
    true,
  )
}

/** @returns null for another slot, or a status that the standard reserves */
export function decodeAnswer(message: Uint8Array): Answer | null {
  const [type, , , , , slot, sequence, status, error] = message
  if (type === undefined || slot !== SLOT || sequence === undefined) return null
  if (status === undefined || error === undefined) return null
  const card = CARDS[status & 0x03]
  const outcome = OUTCOMES[status >> 6]
  if (!card || !outcome) return null
  return { type, sequence, card, outcome, error, data: message.slice(HEADER_BYTES) }
}
