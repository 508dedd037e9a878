/** What the software マイナンバーカード can be: issued by the sandbox, held only by tests and training mode. */
export interface CardImage {
  /** The fictitious person's key in the sandbox, e.g. `valid-30`. */
  personaId: string
  /** How staff tell training cards apart. */
  label: string
  /** 利用者証明用電子証明書 and its CA certificate, DER, base64url. */
  certificate: string
  caCertificate: string
  /** RSA-2048 private key as JWK (n, e, d, p, q, dp, dq, qi). Fictitious; O=JPKI-EMU. */
  privateKey: RsaPrivateJwk
  /** 利用者証明用 PIN; null for 顔認証マイナンバーカード (R11). */
  pin: string | null
  triesLeft: number
  /** 基本4情報 of 券面事項入力補助 (DF22–DF25). */
  basicFour: { name: string; address: string; birthdate: string; sex: '1' | '2' | '9' }
  /** Card expiry `YYYY-MM-DD` and municipality code (5 digits) of the common application. */
  cardExpiry: string
  municipality: string
  /** Which wrong thing this card is, if any. */
  kind: 'mynumber' | 'juki' | 'other'
}

export interface RsaPrivateJwk {
  kty: 'RSA'
  n: string
  e: string
  d: string
  p: string
  q: string
  dp: string
  dq: string
  qi: string
}
