import { toBase64Url, utf8 } from '../../api/bytes'

/**
 * A JWT by the device's own key (P-256): the compact form of JWS (RFC 7515 §3.1) with ES256, whose signature is what
 * Web Crypto returns, R and S of 32 bytes each (RFC 7518 §3.4).
 */
export async function signJwt(
  header: { typ: string; jwk?: object },
  claims: object,
  key: CryptoKey,
): Promise<string> {
  const input = [{ alg: 'ES256', ...header }, claims]
    .map((part) => toBase64Url(utf8(JSON.stringify(part))))
    .join('.')
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, utf8(input))
  return `${input}.${toBase64Url(new Uint8Array(signature))}`
}
