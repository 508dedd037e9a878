/**
 * Short-lived access: a signed assertion is exchanged for a token that only this device's key can use.
 * Nothing here is ever stored; a stolen database contains no bearer secret.
 * RFC 7523 §3 (assertion), RFC 9449 (DPoP).
 */
import * as v from 'valibot'
import { toBase64Url, utf8 } from '../../api/bytes'
import { AccessResponse, PATHS, PublicJwk, type AccessRequest } from '../../api/wire'
import type { ErrorCode } from '../../domain/errors'
import { classify, type Classified, type Failure } from './classify'
import { randomBytes, type DeviceClock } from './clock'
import { exchange, type Exchange } from './exchange'
import { signJwt } from './sign-jwt'

export interface Identity {
  deviceId: string
  signing: CryptoKeyPair
}

export interface Access {
  /** Headers that authorize one request. Fetches a token where there is none or it is about to end. */
  headersFor(method: string, url: string): Promise<Classified<Record<string, string>>>
  /** Fetches a token although one may stand: for what comes with it. */
  renew(): Promise<Classified<null>>
  /** The gateway no longer takes the token these headers carried: the next request needs another. */
  forget(refused: Record<string, string>): void
}

export type SaidOfSelf = Omit<AccessRequest, 'assertion'>

export interface AccessOptions extends Exchange {
  baseUrl: string
  identity: Identity
  clock: DeviceClock
  /** What the device says of itself, for whoever looks after the facility's devices. */
  tellSelf?: (() => Promise<SaidOfSelf>) | undefined
  /** Policy, gateway key and orders that came with the token; awaited before the token is used. */
  onAccess?: ((response: AccessResponse, deviceId: string) => Promise<void>) | undefined
}

const AUDIENCE = 'tazune-gateway'
const ASSERTION_SECONDS = 60
/** Renewed this long before its end, so that it does not die on the way. */
const RENEW_BEFORE_MS = 30_000
const TIMEOUT_MS = 20_000

export function createAccess(options: AccessOptions): Access {
  const { clock, identity } = options
  let token: { value: string; hash: string; until: number } | null = null
  let renewal: Promise<Classified<null>> | null = null
  let publicJwk: Promise<PublicJwk> | null = null

  async function renew(): Promise<Classified<null>> {
    let answer = await askForToken()
    // The assertion was dated wrongly; the reply's Date has corrected the clock.
    if (!answer.ok && answer.failure.kind === 'clock') answer = await askForToken()
    if (!answer.ok) return answer.failure.kind === 'stop' ? answer : stopWith(answer.failure.code)
    const { accessToken, expiresInSeconds } = answer.value
    await options.onAccess?.(answer.value, identity.deviceId)
    const digest = await crypto.subtle.digest('SHA-256', utf8(accessToken))
    token = {
      value: accessToken,
      hash: toBase64Url(new Uint8Array(digest)),
      // By the device's own clock: a correction of the offset must not lengthen a token's life.
      until: clock.device() + expiresInSeconds * 1_000 - RENEW_BEFORE_MS,
    }
    return { ok: true, value: null }
  }

  async function askForToken(): Promise<Classified<AccessResponse>> {
    const sentAt = clock.device()
    const reply = await exchange(options, {
      method: 'POST',
      url: options.baseUrl + PATHS.access,
      body: { assertion: await signAssertion(identity, clock), ...(await options.tellSelf?.()) },
      timeoutMs: TIMEOUT_MS,
    })
    const answer = classify(reply, AccessResponse)
    const isOurs = answer.ok || answer.failure.kind === 'clock'
    if (reply.kind === 'reply' && isOurs) clock.learn(reply.date, sentAt, clock.device())
    return answer
  }

  /** Many requests at once share one renewal. */
  function renewOnce(): Promise<Classified<null>> {
    renewal ??= renew().finally(() => {
      renewal = null
    })
    return renewal
  }

  return {
    renew: renewOnce,
    async headersFor(method, url) {
      if (token === null || clock.device() >= token.until) {
        const renewed = await renewOnce()
        if (!renewed.ok) return renewed
      }
      // Another request may have its refusal, and forget the token, while this one is signed.
      const held = token
      if (held === null) return stopWith('TZ-G03')
      publicJwk ??= exportPublic(identity.signing.publicKey)
      const proof = await signProof(identity, await publicJwk, {
        method,
        url,
        hash: held.hash,
        clock,
      })
      return { ok: true, value: { authorization: authorizationOf(held.value), dpop: proof } }
    },
    forget({ authorization }) {
      // The refusal of an older token says nothing of the one fetched since.
      if (token !== null && authorization === authorizationOf(token.value)) token = null
    },
  }
}

function authorizationOf(token: string): string {
  return `DPoP ${token}`
}

function stopWith(code: ErrorCode): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'stop', code } }
}

function signAssertion({ deviceId, signing }: Identity, clock: DeviceClock): Promise<string> {
  const issued = Math.floor(clock.now() / 1_000)
  const claims = {
    iss: deviceId,
    sub: deviceId,
    aud: AUDIENCE,
    iat: issued,
    exp: issued + ASSERTION_SECONDS,
    jti: toBase64Url(randomBytes(16)),
  }
  return signJwt({ typ: 'JWT' }, claims, signing.privateKey)
}

/** A DPoP proof (RFC 9449 §4.2) for one request: method, address without query, time, and the token's hash. */
function signProof(
  { signing }: Identity,
  jwk: PublicJwk,
  request: { method: string; url: string; hash: string; clock: DeviceClock },
): Promise<string> {
  const claims = {
    htm: request.method,
    htu: request.url.replace(/[?#].*$/, ''),
    ath: request.hash,
    iat: Math.floor(request.clock.now() / 1_000),
    jti: toBase64Url(randomBytes(16)),
  }
  return signJwt({ typ: 'dpop+jwt', jwk }, claims, signing.privateKey)
}

/** The public half as the gateway registered it: the four members that make its thumbprint (RFC 7638), no more. */
export async function exportPublic(key: CryptoKey): Promise<PublicJwk> {
  return v.parse(PublicJwk, await crypto.subtle.exportKey('jwk', key))
}
