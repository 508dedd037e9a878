/** Fills a new array with that many random bytes; `crypto.getRandomValues` in the real world. */
export type RandomBytes = (length: number) => Uint8Array

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/**
 * A UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits.
 * Made when the draft is made; the idempotency key all the way to the authority (design, decision 1).
 */
export function createCheckId(nowMs: number, randomBytes: RandomBytes): string {
  const bytes = randomBytes(16)
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16)
  view.setUint16(0, Math.floor(nowMs / 2 ** 32))
  view.setUint32(2, nowMs % 2 ** 32)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  return formatUuid(bytes)
}

/** 16 bytes as text (RFC 9562 §4). */
export function formatUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

export function isCheckId(text: string): boolean {
  return UUID_V7.test(text)
}
