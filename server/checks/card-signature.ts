/** The card's signature, verified by what its certificate's key is (domain/card-key). */
import { constants, verify, type KeyObject } from 'node:crypto'
import { CARD_KEY_RULES, CURVE_BYTES, MIN_RSA_BITS, type CardKeyKind } from '../../domain/card-key'

export interface CardPublicKey {
  kind: CardKeyKind
  key: KeyObject
}

/** Whether the key object is what its identifiers said, and long enough. */
export function isUsableKey({ kind, key }: CardPublicKey): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  switch (kind) {
    case 'rsa':
      return type === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS
    case 'p256':
      return type === 'ec' && details?.namedCurve === 'prime256v1'
    case 'p384':
      return type === 'ec' && details?.namedCurve === 'secp384r1'
  }
}

/** RSA: PKCS#1 v1.5 with SHA-256. EC: ECDSA with the curve's hash, as r‖s or as DER, whichever the card gave. */
export function isSignedByCard(
  { kind, key }: CardPublicKey,
  input: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { hash } = CARD_KEY_RULES[kind]
  if (kind === 'rsa') {
    return verify(hash, input, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
  }
  const isRaw =
    signature.length === 2 * CURVE_BYTES[kind] &&
    verify(hash, input, { key, dsaEncoding: 'ieee-p1363' }, signature)
  return isRaw || verify(hash, input, { key, dsaEncoding: 'der' }, signature)
}
