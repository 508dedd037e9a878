/** The key of a card on this device: what to send it, what to expect, and whether it was the card's. */
import { CARD_KEY_RULES, cardKeyKind, CURVE_BYTES, type CardKeyKind } from '../../domain/card-key'
import { DER_TAG, DerError, DerReader } from './der'

export interface CardKey {
  kind: CardKeyKind
  hash: 'SHA-256' | 'SHA-384'
  digestLength: number
}

/** DigestInfo of SHA-256 with its NULL (RFC 8017 §9.2); without the NULL verifiers refuse the signature. */
const SHA256_DIGEST_INFO = Uint8Array.of(
  ...[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
  ...[0x05, 0x00, 0x04, 0x20],
)

/** SubjectPublicKeyInfo (DER) → its kind; null when it is none that is known here. Never throws on any bytes. */
export function readCardKey(publicKey: Uint8Array): CardKey | null {
  try {
    const algorithm = new DerReader(publicKey).enter(DER_TAG.sequence).enter(DER_TAG.sequence)
    const identifier = hexOf(algorithm.next(DER_TAG.objectIdentifier).content)
    const hasCurve = algorithm.peek() === DER_TAG.objectIdentifier
    const kind = cardKeyKind(identifier, hasCurve ? hexOf(algorithm.next().content) : null)
    return kind && { kind, ...CARD_KEY_RULES[kind] }
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

/** What the card is asked to sign: PKCS#1 wants the DigestInfo, ECDSA the digest itself. */
export function signingInput({ kind }: CardKey, digest: Uint8Array): Uint8Array {
  return kind === 'rsa' ? Uint8Array.of(...SHA256_DIGEST_INFO, ...digest) : digest
}

/** Whether the card's answer can be a signature: 256 bytes of RSA-2048, or ECDSA as r‖s or DER. */
export function isSignatureShaped({ kind }: CardKey, signature: Uint8Array): boolean {
  if (kind === 'rsa') return signature.length === 256
  return signature.length === 2 * CURVE_BYTES[kind] || rawEcdsa(kind, signature) !== null
}

/**
 * Whether `signature` over `input` is of the key in `publicKey` (SubjectPublicKeyInfo, DER), by that key's own algorithm.
 * @throws what the platform throws, but for a key that it does not take: that is false
 */
export async function verifySignature(
  publicKey: Uint8Array,
  input: Uint8Array,
  signature: Uint8Array,
  subtle: SubtleCrypto = crypto.subtle,
): Promise<boolean> {
  const key = readCardKey(publicKey)
  if (!key) return false
  const [importing, verifying] = algorithmsOf(key)
  let imported: CryptoKey
  try {
    imported = await subtle.importKey('spki', new Uint8Array(publicKey), importing, false, [
      'verify',
    ])
  } catch (error) {
    // DataError is WebCrypto's word for a key that is damaged; anything else is a fault of the platform.
    if (error instanceof DOMException && error.name === 'DataError') return false
    throw error
  }
  for (const form of formsOf(key, signature)) {
    if (await subtle.verify(verifying, imported, new Uint8Array(form), new Uint8Array(input))) {
      return true
    }
  }
  return false
}

function algorithmsOf({
  kind,
  hash,
}: CardKey): [RsaHashedImportParams | EcKeyImportParams, AlgorithmIdentifier | EcdsaParams] {
  switch (kind) {
    case 'rsa':
      return [{ name: 'RSASSA-PKCS1-v1_5', hash }, { name: 'RSASSA-PKCS1-v1_5' }]
    case 'p256':
      return [
        { name: 'ECDSA', namedCurve: 'P-256' },
        { name: 'ECDSA', hash },
      ]
    case 'p384':
      return [
        { name: 'ECDSA', namedCurve: 'P-384' },
        { name: 'ECDSA', hash },
      ]
  }
}

/** WebCrypto wants r‖s. A DER signature may be as long as that by chance, so both readings are tried. */
function formsOf({ kind }: CardKey, signature: Uint8Array): Uint8Array[] {
  if (kind === 'rsa') return [signature]
  const raw = rawEcdsa(kind, signature)
  return raw ? [signature, raw] : [signature]
}

/** SEQUENCE of two INTEGERs (RFC 3279 §2.2.3) → r‖s; null when it is none of this curve. */
function rawEcdsa(kind: 'p256' | 'p384', signature: Uint8Array): Uint8Array | null {
  const size = CURVE_BYTES[kind]
  try {
    const whole = new DerReader(signature)
    const pair = whole.enter(DER_TAG.sequence)
    const raw = new Uint8Array(2 * size)
    for (const end of [size, 2 * size]) {
      const { content } = pair.next(DER_TAG.integer)
      const digits = content[0] === 0 ? content.subarray(1) : content
      if (digits.length > size) return null
      raw.set(digits, end - digits.length)
    }
    return whole.atEnd && pair.atEnd ? raw : null
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

function hexOf(content: Uint8Array): string {
  return Array.from(content, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
