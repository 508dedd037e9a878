/** The issuer of a card's face: EF 0004 and the three sets of anchors, which never mix. */
import type { ErrorCode } from '../../../domain/errors'
import { failed, ok, type Result } from '../../../domain/outcome'
import { readTlvs } from '../tlv'
import { parseSurfaceKey, verifySurfaceSignature, type SurfaceKey } from './surface-signature'

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

/** 'noAnchor': the set holds no key at all, so nobody vouches for the issuer; to be said, never hidden. */
export type IssuerTrust = 'trusted' | 'noAnchor'

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

/** Reads EF 0004. `TZ-C26` for anything but one card-verifiable certificate; never throws on any bytes. */
export function parseSurfaceCertificate(bytes: Uint8Array): Result<SurfaceCertificate> {
  const [outer, ...behind] = readTlvs(bytes) ?? []
  const [body, signature, ...rest] = readTlvs(outer?.value ?? new Uint8Array()) ?? []
  const isWhole =
    outer?.tag === TAG.certificate &&
    behind.length === 0 &&
    body?.tag === TAG.body &&
    body.value.length === BODY_LENGTH &&
    signature?.tag === TAG.signature &&
    rest.length === 0
  if (!isWhole) return failed('TZ-C26')
  const key = parseSurfaceKey(body.value.subarray(2 * ID_LENGTH))
  if (!key) return failed('TZ-C26')
  return ok({
    issuerId: body.value.subarray(0, ID_LENGTH),
    subjectId: body.value.subarray(ID_LENGTH, 2 * ID_LENGTH),
    key,
    body: body.value,
    signature: signature.value,
  })
}

/**
 * Whether an anchor of this set, and of no other, issued the certificate. Ids of another hierarchy are refused before
 * any signature is looked at: `TZ-C31` in production, `TZ-C32` elsewhere. `TZ-C30`: no anchor of the set issued it.
 */
export async function judgeIssuer(
  certificate: SurfaceCertificate,
  { set, keys }: SurfaceAnchors,
  subtle: Pick<SubtleCrypto, 'digest'> = crypto.subtle,
): Promise<Result<IssuerTrust>> {
  const digit = FIRST_DIGIT[set]
  const ids = [certificate.issuerId, certificate.subjectId]
  if (ids.some(([first]) => first !== digit)) return failed(foreignCode(set))
  if (keys.length === 0) return ok('noAnchor')
  // An anchor in the wrong set is a mistake of whoever made the set; it vouches for nothing.
  const anchor = keys.find(({ id }) => id[0] === digit && isSame(id, certificate.issuerId))
  if (!anchor) return failed('TZ-C30')
  const digest = new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(certificate.body)))
  const isIssued = verifySurfaceSignature(anchor.key, [digest], certificate.signature)
  return isIssued ? ok('trusted') : failed('TZ-C30')
}

function foreignCode(set: SurfaceAnchors['set']): ErrorCode {
  return set === 'production' ? 'TZ-C31' : 'TZ-C32'
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
