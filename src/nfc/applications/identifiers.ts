/** Application and file identifiers of the マイナンバーカード, as independent implementations agree on them. */

/** 公的個人認証 (JPKI) application. */
export const JPKI_APPLICATION = Uint8Array.of(
  ...[0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01],
)

export const JPKI_FILE = {
  /** Token information; tells a マイナンバーカード from a 住基カード. */
  token: 0x0006,
  /** 利用者証明用電子証明書, readable without a PIN. */
  certificate: 0x000a,
  /** 利用者証明用 private key and its PIN. */
  key: 0x0017,
  pin: 0x0018,
} as const

/** 券面事項入力補助 application. Its EF 0001 holds the 個人番号 and is never named here (R13). */
export const TEXT_APPLICATION = Uint8Array.of(
  ...[0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08],
)

export const TEXT_FILE = {
  /** 基本4情報 */
  basicFour: 0x0002,
  pin: 0x0011,
} as const

/** 券面事項確認 application. Its EF 0005 and the reference 0013 are of the 個人番号 and are never named here (R13). */
export const SURFACE_APPLICATION = Uint8Array.of(
  ...[0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02],
)

export const SURFACE_FILE = {
  /** The card's face: texts, photo, the card's key, signature. Opened by 照合番号B. */
  face: 0x0002,
  /** Application information with the municipality; open. */
  information: 0x0003,
  /** Card-verifiable certificate of the key that signed the face; open. */
  certificate: 0x0004,
  /** 照合番号B */
  code: 0x0012,
} as const

/** 共通カード application: expiry and municipality, readable by anyone who taps. */
export const COMMON_APPLICATION = Uint8Array.of(
  ...[0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00],
)

export const COMMON_RECORD = { shortFileId: 1, record: 1 } as const
