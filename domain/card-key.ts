/**
 * How a card's key signs, decided by what its certificate says (SubjectPublicKeyInfo) and by nothing else.
 *
 * RSA with SHA-256 is what today's cards have. For the coming generation P-384 with SHA-384 was announced and no command
 * has been published: that such a card takes the bare digest, and answers with r‖s or with DER, is an assumption.
 */

export type CardKeyKind = 'rsa' | 'p256' | 'p384'

export interface CardKeyRule {
  hash: 'SHA-256' | 'SHA-384'
  /** Bytes. */
  digestLength: number
}

export const CARD_KEY_RULES: Readonly<Record<CardKeyKind, CardKeyRule>> = {
  rsa: { hash: 'SHA-256', digestLength: 32 },
  p256: { hash: 'SHA-256', digestLength: 32 },
  p384: { hash: 'SHA-384', digestLength: 48 },
}

/** Of r and s, each: half of a raw ECDSA signature (FIPS 186-5). */
export const CURVE_BYTES = { p256: 32, p384: 48 } as const

/** Less than this is no key of a card. */
export const MIN_RSA_BITS = 2048

/** Algorithm identifiers as they are encoded, in hex (RFC 8017, RFC 5480). */
const RSA_ENCRYPTION = '2a864886f70d010101'
const EC_PUBLIC_KEY = '2a8648ce3d0201'
const CURVES: Readonly<Record<string, CardKeyKind>> = {
  '2a8648ce3d030107': 'p256',
  '2b81040022': 'p384',
}

/**
 * The kind of key by the two object identifiers of its AlgorithmIdentifier (hex of their contents); `parameter` is null
 * where it is no object identifier. null: none that is known here.
 */
export function cardKeyKind(algorithm: string, parameter: string | null): CardKeyKind | null {
  if (algorithm === RSA_ENCRYPTION) return 'rsa'
  if (algorithm !== EC_PUBLIC_KEY || parameter === null) return null
  return Object.hasOwn(CURVES, parameter) ? (CURVES[parameter] ?? null) : null
}
