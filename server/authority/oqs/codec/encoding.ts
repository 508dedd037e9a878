/** The two encodings of the folder. Shift_JIS there is CP932, as Windows writes it. */
import { encodeCp932, readRepertoire, type Repertoire } from '../../../../domain/repertoire'
import { CodecFault } from './fault'

export type OqsEncoding = 'utf-8' | 'cp932'

const DECLARED = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/
/** Long enough for any declaration. */
const DECLARATION_BYTES = 200
/** What Japanese is written with besides ASCII: its signs and ●, kana, kanji, and the full-width and half-width forms. */
const JAPANESE = /[\u2010-\u33ff\uff01-\uffef\p{Script=Han}]/u
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const

const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  // Of the WHATWG's encodings this one is CP932, with the makers' characters.
  cp932: new TextDecoder('shift_jis', { fatal: true }),
}

let repertoire: Repertoire | undefined

/**
 * Reads strictly. Bytes that are UTF-8 are taken as UTF-8 whatever is declared, since Japanese in CP932 hardly ever happens to be;
 * the other way round it often happens, so CP932 is only tried when they are not. Where half-width katakana make a text both, as
 * ﾃｱ is ñ, its UTF-8 has nothing Japanese: there, what the file says of itself decides.
 * @param characterCode what the result's own header says, where it does
 * @throws CodecFault `encoding`
 */
export function decodeText(bytes: Uint8Array, characterCode?: OqsEncoding): string {
  const marked = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)
  const asUtf8 = tryDecode('utf-8', bytes)
  if (asUtf8 !== null && (marked || isAscii(bytes))) return asUtf8
  const asCp932 = tryDecode('cp932', bytes)
  if (asUtf8 === null) {
    if (asCp932 === null || marked) throw new CodecFault('encoding', 'file')
    return asCp932
  }
  const saysCp932 = declaredEncoding(bytes) === 'cp932' || characterCode === 'cp932'
  return saysCp932 && asCp932 !== null && !JAPANESE.test(asUtf8) ? asCp932 : asUtf8
}

/** @throws CodecFault `unencodable`, before a byte is written anywhere; the character itself is not named */
export function encodeText(text: string, encoding: OqsEncoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  repertoire ??= readRepertoire((each) => new TextDecoder('shift_jis').decode(each))
  const encoded = encodeCp932(text, repertoire)
  if (!encoded.ok) throw new CodecFault('unencodable', 'request')
  return encoded.bytes
}

/** As it stands in the XML declaration. */
export function encodingLabel(encoding: OqsEncoding): string {
  return encoding === 'utf-8' ? 'UTF-8' : 'Shift_JIS'
}

function declaredEncoding(bytes: Uint8Array): OqsEncoding | null {
  const head = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1')
  const label = DECLARED.exec(head)?.[1]?.toLowerCase()
  if (label === 'utf-8') return 'utf-8'
  return label === 'shift_jis' || label === 'windows-31j' || label === 'cp932' ? 'cp932' : null
}

function tryDecode(encoding: OqsEncoding, bytes: Uint8Array): string | null {
  try {
    return decoders[encoding].decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return null
    throw cause
  }
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80)
}
