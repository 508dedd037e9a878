/** The issuer of a card's face, as the reading device judges it. */
import type { ErrorCode } from '../../../domain/errors'
import { failed, ok, type Result } from '../../../domain/outcome'
import {
  findIssuer,
  parseSurfaceCertificate as parseCertificate,
  type SurfaceAnchors,
  type SurfaceCertificate,
} from '../../../domain/surface/issuer'
import { verifySurfaceSignature } from '../../../domain/surface/signature'

export type {
  SurfaceAnchor,
  SurfaceAnchors,
  SurfaceCertificate,
} from '../../../domain/surface/issuer'

/** 'noAnchor': the set holds no key at all, so nobody vouches for the issuer; to be said, never hidden. */
export type IssuerTrust = 'trusted' | 'noAnchor'

/** Reads EF 0004. `TZ-C26` for anything but one card-verifiable certificate; never throws on any bytes. */
export function parseSurfaceCertificate(bytes: Uint8Array): Result<SurfaceCertificate> {
  const certificate = parseCertificate(bytes)
  return certificate ? ok(certificate) : failed('TZ-C26')
}

/**
 * Whether an anchor of this set, and of no other, issued the certificate. Ids of another hierarchy are refused before
 * any signature is looked at: `TZ-C31` in production, `TZ-C32` elsewhere. `TZ-C30`: no anchor of the set issued it.
 */
export async function judgeIssuer(
  certificate: SurfaceCertificate,
  anchors: SurfaceAnchors,
  subtle: Pick<SubtleCrypto, 'digest'> = crypto.subtle,
): Promise<Result<IssuerTrust>> {
  const issuer = findIssuer(certificate, anchors)
  switch (issuer.kind) {
    case 'foreign':
      return failed(foreignCode(anchors.set))
    case 'noAnchor':
      return ok('noAnchor')
    case 'unknown':
      return failed('TZ-C30')
    case 'anchor': {
      const digest = await subtle.digest('SHA-256', new Uint8Array(certificate.body))
      const { key } = issuer.anchor
      const isIssued = verifySurfaceSignature(key, [new Uint8Array(digest)], certificate.signature)
      return isIssued ? ok('trusted') : failed('TZ-C30')
    }
  }
}

function foreignCode(set: SurfaceAnchors['set']): ErrorCode {
  return set === 'production' ? 'TZ-C31' : 'TZ-C32'
}
