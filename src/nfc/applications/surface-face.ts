/** EF 0002 of 券面事項確認: the card's face, and which of its bytes the issuer's signature covers. */
import { failed, ok, type Result } from '../../../domain/outcome'
import { readTlvs } from '../tlv'
import { parseSurfaceKey, type SurfaceKey } from './surface-signature'

export interface CardFace {
  /** `YYYY-MM-DD`, Western; the card may hold a day that no calendar has for an unknown birthday. */
  birthdate: string
  /** 1 男, 2 女, 9 not applicable, 0 not known. */
  sex: '0' | '1' | '2' | '9'
  /** 氏名 and 住所 as printed, PNG. */
  nameImage: Uint8Array
  addressImage: Uint8Array
  /** 顔写真, JPEG 2000, grey. */
  photo: Uint8Array
  /** The last day as the file states it, `YYYY-MM-DD`: outside the signature, so never proof; null if it is no date. */
  unsignedExpiry: string | null
}

export interface ParsedFace {
  face: CardFace
  /** The card's own key, DF24. */
  key: SurfaceKey
  /** What DF28 covers: DF22‖DF23‖DF24, DF25‖DF26, DF27, each as it stands. */
  groups: readonly [Uint8Array, Uint8Array, Uint8Array]
  signature: Uint8Array
}

const TAG = {
  file: 0xff20,
  birthdate: 0xdf22,
  sex: 0xdf23,
  key: 0xdf24,
  name: 0xdf25,
  address: 0xdf26,
  photo: 0xdf27,
  signature: 0xdf28,
  expiry: 0xdf29,
} as const

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const
const PNG_HEADER_LENGTH = 24
/** A printed line is some hundred pixels; what a browser is to draw stays far below what could fill a memory. */
const MAX_PNG_SIDE = 4096

interface FaceObject {
  value: Uint8Array
  /** Tag, length and value. */
  whole: Uint8Array
}

/**
 * Reads the file, nothing verified yet. `TZ-C26` for anything but a face, `TZ-C27` for one without a photo (R12);
 * never throws on any bytes. All arrays are views into `bytes`.
 */
export function parseFace(bytes: Uint8Array): Result<ParsedFace> {
  const objects = readObjects(bytes)
  const [birth, sex, keyObject, name, address, photo, signature] = [
    ...[TAG.birthdate, TAG.sex, TAG.key, TAG.name, TAG.address, TAG.photo, TAG.signature],
  ].map((tag) => objects?.get(tag))
  if (!birth || !sex || !keyObject || !name || !address || !photo || !signature) {
    return failed('TZ-C26')
  }
  const birthdate = readDate(birth.value)
  const sexDigit = readText(sex.value)
  const key = parseSurfaceKey(keyObject.value)
  const arePictures = isPng(name.value) && isPng(address.value)
  if (!birthdate || !isSex(sexDigit) || !key || !arePictures) return failed('TZ-C26')
  if (photo.value.length === 0) return failed('TZ-C27')
  const expiry = objects?.get(TAG.expiry)
  return ok({
    face: {
      birthdate,
      sex: sexDigit,
      nameImage: name.value,
      addressImage: address.value,
      photo: photo.value,
      unsignedExpiry: expiry ? readDate(expiry.value) : null,
    },
    key,
    groups: [join([birth, sex, keyObject]), join([name, address]), photo.whole],
    signature: signature.value,
  })
}

/** By tag. null if the file is no such object, or has one tag twice: two readers could then see two cards. */
function readObjects(bytes: Uint8Array): Map<number, FaceObject> | null {
  const [outer, ...behind] = readTlvs(bytes) ?? []
  if (outer?.tag !== TAG.file || behind.length > 0) return null
  const items = readTlvs(outer.value)
  if (!items) return null
  const objects = new Map<number, FaceObject>()
  let start = 0
  for (const { tag, value } of items) {
    if (objects.has(tag)) return null
    const end = value.byteOffset - outer.value.byteOffset + value.length
    objects.set(tag, { value, whole: outer.value.subarray(start, end) })
    start = end
  }
  return objects
}

function readDate(bytes: Uint8Array): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(readText(bytes))
  return match ? match.slice(1).join('-') : null
}

/** At most eight letters: nothing longer is text here. */
function readText(bytes: Uint8Array): string {
  return bytes.length > 8 ? '' : String.fromCharCode(...bytes)
}

function isSex(text: string): text is CardFace['sex'] {
  return text === '0' || text === '1' || text === '2' || text === '9'
}

function isPng(bytes: Uint8Array): boolean {
  if (bytes.length < PNG_HEADER_LENGTH || !PNG.every((byte, index) => bytes[index] === byte)) {
    return false
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const sides = [view.getUint32(16), view.getUint32(20)]
  return sides.every((side) => side > 0 && side <= MAX_PNG_SIDE)
}

function join(objects: readonly FaceObject[]): Uint8Array {
  const joined = new Uint8Array(objects.reduce((sum, { whole }) => sum + whole.length, 0))
  let at = 0
  for (const { whole } of objects) {
    joined.set(whole, at)
    at += whole.length
  }
  return joined
}
