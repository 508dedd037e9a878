/** What tells two gateways' keys apart, and gives neither away. */
import { createHash, createHmac } from 'node:crypto'
import type { PublicJwk } from '../../api/wire'

const CONSTANT = 'tazune key fingerprint'

/** JWK thumbprint (RFC 7638) of the public half of an EC key, base64url. */
export function fingerprintOfKey({ crv, kty, x, y }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

/** HMAC-SHA256 of a constant under a random secret, base64url. */
export function fingerprintOfSecret(secret: Uint8Array): string {
  return createHmac('sha256', secret).update(CONSTANT).digest('base64url')
}
