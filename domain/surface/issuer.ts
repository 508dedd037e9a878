/** The issuer of a card's face: EF 0004 and the three sets of anchors, which never mix. */
import { parseSurfaceKey, type SurfaceKey } from './signature'
import { readTlvs } from './tlv'

export interface SurfaceAnchor {
  /** The whole key id, 16 bytes. */
  id: Uint8Array
  key: SurfaceKey
}

/** One set, chosen by the mode. `production` may hold no key: none are published by their owner. */
export interface SurfaceAnchors {
  set: 'production' | 'test' | 'emulator'
  keys: readonly SurfaceAnchor[]
}

export interface SurfaceCertificate {
  issuerId: Uint8Array
  subjectId: Uint8Array
  /** Signs the faces of its cards. */
  key: SurfaceKey
  /** What `signature` covers: issuer id ‖ key id ‖ key. */
  body: Uint8Array
  signature: Uint8Array
}

const TAG = { certificate: 0x7f21, body: 0x5f4e, signature: 0x5f37 } as const
const ID_LENGTH = 16
const BODY_LENGTH = 297

/** The first digit of a key id names its hierarchy. */
const FIRST_DIGIT = { production: 0x35, test: 0x36, emulator: 0x39 } as const

/** Reads EF 0004. null for anything but one card-verifiable certificate; never throws on any bytes. */
export function parseSurfaceCertificate(bytes: Uint8Array): SurfaceCertificate | null {
  const [outer, ...behind] = readTlvs(bytes) ?? []
  const [body, signature, ...rest] = readTlvs(outer?.value ?? new Uint8Array()) ?? []
  const isWhole =
    outer?.tag === TAG.certificate &&
    behind.length === 0 &&
    body?.tag === TAG.body &&
    body.value.length === BODY_LENGTH &&
    signature?.tag === TAG.signature &&
    rest.length === 0
  if (!isWhole) return null
  const key = parseSurfaceKey(body.value.subarray(2 * ID_LENGTH))
  if (!key) return null
  return {
    issuerId: body.value.subarray(0, ID_LENGTH),
    subjectId: body.value.subarray(ID_LENGTH, 2 * ID_LENGTH),
    key,
    body: body.value,
    signature: signature.value,
  }
}

export type IssuerSearch =
  /** Whether its key signed the certificate is still to be verified. */
  | { kind: 'anchor'; anchor: SurfaceAnchor }
  /** The set holds no key at all, so nobody vouches for the issuer. */
  | { kind: 'noAnchor' }
  /** No anchor of the set has that id. */
  | { kind: 'unknown' }
  /** Ids of another hierarchy. */
  | { kind: 'foreign' }

/** The anchor of this set, and of no other, that the certificate names. No signature is looked at. */
export function findIssuer(
  { issuerId, subjectId }: SurfaceCertificate,
  { set, keys }: SurfaceAnchors,
): IssuerSearch {
  if (![issuerId, subjectId].every((id) => isIdOf(set, id))) return { kind: 'foreign' }
  if (keys.length === 0) return { kind: 'noAnchor' }
  // An anchor in the wrong set is a mistake of whoever made the set; it vouches for nothing.
  const anchor = keys.find(({ id }) => isIdOf(set, id) && isSame(id, issuerId))
  return anchor ? { kind: 'anchor', anchor } : { kind: 'unknown' }
}

/** Whether a key id, 16 bytes, is of that hierarchy. */
export function isIdOf(set: SurfaceAnchors['set'], id: Uint8Array): boolean {
  return id.length === ID_LENGTH && id[0] === FIRST_DIGIT[set]
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
