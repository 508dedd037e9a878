/**
 * How page and bridge agree on keys: P-256 ECDH, HKDF and HMAC of the platform's WebCrypto, the same code on both sides.
 * docs/adr/0014-pcsc-bridge.md says why each input is there.
 */
import { joinBytes, KEY_ID_LENGTH } from './wire'

/** `CryptoKey`, which only the library of types for pages names globally. */
export type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

export const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

/** A party's key pair with its public point, uncompressed (65 bytes). */
export interface OwnKey {
  privateKey: WebKey
  point: Uint8Array<ArrayBuffer>
}

/** @param extractable only for a key that has to be kept in a file */
export async function createOwnKey(extractable = false): Promise<OwnKey> {
  const pair = await crypto.subtle.generateKey(CURVE, extractable, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { privateKey: pair.privateKey, point }
}

/** null if the bytes are no point of the curve. */
export async function importPoint(point: Uint8Array<ArrayBuffer>): Promise<WebKey | null> {
  try {
    return await crypto.subtle.importKey('raw', point, CURVE, true, [])
  } catch (error) {
    // Both names are in use for a point that is not on the curve; anything else is a fault of the platform.
    if (error instanceof Error && (error.name === 'DataError' || error.name === 'OperationError')) {
      return null
    }
    throw error
  }
}

export async function sharedBits(own: WebKey, other: WebKey): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256))
}

/** How the bridge names a page's key: the first 16 bytes of SHA-256 over its point. */
export async function keyIdOf(point: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return (await digest(point)).slice(0, KEY_ID_LENGTH)
}

export async function digest(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joinBytes(...parts)))
}

/** Keys of one conversation by purpose. */
export interface ConversationKeys {
  /** HMAC-SHA-256. */
  mac(purpose: string): Promise<WebKey>
  /** AES-256-GCM. */
  seal(purpose: string): Promise<WebKey>
}

/**
 * HKDF-SHA-256 (RFC 5869). The transcript is the salt, so that no key is shared by two conversations that differ
 * anywhere. The secret is wiped.
 */
export async function deriveKeys(
  secret: Uint8Array<ArrayBuffer>,
  transcript: Uint8Array<ArrayBuffer>,
): Promise<ConversationKeys> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  secret.fill(0)
  const from = (purpose: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: transcript,
    info: utf8(purpose),
  })
  return {
    mac: (purpose) =>
      crypto.subtle.deriveKey(
        from(purpose),
        base,
        { name: 'HMAC', hash: 'SHA-256', length: 256 },
        false,
        ['sign', 'verify'],
      ),
    seal: (purpose) =>
      crypto.subtle.deriveKey(from(purpose), base, { name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ]),
  }
}

export async function prove(
  key: WebKey,
  transcript: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, transcript))
}

/** WebCrypto compares in constant time. */
export function checkProof(
  key: WebKey,
  transcript: Uint8Array<ArrayBuffer>,
  proof: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, proof, transcript)
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
