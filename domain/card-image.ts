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
  /** 券面事項確認: the card's face; absent from cards issued without one. */
  surface?: SurfaceImage
}

/** What 券面事項確認 of a software card holds. All keys are fictitious; their ids begin with 9, never 5 or 6. */
export interface SurfaceImage {
  /** EF 0002 with its signature, base64url. */
  face: string
  /** EF 0004, the card-verifiable certificate of the key that signed the face, base64url. */
  certificate: string
  /** The card's own key of this application; its public half stands in the face. */
  privateKey: RsaPrivateJwk
  /** 照合番号B: the six digits of the birth date as printed ‖ expiry year ‖ security code. */
  code: string
  /** Of ten. */
  codeTriesLeft: number
  /** The key that signed `certificate`: what a training tablet trusts. */
  anchor: SurfaceAnchorImage
}

/** Key id (16 bytes), modulus and exponent, base64url. */
export interface SurfaceAnchorImage {
  id: string
  n: string
  e: string
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
