/** The provider as the gateway uses it: where to send the patient, and who they are when they come back. */
import type * as OpenId from 'openid-client'
import * as v from 'valibot'
import type { IdentityErrorCode } from '../../domain/errors'
import type { ProvenPerson } from '../../domain/digital-identity'
import { isThisMachine, type DigitalIdentityOptions } from './configuration'
import { codeOfFault } from './provider-faults'

export type Proof<T> = { ok: true; value: T } | { ok: false; code: IdentityErrorCode }

/** What one authorization request is bound to; its response must fit all three. */
export interface Binding {
  /** 256 bits; also what finds the session again. */
  state: string
  nonce: string
  /** PKCE (RFC 7636). */
  verifier: string
  /** When the session was opened, ms: an earlier login proves nothing of today's visit (R7). */
  since: number
}

export interface IdentityProvider {
  /** Where the provider sends patients back to. */
  readonly redirectUri: string
  /** Whether the provider can be reached and says what is needed of it. */
  ready(): Promise<Proof<null>>
  createBinding(since: number): Promise<Binding>
  /** The address that asks the patient. */
  authorize(binding: Binding): Promise<Proof<URL>>
  /** Redeems the parameters of a response once. They, tokens and claims are forgotten when it returns. */
  redeem(response: URLSearchParams, binding: Binding): Promise<Proof<ProvenPerson>>
}

export const CALLBACK_PATH = '/identity/callback'

/** Name and birth date are all that a match needs; address and sex are never asked for (docs/adr/0019). */
const SCOPE = 'openid name birthdate'
const TIMEOUT_SECONDS = 10
const CLOCKS_DIFFER_MS = 60_000
/** How long a discovery document is believed. */
const KEPT_MS = 3_600_000

const UserInfo = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  birthdate: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
  // Core 5.2. The provider need not have it.
  'name#ja-Kana-JP': v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
})

export interface ProviderWorld {
  now: () => number
  /** Told of each fault before only its code is left. */
  onFault: (fault: unknown) => void
}

export function createIdentityProvider(
  options: DigitalIdentityOptions,
  { now, onFault }: ProviderWorld,
): IdentityProvider {
  const { discovery, clientId, key, redirectBase } = options
  const redirectUri = redirectBase + CALLBACK_PATH
  let kept: { client: typeof OpenId; config: OpenId.Configuration; at: number } | null = null

  async function connect(): Promise<{ client: typeof OpenId; config: OpenId.Configuration }> {
    if (kept && now() - kept.at < KEPT_MS) return kept
    // Loaded here only: a gateway without it never has the code in memory.
    const client = await import('openid-client')
    const config = await client.discovery(
      discovery,
      clientId,
      { redirect_uris: [redirectUri] },
      client.PrivateKeyJwt(key),
      {
        timeout: TIMEOUT_SECONDS,
        execute: [
          // The tokens' own signatures, besides the line they came by.
          client.enableNonRepudiationChecks,
          ...(isThisMachine(discovery) ? [allowPlainHttp(client)] : []),
        ],
        ...(options.fetch && { [client.customFetch]: options.fetch as OpenId.CustomFetch }),
      },
    )
    const { issuer } = config.serverMetadata()
    // Its path is the document's to say, its host is not: who publishes it must be who it speaks for.
    if (!URL.canParse(issuer) || new URL(issuer).origin !== discovery.origin) {
      throw new WrongIssuer()
    }
    kept = { client, config, at: now() }
    return kept
  }

  function unreachable(fault: unknown): { ok: false; code: IdentityErrorCode } {
    onFault(fault)
    return { ok: false, code: fault instanceof WrongIssuer ? 'TZ-I07' : 'TZ-I10' }
  }

  return {
    redirectUri,
    async ready() {
      try {
        await connect()
        return { ok: true, value: null }
      } catch (fault) {
        return unreachable(fault)
      }
    },
    async createBinding(since) {
      const client = await import('openid-client')
      return {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        since,
      }
    },
    async authorize({ state, nonce, verifier }) {
      try {
        const { client, config } = await connect()
        const address = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          // Whoever used this phone last may still be logged in there.
          prompt: 'login',
        })
        return { ok: true, value: address }
      } catch (fault) {
        return unreachable(fault)
      }
    },
    async redeem(response, { state, nonce, verifier, since }) {
      try {
        const { client, config } = await connect()
        if (!isFrom(config, response)) return { ok: false, code: 'TZ-I07' }
        const returned = new URL(redirectUri)
        returned.search = response.toString()
        const tokens = await client.authorizationCodeGrant(config, returned, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const { sub = '', auth_time: loggedInAt } = tokens.claims() ?? {}
        const isOld = loggedInAt !== undefined && loggedInAt * 1_000 < since - CLOCKS_DIFFER_MS
        if (sub === '' || isOld) return { ok: false, code: 'TZ-I08' }
        return readPerson(await client.fetchUserInfo(config, tokens.access_token, sub))
      } catch (fault) {
        onFault(fault)
        return { ok: false, code: codeOfFault(fault) }
      }
    },
  }
}

class WrongIssuer extends Error {
  override readonly name = 'WrongIssuer'
}

/** By its name: it is marked as deprecated so that nobody uses it for anything but this, a provider on this machine. */
function allowPlainHttp(client: typeof OpenId): (config: OpenId.Configuration) => void {
  return Reflect.get(client, 'allowInsecureRequests')
}

/** RFC 9207 §2.4; openid-client refuses the same, but does not tell it from other faults. */
function isFrom(config: OpenId.Configuration, response: URLSearchParams): boolean {
  const { issuer, authorization_response_iss_parameter_supported: isSent } = config.serverMetadata()
  const named = response.get('iss')
  return named === null ? isSent !== true : named === issuer
}

function readPerson(claims: unknown): Proof<ProvenPerson> {
  const parsed = v.safeParse(UserInfo, claims)
  if (!parsed.success) return { ok: false, code: 'TZ-I12' }
  const { name, birthdate, 'name#ja-Kana-JP': kana = '' } = parsed.output
  return { ok: true, value: { name, birthdate, nameKana: kana === '' ? null : kana } }
}
