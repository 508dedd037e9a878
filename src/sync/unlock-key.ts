/** From a person's secret to the key that wraps the vault key. */
import { utf8 } from '../../api/bytes'
import { hashPasscode } from './hash-passcode'
import type { Argon2Cost, UnlockMethod } from './schema'

export type Secret =
  | { kind: 'passcode'; passcode: string }
  /** `prf`: the 32 bytes of the WebAuthn PRF extension. */
  | { kind: 'passkey'; prf: Uint8Array }

/**
 * RFC 9106 §4, second recommendation (64 MiB, three passes), with one lane as WebAssembly has one thread:
 * a quarter of a second on a PC, one to three on a cheap tablet, and 64 MiB for each guess of a thief.
 */
export const ARGON2_COST: Argon2Cost = { memoryKiB: 65_536, iterations: 3, parallelism: 1 }

export const MIN_PASSCODE = 8

/** One passcode however it was typed: full and half width agree. */
export function normalizePasscode(passcode: string): string {
  return passcode.normalize('NFKC')
}

/** Counted in characters as people count them, not in UTF-16 units. */
export function isLongEnough(passcode: string): boolean {
  return Array.from(normalizePasscode(passcode)).length >= MIN_PASSCODE
}

const WRAP_LABEL = 'tazune-vault-wrap-v1'

/** The AES-256-GCM key that (un)wraps the vault key; null when secret and method are of different kinds. */
export async function deriveWrapKey(
  secret: Secret,
  method: UnlockMethod,
): Promise<CryptoKey | null> {
  if (secret.kind === 'passcode' && method.kind === 'passcode') {
    const { salt, cost } = method
    const password = normalizePasscode(secret.passcode)
    return hkdf(await hashPasscode({ password, salt, cost }), salt)
  }
  if (secret.kind === 'passkey' && method.kind === 'passkey') {
    return hkdf(secret.prf.slice(), method.prfSalt)
  }
  return null
}

/** Wipes `material` when done. */
async function hkdf(
  material: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey'])
  material.fill(0)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(WRAP_LABEL) },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['wrapKey', 'unwrapKey'],
  )
}
