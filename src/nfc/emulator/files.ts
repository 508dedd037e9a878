/** The applications and elementary files of the software card, laid out as independent readers found them. */
import type { CardImage } from '../../../domain/card-image'
import { COMMON_APPLICATION, JPKI_APPLICATION, TEXT_APPLICATION } from '../applications/identifiers'
import { fromBase64Url } from './base64-url'
import { createRawSigner, type RawSigner } from './rsa'
import { createSurface } from './surface-files'
import { encodeBasicFour, encodeCommonRecord, encodeToken } from './content'

export interface PinFile {
  kind: 'pin'
  /** ASCII; null for a password nobody holds, against which every try is wrong. */
  secret: Uint8Array | null
  limit: number
  triesLeft: number
}

export type ElementaryFile =
  /** `guard`: the file id of the PIN that opens it; null for anyone. */
  | { kind: 'data'; content: Uint8Array; guard: number | null }
  | { kind: 'records'; records: readonly Uint8Array[] }
  | PinFile
  | { kind: 'key'; sign: RawSigner; guard: number }

export interface CardApplication {
  /** Upper-case hex. */
  readonly aid: string
  readonly files: ReadonlyMap<number, ElementaryFile>
  /** Signs where the command names no key (P2 00): 内部認証 of the 券面 applications, no PIN. */
  readonly ownKey?: RawSigner
}

export interface CardContent {
  applications: readonly CardApplication[]
  /** The 利用者証明用 PIN; null for 顔認証マイナンバーカード (R11). */
  pin: PinFile | null
  /** 照合番号B of 券面事項確認; null where the card has none. */
  code: PinFile | null
}

export interface ContentKnobs {
  kind: CardImage['kind']
  triesLeft: number
  codeTriesLeft: number | null
  withoutPin: boolean
  withoutCertificate: boolean
}

/** Which certificates exist: both. */
const CERTIFICATES_PRESENT = Uint8Array.of(0x8f, 0x8f, 0x00)
const PIN_TRIES = 3
const PASSWORD_TRIES = 5

export function createContent(image: CardImage, knobs: ContentKnobs): CardContent {
  switch (knobs.kind) {
    case 'other':
      return { applications: [], pin: null, code: null }
    case 'juki':
      return { applications: [oldCardApplication(image)], pin: null, code: null }
    case 'mynumber':
      return myNumberContent(image, knobs)
  }
}

/** 住基カード: a 署名用 certificate at most, and a token without the 2. */
function oldCardApplication(image: CardImage): CardApplication {
  return application(JPKI_APPLICATION, [
    ...signingFiles(image),
    [0x0006, openData(encodeToken('JPKIAPICCTOKEN'))],
  ])
}

function myNumberContent(image: CardImage, knobs: ContentKnobs): CardContent {
  const secret = knobs.withoutPin || image.pin === null ? null : ascii(image.pin)
  const pin = secret && createPin(secret, PIN_TRIES, knobs.triesLeft)
  const key: ElementaryFile = {
    kind: 'key',
    sign: createRawSigner(image.privateKey),
    guard: 0x0018,
  }
  const jpki = application(JPKI_APPLICATION, [
    ...signingFiles(image),
    [0x0006, openData(encodeToken('JPKIAPICCTOKEN2'))],
    [0x0008, openData(CERTIFICATES_PRESENT)],
    ...(knobs.withoutCertificate ? [] : [authCertificate(image)]),
    [0x000b, openData(fromBase64Url(image.caCertificate))],
    [0x0017, key],
    ...(pin ? [[0x0018, pin] as const] : []),
  ])
  // The two PINs are two counters; people are advised to give them the same digits, and these people did.
  const textPin = secret && createPin(secret, PIN_TRIES, PIN_TRIES)
  const text = application(TEXT_APPLICATION, [
    [0x0002, { kind: 'data', content: encodeBasicFour(image.basicFour), guard: 0x0011 }],
    ...(textPin ? [[0x0011, textPin] as const] : []),
  ])
  const common = application(COMMON_APPLICATION, [
    [0x0001, { kind: 'records', records: [encodeCommonRecord(image)] }],
  ])
  const surface = createSurface(image, knobs.codeTriesLeft)
  return {
    applications: [jpki, text, common, ...(surface ? [surface.application] : [])],
    pin,
    code: surface?.code ?? null,
  }
}

/** The 署名用 objects as they answer while nobody presents the password, which this card has none of. */
function signingFiles(image: CardImage): (readonly [number, ElementaryFile])[] {
  return [
    [0x0001, { kind: 'data', content: new Uint8Array(), guard: 0x001b }],
    [0x0002, openData(fromBase64Url(image.caCertificate))],
    [0x001a, { kind: 'key', sign: createRawSigner(image.privateKey), guard: 0x001b }],
    [0x001b, createPin(null, PASSWORD_TRIES, PASSWORD_TRIES)],
  ]
}

function authCertificate(image: CardImage): readonly [number, ElementaryFile] {
  return [0x000a, openData(fromBase64Url(image.certificate))]
}

function application(
  aid: Uint8Array,
  files: readonly (readonly [number, ElementaryFile])[],
): CardApplication {
  return { aid: toHex(aid), files: new Map(files) }
}

export function openData(content: Uint8Array): ElementaryFile {
  return { kind: 'data', content, guard: null }
}

export function createPin(secret: Uint8Array | null, limit: number, triesLeft: number): PinFile {
  return { kind: 'pin', secret, limit, triesLeft: Math.min(limit, Math.max(0, triesLeft)) }
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}
