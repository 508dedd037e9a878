/**
 * The tag-length-value of the card's text files: one- or two-byte tags (two-byte private ones in the
 * 券面 applications), lengths short, 81 or 82. Anything else is malformed, never guessed at.
 */

export interface Tlv {
  /** One byte, or two as one number (0xdf22). */
  tag: number
  /** A view into the input. */
  value: Uint8Array
}

interface TlvHeader {
  tag: number
  headerLength: number
  valueLength: number
}

/** Splits bytes that are exactly a sequence of objects. null if they are not. */
export function readTlvs(bytes: Uint8Array): Tlv[] | null {
  const objects: Tlv[] = []
  for (let offset = 0; offset < bytes.length;) {
    const header = readHeader(bytes.subarray(offset))
    if (!header) return null
    const start = offset + header.headerLength
    const end = start + header.valueLength
    if (end > bytes.length) return null
    objects.push({ tag: header.tag, value: bytes.subarray(start, end) })
    offset = end
  }
  return objects
}

/**
 * The total length of the object a file begins with, from its first bytes (5 are always enough);
 * what follows in the file is filler. null if they do not begin an object.
 */
export function tlvTotalLength(firstBytes: Uint8Array): number | null {
  const header = readHeader(firstBytes)
  return header && header.headerLength + header.valueLength
}

export function findTlv(objects: readonly Tlv[], tag: number): Uint8Array | null {
  return objects.find((object) => object.tag === tag)?.value ?? null
}

function readHeader(bytes: Uint8Array): TlvHeader | null {
  const [first, second] = bytes
  if (first === undefined) return null
  if ((first & 0x1f) !== 0x1f) return readLength(bytes, 1, first)
  // A second byte with its top bit set announces a third, which these files never have.
  if (second === undefined || second & 0x80) return null
  return readLength(bytes, 2, (first << 8) | second)
}

function readLength(bytes: Uint8Array, at: number, tag: number): TlvHeader | null {
  const [first, second, third] = bytes.subarray(at)
  if (first === undefined) return null
  if (first < 0x80) return { tag, headerLength: at + 1, valueLength: first }
  if (first === 0x81 && second !== undefined) {
    return { tag, headerLength: at + 2, valueLength: second }
  }
  if (first === 0x82 && second !== undefined && third !== undefined) {
    return { tag, headerLength: at + 3, valueLength: (second << 8) | third }
  }
  return null
}
