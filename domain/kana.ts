/** フリガナ as typed, in any kana and width, → full-width katakana as a claim has it. */
import { refusesMyNumber } from './my-number'
import { failed, ok, type Result } from './outcome'
import { characters } from './typed'

const HIRAGANA = /[\u3041-\u3096\u309d\u309e]/gu
const SPACES = /[\s\u3000]+/gu
/** A dash after a kana is a long vowel, whichever key made it. */
const LONG_VOWEL = /(?<=[ァ-ヺー])[-\u2010-\u2015\u2212]/gu
const KANA_NAME = /^[ァ-ヺーヽヾ・●]+(?: [ァ-ヺーヽヾ・●]+)*$/u
const LONGEST = 40

/**
 * Katakana with single spaces. Errors: TZ-N10 個人番号, TZ-N16 empty or over 40
 * characters, TZ-N43 something that is no kana.
 */
export function parseKanaName(text: string): Result<string> {
  if (refusesMyNumber(text)) return failed('TZ-N10')
  const kana = text
    .normalize('NFKC')
    .replace(SPACES, ' ')
    .trim()
    .replace(HIRAGANA, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60))
    .replace(LONG_VOWEL, 'ー')
  const length = characters(kana).length
  if (length === 0 || length > LONGEST) return failed('TZ-N16')
  return KANA_NAME.test(kana) ? ok(kana) : failed('TZ-N43')
}
