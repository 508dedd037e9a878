/**
 * HPKE (RFC 9180) in base mode: what device and gateway must do alike.
 * DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; the platform's `crypto.subtle` does the arithmetic,
 * so a private key may be non-extractable.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { fromBase64Url, toBase64Url } from './bytes'
import type { PublicJwk, Sealed } from './wire'

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

const EC_P256 = { name: 'ECDH', namedCurve: 'P-256' } as const

/** Imports a recipient's public key for {@link seal}. */
export function importSealKey(jwk: PublicJwk): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', jwk, EC_P256, true, [])
}

/** Seals `plaintext` to the recipient. `aad` is bound, not hidden. */
export async function seal(
  recipient: CryptoKey,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Promise<Sealed> {
  const context = await suite.createSenderContext({ recipientPublicKey: recipient })
  const ciphertext = await context.seal(exact(plaintext), exact(aad))
  return {
    enc: toBase64Url(new Uint8Array(context.enc)),
    ciphertext: toBase64Url(new Uint8Array(ciphertext)),
  }
}

/** Opens what {@link seal} made. @throws Error when key, AAD or bytes differ */
export async function unseal(
  recipient: CryptoKeyPair,
  sealed: Sealed,
  aad: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const context = await suite.createRecipientContext({
    recipientKey: recipient,
    enc: fromBase64Url(sealed.enc).buffer,
  })
  return new Uint8Array(await context.open(fromBase64Url(sealed.ciphertext).buffer, exact(aad)))
}

/** A view's own bytes as a buffer of exactly that length. */
function exact(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer
}
