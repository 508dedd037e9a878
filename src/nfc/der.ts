/** A small walker over DER (X.690 §10): strict lengths, bounded by its input, no recursion of its own. */

/** The only error of this file: the bytes are not the DER that was asked for. Carries no bytes. */
export class DerError extends Error {
  constructor(reason: string, options?: { cause?: unknown }) {
    super(reason, options)
    this.name = 'DerError'
  }
}

export const DER_TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
} as const

export interface DerElement {
  /** The identifier octet; multi-byte tags are refused, certificates have none. */
  tag: number
  /** The content octets, a view. */
  content: Uint8Array
  /** Header and content, a view. */
  whole: Uint8Array
}

/** Reads the elements of one constructed value one after the other. Each step moves on or throws. */
export class DerReader {
  #offset = 0

  constructor(private readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.#offset === this.bytes.length
  }

  /** The tag of the next element, or null at the end. */
  peek(): number | null {
    return this.bytes[this.#offset] ?? null
  }

  /** @throws DerError if there is no next element, or not with that tag. */
  next(tag?: number): DerElement {
    const rest = this.bytes.subarray(this.#offset)
    const { headerLength, contentLength } = readHeader(rest)
    const end = headerLength + contentLength
    if (end > rest.length) throw new DerError('element longer than its container')
    const found = rest[0] ?? 0
    if (tag !== undefined && tag !== found) throw new DerError('unexpected tag')
    this.#offset += end
    return {
      tag: found,
      content: rest.subarray(headerLength, end),
      whole: rest.subarray(0, end),
    }
  }

  /** Reads the next element as a container. @throws DerError */
  enter(tag: number): DerReader {
    return new DerReader(this.next(tag).content)
  }
}

/**
 * Length of the whole SEQUENCE a file begins with, from its first bytes (6 are always enough).
 * null if they do not begin a SEQUENCE of definite length.
 */
export function derTotalLength(firstBytes: Uint8Array): number | null {
  if (firstBytes[0] !== DER_TAG.sequence) return null
  try {
    const { headerLength, contentLength } = readHeader(firstBytes)
    return headerLength + contentLength
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

function readHeader(bytes: Uint8Array): { headerLength: number; contentLength: number } {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) throw new DerError('truncated header')
  if ((tag & 0x1f) === 0x1f) throw new DerError('multi-byte tag')
  if (first < 0x80) return { headerLength: 2, contentLength: first }
  const count = first & 0x7f
  // Four octets of length cover 4 GB; 80 is the indefinite form, which DER forbids.
  if (count === 0 || count > 4) throw new DerError('length form')
  const octets = bytes.subarray(2, 2 + count)
  if (octets.length < count) throw new DerError('truncated length')
  const contentLength = octets.reduce((length, octet) => length * 256 + octet, 0)
  if (octets[0] === 0 || contentLength < 0x80) throw new DerError('length not minimal')
  return { headerLength: 2 + count, contentLength }
}
