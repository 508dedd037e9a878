/** Test vectors of RFC 9421: the keys of Appendix B.1.3 and B.1.4, the messages of B.2, the signatures of B.2.4 and B.2.6. */
import { createPublicKey } from 'node:crypto'
import type { SigningJwk } from '../../../server/export/webhook/signature'

/** B.1.4, `test-key-ed25519`. */
export const ED25519_JWK: SigningJwk = {
  kid: 'test-key-ed25519',
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU',
}

/** B.1.3, `test-key-ecc-p256`, the public half. */
const P256_PEM = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
-----END PUBLIC KEY-----`

export function findVectorKey(keyId: string) {
  if (keyId === 'test-key-ecc-p256') return createPublicKey(P256_PEM)
  if (keyId !== 'test-key-ed25519') return undefined
  const { kty, crv, x } = ED25519_JWK
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
}

export const CREATED = 1_618_884_473

/** B.2.6: a request, signed with Ed25519. */
export const SIGNED_REQUEST = {
  method: 'POST',
  url: 'https://example.com/foo?param=Value&Pet=dog',
  headers: {
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'content-length': '18',
    'signature-input':
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature:
      'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
  },
  body: Buffer.from('{"hello": "world"}'),
}

/** B.2.4: a response, signed with ECDSA P-256. */
export const SIGNED_RESPONSE = {
  status: 200,
  headers: {
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
    'content-length': '23',
    'signature-input':
      'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    signature:
      'sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:',
  },
  body: Buffer.from('{"message": "good dog"}'),
}
