/** What people of a facility are given to type or to open: sign-in numbers, invitations, session tokens. */
import { createHash } from 'node:crypto'
import { toBase64Url } from '../../api/bytes'

/** node:crypto's, or a test's own. */
export type Bytes = (length: number) => Uint8Array

/** Crockford's base 32: no I, L, O or U, so that nothing reads two ways. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SIGN_IN_LENGTH = 8
/** 100 bits: it opens an account by itself. */
const INVITE_LENGTH = 20

export const INVITE_LIFE_MS = 3 * 24 * 3_600_000

function draw(randomBytes: Bytes, length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte % 32)).join('')
}

/** The letters that look like digits count as them; dashes and spaces are for reading. */
function canonical(code: string): string {
  return code.toUpperCase().replaceAll(/[-\s]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

/** 利用者番号: `XXXX-XXXX`, told beside a passcode, not secret. */
export function createSignIn(randomBytes: Bytes): string {
  return draw(randomBytes, SIGN_IN_LENGTH).replace(/^.{4}/, '$&-')
}

/** As it is kept, whatever somebody typed. */
export function canonicalSignIn(typed: string): string {
  return canonical(typed).replace(/^.{4}/, '$&-')
}

/** 20 characters, for the fragment of a link. */
export function createInvitation(randomBytes: Bytes): string {
  return draw(randomBytes, INVITE_LENGTH)
}

/** What the store keeps of an invitation. */
export function hashInvitation(code: string): string {
  return hash('invitation', canonical(code))
}

/** 256 bits, base64url. */
export function createSessionToken(randomBytes: Bytes): string {
  return toBase64Url(new Uint8Array(randomBytes(32)))
}

/** What the store keeps of a session. */
export function hashSessionToken(token: string): string {
  return hash('session', token)
}

function hash(use: string, value: string): string {
  return createHash('sha256').update(`tazune-${use}:${value}`).digest('base64url')
}
