/** The proof that comes with every request (RFC 9449 §4.3): made by the device's key, for this request only. */
import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose'
import * as v from 'valibot'
import { PublicJwk } from '../../api/wire'
import { GatewayError } from '../http/gateway-error'
import { checkSignedTime, CLOCK_TOLERANCE_SECONDS } from './clock'
import { verifySignedClaims } from './signed-claims'

const Claims = v.object({
  jti: v.pipe(v.string(), v.minLength(8), v.maxLength(100)),
  htm: v.string(),
  htu: v.string(),
  iat: v.number(),
  ath: v.string(),
})

export interface ProofMemory {
  /** True the first time a proof is seen. */
  remember(key: string, expiresAt: number, now: number): boolean | Promise<boolean>
}

/** Remembers proofs for as long as their time would pass, in this process; for what is safe to repeat at another one. */
export function createProofMemory(): ProofMemory {
  const seen = new Map<string, number>()
  let sweepAt = 0
  return {
    remember(key, expiresAt, now) {
      if (now >= sweepAt) {
        for (const [old, until] of seen) if (until <= now) seen.delete(old)
        sweepAt = now + 10_000
      }
      if (seen.has(key)) return false
      seen.set(key, expiresAt)
      return true
    },
  }
}

/**
 * Verifies a proof against the request it came with and the key the token is bound to.
 * @throws GatewayError TZ-G03, or TZ-G24 when its time is too far off
 */
export async function verifyProof(
  proof: string,
  expected: {
    token: string
    thumbprint: string
    key: CryptoKey
    method: string
    /** The request's address; its query does not count (§4.3 step 9). */
    url: URL
    memory: ProofMemory
    now: number
  },
): Promise<void> {
  if ((await statedThumbprint(proof)) !== expected.thumbprint) throw new GatewayError('TZ-G03')
  const { claims } = await verifySignedClaims(proof, expected.key, Claims)
  checkSignedTime(claims.iat, expected.now)
  const fits =
    claims.htm === expected.method &&
    isSameAddress(claims.htu, expected.url) &&
    claims.ath === createHash('sha256').update(expected.token).digest('base64url')
  if (!fits) throw new GatewayError('TZ-G03')
  const forgetAt = (claims.iat + 2 * CLOCK_TOLERANCE_SECONDS + 1) * 1000
  const key = `${expected.thumbprint}:${claims.jti}`
  if (!(await expected.memory.remember(key, forgetAt, expected.now))) {
    throw new GatewayError('TZ-G03')
  }
}

async function statedThumbprint(proof: string): Promise<string> {
  try {
    const { typ, jwk } = decodeProtectedHeader(proof)
    if (typ !== 'dpop+jwt') throw new TypeError('not a proof')
    return await calculateJwkThumbprint(v.parse(PublicJwk, jwk), 'sha256')
  } catch (cause) {
    throw new GatewayError('TZ-G03', { cause })
  }
}

/** Host and path; the scheme is the proxy's affair unless the gateway was told its public origin. */
function isSameAddress(stated: string, url: URL): boolean {
  if (!URL.canParse(stated)) return false
  const other = new URL(stated)
  return other.host === url.host && other.pathname === url.pathname
}
