/**
 * The pairing code (連携番号) and what page and bridge prove with it. Eight characters are 40 bits; the slow hash makes
 * each guess cost what 210,000 rounds of HMAC cost, and a code lives for minutes and a few tries, so that no guess is in
 * time, not even one made from what was overheard.
 */
import {
  deriveKeys,
  digest,
  importPoint,
  sharedBits,
  utf8,
  type OwnKey,
  type WebKey,
} from './agreement'
import { joinBytes } from './wire'

/** Crockford's base 32: no I, L, O, U, so that nothing is read as something else. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const CODE_LENGTH = 8
const ROUNDS = 210_000

/** `random`: eight bytes. @returns the code as it is compared, without its dash */
export function createPairingCode(random: Uint8Array): string {
  if (random.length !== CODE_LENGTH) throw new RangeError('a code takes eight bytes')
  // 256 is a multiple of 32, so every character is equally likely.
  return Array.from(random, (byte) => CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length)).join('')
}

/** As it is shown: `7KQ3-9XTM`. */
export function showPairingCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Full width, small letters, spaces and dashes are forgiven, and O, I, L are what they look like. null if it is no code. */
export function readPairingCode(text: string): string | null {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑–—―−ー]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code) ? code : null
}

export interface PairingParties {
  side: 'page' | 'bridge'
  ephemeral: OwnKey
  otherEphemeral: Uint8Array<ArrayBuffer>
  /** The point the page will know this bridge by. */
  bridgePoint: Uint8Array<ArrayBuffer>
  origin: string
  code: string
}

export interface PairingKeys {
  transcript: Uint8Array<ArrayBuffer>
  bridgeProof: WebKey
  pageProof: WebKey
}

/** null if the other side's point is none. */
export async function agreeOnPairing(parties: PairingParties): Promise<PairingKeys | null> {
  const { side, ephemeral, origin, code } = parties
  const other = await importPoint(parties.otherEphemeral)
  if (!other) return null
  const points =
    side === 'page'
      ? [ephemeral.point, parties.otherEphemeral]
      : [parties.otherEphemeral, ephemeral.point]
  const transcript = await digest(
    utf8('tazune-bridge.v1 pairing\0'),
    ...points,
    parties.bridgePoint,
    utf8(origin),
  )
  const secret = joinBytes(
    await sharedBits(ephemeral.privateKey, other),
    await stretch(code, transcript),
  )
  const keys = await deriveKeys(secret, transcript)
  return {
    transcript,
    bridgeProof: await keys.mac('bridge knows the code'),
    pageProof: await keys.mac('page knows the code'),
  }
}

/** What the page proves: the code, and the point the bridge will know it by. */
export function pageClaim(
  { transcript }: PairingKeys,
  pagePoint: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return digest(transcript, pagePoint)
}

async function stretch(
  code: string,
  salt: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', utf8(code), 'PBKDF2', false, ['deriveBits'])
  const params = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, 256))
}
