/**
 * HTTP Message Signatures (RFC 9421) as a sender makes them: over the method, the whole address, the content's digest (RFC
 * 9530) and its type, with the time, the key's name, a nonce and a tag. Ed25519 or ECDSA P-256, by the key.
 */
import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto'

/** A private JWK with `kid`: `OKP`/`Ed25519`, or `EC`/`P-256`. */
export interface SigningJwk {
  kid: string
  kty: string
  crv: string
  x: string
  y?: string
  d: string
}

export interface Signer {
  keyId: string
  /** Raw: 64 bytes, R‖S for P-256 (RFC 9421 §3.3.4). */
  sign(base: string): Uint8Array
}

/** What the receiver may count on to be covered, in this order. */
export const COMPONENTS = [
  '@method',
  '@target-uri',
  'content-digest',
  'content-type',
  'idempotency-key',
] as const
/** Says what the signature is for: one made for something else is no good here. */
export const TAG = 'tazune-webhook'
export const LABEL = 'tazune'

/** @throws TypeError for a key of another kind */
export function createSigner(jwk: SigningJwk): Signer {
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  const signBase = signingWith(key)
  return { keyId: jwk.kid, sign: (base) => signBase(Buffer.from(base, 'ascii')) }
}

function signingWith(key: KeyObject): (base: Buffer) => Uint8Array {
  if (key.asymmetricKeyType === 'ed25519') return (base) => sign(null, base, key)
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') {
    return (base) => sign('sha256', base, { key, dsaEncoding: 'ieee-p1363' })
  }
  throw new TypeError('neither Ed25519 nor P-256')
}

export interface UnsignedRequest {
  method: string
  url: URL
  contentType: string
  idempotencyKey: string
  body: Uint8Array
}

/** The headers that sign a request, `content-digest` among them. @param created seconds since the epoch */
export function signatureHeaders(
  request: UnsignedRequest,
  signer: Signer,
  created: number,
  nonce: string,
): Record<string, string> {
  const digest = contentDigest(request.body)
  const values: Record<(typeof COMPONENTS)[number], string> = {
    '@method': request.method,
    '@target-uri': request.url.href,
    'content-digest': digest,
    'content-type': request.contentType,
    'idempotency-key': request.idempotencyKey,
  }
  const covered = COMPONENTS.map((name) => `"${name}"`).join(' ')
  const parameters = [
    `created=${created}`,
    `keyid=${quoted(signer.keyId)}`,
    `nonce=${quoted(nonce)}`,
    `tag=${quoted(TAG)}`,
  ]
  const input = [`(${covered})`, ...parameters].join(';')
  const base = [
    ...COMPONENTS.map((name) => `"${name}": ${values[name]}`),
    `"@signature-params": ${input}`,
  ].join('\n')
  return {
    'content-digest': digest,
    'signature-input': `${LABEL}=${input}`,
    signature: `${LABEL}=:${Buffer.from(signer.sign(base)).toString('base64')}:`,
  }
}

/** RFC 9530: SHA-256 of the content as it is sent. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}

/** A String of RFC 8941: printable ASCII. @throws RangeError for anything else, which would break the signature's lines */
function quoted(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new RangeError('not printable ASCII')
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
