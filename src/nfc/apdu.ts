/** Short command and response APDUs (ISO/IEC 7816-4 §5), as bytes. Only what the card applications use. */

/** Status words, SW1 ‖ SW2. */
export const STATUS = {
  ok: 0x9000,
  /** Fewer bytes than asked for: the file ended (some cards; a マイナンバーカード says 9000). */
  endOfFile: 0x6282,
  wrongLength: 0x6700,
  incompatibleFile: 0x6981,
  securityNotSatisfied: 0x6982,
  methodBlocked: 0x6983,
  referenceDataNotUsable: 0x6984,
  noCurrentFile: 0x6986,
  wrongData: 0x6a80,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  wrongParameters: 0x6a86,
  referenceDataNotFound: 0x6a88,
  offsetOutside: 0x6b00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
} as const

/** The most one short response carries; `Le` 00 asks for it. */
export const MAX_RESPONSE_DATA = 256

export interface ResponseApdu {
  data: Uint8Array
  /** SW1 ‖ SW2 as one number, e.g. 0x9000. */
  status: number
}

/** Splits a response. null for fewer than two bytes: contact was lost and the outcome is unknown. */
export function parseResponse(bytes: Uint8Array): ResponseApdu | null {
  const [sw1, sw2] = bytes.subarray(-2)
  if (sw1 === undefined || sw2 === undefined) return null
  return { data: bytes.slice(0, -2), status: (sw1 << 8) | sw2 }
}

/** SW 61xx: that many bytes wait for GET RESPONSE (256 for 6100). null for any other status. */
export function waitingBytes(status: number): number | null {
  return status >> 8 === 0x61 ? status & 0xff || MAX_RESPONSE_DATA : null
}

/** SW 6Cxx: the `Le` the card wants (256 for 6C00). null for any other status. */
export function wantedLength(status: number): number | null {
  return status >> 8 === 0x6c ? status & 0xff || MAX_RESPONSE_DATA : null
}

/** SW 63Cx: the tries left, 0 to 15. null for any other status. */
export function triesFromStatus(status: number): number | null {
  return (status & 0xfff0) === 0x63c0 ? status & 0x0f : null
}

/** R10: 63C0 is a PIN locked just now; 6983 and 6984 are what different cards say from then on. */
export function isLockedStatus(status: number): boolean {
  return (
    status === STATUS.methodBlocked ||
    status === STATUS.referenceDataNotUsable ||
    triesFromStatus(status) === 0
  )
}

/** SELECT by application identifier, no answer data wanted. */
export function buildSelectApplication(aid: Uint8Array): Uint8Array {
  return withData([0x00, 0xa4, 0x04, 0x0c], aid)
}

/** SELECT of an elementary file below the current application; P1 must be 02 on this card. */
export function buildSelectFile(fileId: number): Uint8Array {
  return withData([0x00, 0xa4, 0x02, 0x0c], Uint8Array.of(fileId >> 8, fileId & 0xff))
}

/** READ BINARY of 1 to 256 bytes at a 15-bit offset of the current file. */
export function buildReadBinary(offset: number, length: number): Uint8Array {
  if (offset < 0 || offset > 0x7fff) throw new RangeError('offset has 15 bits')
  return Uint8Array.of(0x00, 0xb0, offset >> 8, offset & 0xff, lengthByte(length))
}

/** READ RECORD of one record of the file with that short identifier. */
export function buildReadRecord(record: number, shortFileId: number): Uint8Array {
  return Uint8Array.of(0x00, 0xb2, record, (shortFileId << 3) | 0x04, 0x00)
}

/** VERIFY without data: answers 63Cx and costs no try. */
export function buildTriesQuery(): Uint8Array {
  return Uint8Array.of(0x00, 0x20, 0x00, 0x80)
}

/** VERIFY of the current PIN file. The caller wipes both its `pin` and this command (R14). */
export function buildVerify(pin: Uint8Array): Uint8Array {
  return withData([0x00, 0x20, 0x00, 0x80], pin)
}

/** COMPUTE DIGITAL SIGNATURE (PKCS#1 v1.5) with the current key file over 1 to 245 bytes. */
export function buildSign(data: Uint8Array): Uint8Array {
  if (data.length < 1 || data.length > 245) throw new RangeError('the card signs 1 to 245 bytes')
  return withData([0x80, 0x2a, 0x00, 0x80], data, 1)
}

/** The same with the key of the application itself, which a 券面 application uses where P2 names none. */
export function buildSignWithOwnKey(data: Uint8Array): Uint8Array {
  const command = buildSign(data)
  command[3] = 0x00
  return command
}

export function buildGetResponse(length: number): Uint8Array {
  return Uint8Array.of(0x00, 0xc0, 0x00, 0x00, lengthByte(length))
}

/** The same command with another `Le`, which must be its last byte. */
export function withExpectedLength(command: Uint8Array, length: number): Uint8Array {
  const copy = command.slice()
  copy[copy.length - 1] = lengthByte(length)
  return copy
}

function lengthByte(length: number): number {
  if (length < 1 || length > MAX_RESPONSE_DATA) throw new RangeError('Le is 1 to 256')
  return length & 0xff
}

/** `trailing` leaves room for a zero `Le`. */
function withData(header: readonly number[], data: Uint8Array, trailing: 0 | 1 = 0): Uint8Array {
  const command = new Uint8Array(header.length + 1 + data.length + trailing)
  command.set(header)
  command[header.length] = data.length
  command.set(data, header.length + 1)
  return command
}
