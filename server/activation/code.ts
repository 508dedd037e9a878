/** One-time activation codes (登録コード): typed by hand from a screen or a sheet, kept only as a hash. */
import { createHash } from 'node:crypto'
import type { RandomBytes } from '../../domain/ids'

/** Crockford's base 32: no I, L, O or U, so that nothing reads two ways. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 60 bits: beyond guessing within its life at the permitted rate. */
const LENGTH = 12

export const CODE_LIFE_MS = 24 * 60 * 60 * 1000

/** A new code in canonical form, 12 characters without dashes. */
export function createActivationCode(randomBytes: RandomBytes): string {
  return Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % 32)).join('')
}

/** `XXXX-XXXX-XXXX`, as people read it out. */
export function formatActivationCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** What the store keeps. The letters that look like digits count as them, as Crockford asks. */
export function hashActivationCode(code: string): string {
  const canonical = code.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
  return createHash('sha256').update(`tazune-activation:${canonical}`).digest('base64url')
}
