/** RSA keys of the training cards and their CA, as JSON that a data folder can hold. All of them are fictitious. */
import { webcrypto } from 'node:crypto'
import type { RsaPrivateJwk } from '../../../domain/card-image'

const { subtle } = webcrypto

/** What a 利用者証明用 key is used with: RSA-2048, PKCS#1 v1.5, SHA-256. */
export const CARD_ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** Makes one RSA-2048 key off the main thread (some 0.1 to 1 s). */
export async function createCardKey(): Promise<RsaPrivateJwk> {
  const pair = await subtle.generateKey(
    { ...CARD_ALGORITHM, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  )
  return toPrivateJwk(await subtle.exportKey('jwk', pair.privateKey))
}

/** Makes `count` keys, `parallel` at a time so that a start leaves a core to others. */
export async function createCardKeys(count: number, parallel = 2): Promise<RsaPrivateJwk[]> {
  const keys: RsaPrivateJwk[] = []
  while (keys.length < count) {
    const batch = Math.min(parallel, count - keys.length)
    keys.push(...(await Promise.all(Array.from({ length: batch }, createCardKey))))
  }
  return keys
}

export interface CardKeyPair {
  publicKey: webcrypto.CryptoKey
  privateKey: webcrypto.CryptoKey
}

/** @throws DOMException if the JWK is not an RSA private key */
export async function importCardKey(jwk: RsaPrivateJwk): Promise<CardKeyPair> {
  const { kty, n, e } = jwk
  const [publicKey, privateKey] = await Promise.all([
    subtle.importKey('jwk', { kty, n, e }, CARD_ALGORITHM, true, ['verify']),
    subtle.importKey('jwk', { ...jwk }, CARD_ALGORITHM, false, ['sign']),
  ])
  return { publicKey, privateKey }
}

function toPrivateJwk(jwk: webcrypto.JsonWebKey): RsaPrivateJwk {
  const { n, e, d, p, q, dp, dq, qi } = jwk
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi) throw new TypeError('not an RSA private key')
  return { kty: 'RSA', n, e, d, p, q, dp, dq, qi }
}
