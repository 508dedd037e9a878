/** The key of a reader as it is typed: 32 hex digits, in groups or not, wide or narrow (R71). */

const DIGITS = 32

/** @returns 16 bytes, for the caller to wipe; null when it is no such key */
export function parseReaderKey(typed: string): Uint8Array<ArrayBuffer> | null {
  const digits = typed.normalize('NFKC').replace(/[\s:\-‐-―−ー]/g, '')
  if (digits.length !== DIGITS || !/^[0-9a-f]+$/i.test(digits)) return null
  return Uint8Array.from({ length: DIGITS / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  )
}
