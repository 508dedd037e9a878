/** Names inside a bundle: the same check gives the same names each time, so that a receiver can tell what it has. */
import { createHash } from 'node:crypto'
import { formatUuid } from '../../../domain/ids'

/** Namespace of the names below (RFC 9562 §6.5), a random UUID; the OID of systems.ts is made from it too. */
const NAMESPACE = Buffer.from('b8edc0f1b6a44e3c9d0a6f2e47c1a8ef', 'hex')

/** UUID version 5 (RFC 9562 §5.5) of a check and a part of it. */
export function uuidOf(...parts: readonly string[]): string {
  const bytes = createHash('sha1')
    .update(NAMESPACE)
    .update(parts.join('\n'))
    .digest()
    .subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return formatUuid(bytes)
}

export function urnOf(uuid: string): string {
  return `urn:uuid:${uuid}`
}
