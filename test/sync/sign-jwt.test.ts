import { compactVerify, decodeProtectedHeader, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { signJwt } from '../../src/sync/sign-jwt'

let keys: CryptoKeyPair

beforeAll(async () => {
  keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
})

describe('a JWT of the device', () => {
  it('is one that others verify, with its claims as they were given', async () => {
    const claims = {
      iss: 'd-1',
      aud: 'tazune-gateway',
      iat: 1_800_000_000,
      name: '看護　太郎 ñ 𠮷',
    }
    const token = await signJwt({ typ: 'JWT' }, claims, keys.privateKey)
    const { payload, protectedHeader } = await jwtVerify(token, keys.publicKey, {
      audience: 'tazune-gateway',
      currentDate: new Date(1_800_000_010_000),
    })
    expect(payload).toEqual(claims)
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'JWT' })
  })

  it('carries the key it is proven by, where it is given', async () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'BB' }
    const token = await signJwt({ typ: 'dpop+jwt', jwk }, {}, keys.privateKey)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'dpop+jwt', jwk })
  })

  it('is of three parts without padding, the last of 64 bytes', async () => {
    const token = await signJwt({ typ: 'JWT' }, { n: 1 }, keys.privateKey)
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/)
  })

  it.each([0, 1, 2])('no longer verifies once its part %i is another', async (part) => {
    const [one, other] = await Promise.all(
      [1, 2].map((n) => signJwt({ typ: `T${n}` }, { n }, keys.privateKey)),
    )
    const parts = (one ?? '').split('.')
    parts[part] = other?.split('.')[part] ?? ''
    await expect(compactVerify(parts.join('.'), keys.publicKey)).rejects.toThrow()
  })
})
