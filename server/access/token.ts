/** Short-lived access tokens bound to the device's key (RFC 9449 §6, `cnf.jkt`). */
import { SignJWT } from 'jose'
import * as v from 'valibot'
import { GatewayError } from '../http/gateway-error'
import { verifySignedClaims } from './signed-claims'

export const TOKEN_LIFE_SECONDS = 600
const ISSUER = 'tazune-gateway'

const Claims = v.object({
  iss: v.literal(ISSUER),
  sub: v.string(),
  /** The device's facility, so that its row is found under it. */
  fac: v.string(),
  exp: v.number(),
  cnf: v.object({ jkt: v.string() }),
})

export function issueToken(options: {
  facilityId: string
  deviceId: string
  thumbprint: string
  key: CryptoKey
  now: number
}): Promise<string> {
  const issuedAt = Math.floor(options.now / 1000)
  return new SignJWT({ fac: options.facilityId, cnf: { jkt: options.thumbprint } })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setSubject(options.deviceId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFE_SECONDS)
    .sign(options.key)
}

/** @throws GatewayError TZ-G03 when it is not ours or has expired */
export async function verifyToken(
  token: string,
  key: CryptoKey,
  now: number,
): Promise<{ facilityId: string; deviceId: string; thumbprint: string }> {
  const { header, claims } = await verifySignedClaims(token, key, Claims)
  if (header.typ !== 'at+jwt' || claims.exp * 1000 <= now) throw new GatewayError('TZ-G03')
  return { facilityId: claims.fac, deviceId: claims.sub, thumbprint: claims.cnf.jkt }
}
