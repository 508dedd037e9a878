/** デジタル認証アプリ, played by a real OpenID Connect provider that others wrote, on 127.0.0.1. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose'
import Provider from 'oidc-provider'

export interface PlayedPerson {
  name?: string
  birthdate?: string
  'name#ja-Kana-JP'?: string
}

export interface PlayedProvider {
  readonly issuer: string
  readonly discovery: URL
  /** The facility's key, private: what its key file holds. */
  readonly clientKey: JWK
  /** Claims by login name. */
  readonly people: Map<string, PlayedPerson>
  /** Parameters as the provider understood them, in the order of the requests. */
  readonly requests: { path: string; params: Record<string, string | undefined> }[]
  /** An ID token of the provider's own key, whatever it says. */
  signIdToken(claims: JWTPayload): Promise<string>
  stop(): Promise<void>
}

export const CLIENT_ID = 'tazune-test-facility'

export async function playProvider(redirectUri: string): Promise<PlayedProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [own, client] = await Promise.all([keyOf('op-1'), keyOf('facility-1')])
  const people = new Map<string, PlayedPerson>()
  const requests: PlayedProvider['requests'] = []
  const provider = createQuietly(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        id_token_signed_response_alg: 'ES256',
        jwks: { keys: [client.publicJwk] },
      },
    ],
    jwks: { keys: [own.privateJwk] },
    responseTypes: ['code'],
    scopes: ['openid', 'name', 'birthdate', 'address', 'gender'],
    claims: {
      openid: ['sub'],
      name: ['name', 'name#ja-Kana-JP'],
      birthdate: ['birthdate'],
      address: ['address'],
      gender: ['gender'],
    },
    pkce: { required: () => true },
    cookies: { keys: ['only-in-a-test'] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: `pseudonym-of-${id}`, gender: 'female', ...people.get(id) }),
    }),
  })
  provider.use(async (context, next) => {
    await next()
    const params = context.oidc?.params
    if (params) requests.push({ path: context.path, params: { ...params } })
  })
  const answer = provider.callback()
  server.on('request', (request, response) => void answer(request, response))
  return {
    issuer,
    discovery: new URL(`${issuer}/.well-known/openid-configuration`),
    clientKey: client.privateJwk,
    people,
    requests,
    signIdToken: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'op-1' }).sign(own.privateKey),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** What it tells whoever would run it in production, for each one made, would bury the tests' own output. */
function createQuietly(...parameters: ConstructorParameters<typeof Provider>): Provider {
  const { warn } = console
  console.warn = () => undefined
  try {
    return new Provider(...parameters)
  } finally {
    console.warn = warn
  }
}

async function keyOf(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const named = { kid, alg: 'ES256', use: 'sig' }
  return {
    privateKey,
    privateJwk: { ...(await exportJWK(privateKey)), ...named },
    publicJwk: { ...(await exportJWK(publicKey)), ...named },
  }
}
