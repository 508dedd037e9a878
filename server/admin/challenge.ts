/**
 * Challenges of passkeys without a table: random bytes and an end of life under a MAC of the gateway's, so that any
 * gateway of the same keys knows them again. That each is used once is the replay store's.
 */
import { timingSafeEqual } from 'node:crypto'
import { fromBase64Url, toBase64Url } from '../../api/bytes'
import type { ColumnSealer } from '../keys/column-sealer'
import type { Bytes } from './codes'

const NONCE_BYTES = 16
const END_BYTES = 6
const LIFE_MS = 5 * 60_000
const PLACE = { table: 'passkeys', facilityId: '', row: 'challenge' }

export interface KnownChallenge {
  /** What the replay store remembers. */
  nonce: string
  expiresAt: number
}

/** @param purpose what it is good for: a sign-in, or one person's new passkey */
export function createChallenge(
  columns: ColumnSealer,
  randomBytes: Bytes,
  purpose: string,
  now: number,
): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(NONCE_BYTES + END_BYTES)
  head.set(randomBytes(NONCE_BYTES))
  head.writeUIntBE(now + LIFE_MS, NONCE_BYTES, END_BYTES)
  return new Uint8Array(Buffer.concat([head, mac(columns, purpose, head)]))
}

/** undefined when it was not made here for this purpose, or is too old. @param challenge base64url */
export function openChallenge(
  columns: ColumnSealer,
  challenge: string,
  purpose: string,
  now: number,
): KnownChallenge | undefined {
  const bytes = Buffer.from(challenge, 'base64url')
  const head = bytes.subarray(0, NONCE_BYTES + END_BYTES)
  const stated = bytes.subarray(NONCE_BYTES + END_BYTES)
  if (head.length < NONCE_BYTES + END_BYTES) return undefined
  const expected = mac(columns, purpose, head)
  if (stated.length !== expected.length || !timingSafeEqual(stated, expected)) return undefined
  const expiresAt = head.readUIntBE(NONCE_BYTES, END_BYTES)
  if (expiresAt <= now) return undefined
  return { nonce: toBase64Url(new Uint8Array(head.subarray(0, NONCE_BYTES))), expiresAt }
}

function mac(columns: ColumnSealer, purpose: string, head: Uint8Array): Buffer {
  const value = `${purpose} ${toBase64Url(new Uint8Array(head))}`
  return Buffer.from(fromBase64Url(columns.reference(PLACE, value)))
}
