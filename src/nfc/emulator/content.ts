/** The bytes of the software card's text files. */
import type { CardImage } from '../../../domain/card-image'

const TOKEN_LENGTH = 160
const RECORD_TAG = 0x01

/** EF 0006 of JPKI: the token's name in 32 bytes, blanks behind it, then filler. */
export function encodeToken(name: 'JPKIAPICCTOKEN' | 'JPKIAPICCTOKEN2'): Uint8Array {
  const token = new Uint8Array(TOKEN_LENGTH)
  token.set(new TextEncoder().encode(name.padEnd(32)))
  return token
}

/** `FF20 { DF21 offsets | DF22 氏名 | DF23 住所 | DF24 YYYYMMDD | DF25 性別 }`; offsets count from the file's start. */
export function encodeBasicFour(four: CardImage['basicFour']): Uint8Array {
  const texts = [four.name, four.address, four.birthdate.replaceAll('-', ''), four.sex]
  const items = texts.map((text, index) =>
    encodeTlv(0xdf22 + index, new TextEncoder().encode(text)),
  )
  const offsetsLength = 3 + 2 * items.length
  const valueLength = items.reduce((sum, item) => sum + item.length, offsetsLength)
  const offsets = new Uint8Array(2 * items.length)
  const view = new DataView(offsets.buffer)
  let at = 2 + encodeLength(valueLength).length + offsetsLength
  items.forEach((item, index) => {
    view.setUint16(index * 2, at)
    at += item.length
  })
  return encodeTlv(0xff20, concat([encodeTlv(0xdf21, offsets), ...items]))
}

/** `01 1C` ‖ 製造番号 (15 digits) ‖ municipality (5) ‖ expiry YYYYMMDD. */
export function encodeCommonRecord({ personaId, municipality, cardExpiry }: CardImage): Uint8Array {
  const text = serialDigits(personaId) + municipality + cardExpiry.replaceAll('-', '')
  const value = new TextEncoder().encode(text)
  return concat([Uint8Array.of(RECORD_TAG, value.length), value])
}

/** Fifteen digits that are always the same for one person and mean nothing (FNV-1a). */
function serialDigits(personaId: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(personaId)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return String(hash % 10n ** 15n).padStart(15, '0')
}

export function encodeTlv(tag: number, value: Uint8Array): Uint8Array {
  const head = Uint8Array.of(tag >> 8, tag & 0xff, ...encodeLength(value.length))
  return concat([head, value])
}

function encodeLength(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
