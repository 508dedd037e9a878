/** As much of DER (X.690) as a certificate's names and extensions need. Bounded: never reads outside its bytes. */

export class DerError extends Error {
  override readonly name = 'DerError'
}

export interface DerNode {
  tag: number
  /** The value's bytes. */
  value: Uint8Array
}

/** The elements that stand one after another in `bytes`. @throws DerError */
export function readNodes(bytes: Uint8Array): DerNode[] {
  const nodes: DerNode[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = byteAt(bytes, at)
    // No high tag numbers occur in a certificate.
    if ((tag & 0x1f) === 0x1f) throw new DerError('high tag number')
    const { length, start } = readLength(bytes, at + 1)
    const end = start + length
    if (end > bytes.length) throw new DerError('element longer than its parent')
    nodes.push({ tag, value: bytes.subarray(start, end) })
    at = end
  }
  return nodes
}

/** The only element of `bytes`, with that tag. @throws DerError */
export function readOnly(bytes: Uint8Array, tag: number): DerNode[] {
  const [node, ...rest] = readNodes(bytes)
  if (node?.tag !== tag || rest.length > 0) throw new DerError('unexpected element')
  return readNodes(node.value)
}

/** Hexadecimal text of a value, for comparing object identifiers as they are encoded. */
export function hexOf(value: Uint8Array): string {
  return Buffer.from(value).toString('hex')
}

function readLength(bytes: Uint8Array, at: number): { length: number; start: number } {
  const first = byteAt(bytes, at)
  if (first < 0x80) return { length: first, start: at + 1 }
  const count = first & 0x7f
  if (count === 0 || count > 3) throw new DerError('length form not allowed')
  let length = 0
  for (let index = 1; index <= count; index++) length = length * 256 + byteAt(bytes, at + index)
  return { length, start: at + 1 + count }
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new DerError('element cut short')
  return byte
}
