/** What people type: any width, spaces anywhere, any of the many dashes (R71). */

/** Everything that looks like a dash on a Japanese keyboard or in a pasted text. */
const DASHES =
  /[\u002d\u00ad\u02d7\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u30fc\uff0d\uff70\ufe58\ufe63]/gu
/** Spaces, and the marks and controls that come along with pasted text without being seen. */
const SPACES = /[\s\p{Cf}\p{Cc}]+/gu
const LONG_VOWEL = /(?<=[ぁ-ゖァ-ヺ])ー(?=[ぁ-ゖァ-ヺ]|$)/u
const DIGITS_AND_DASHES = /^[0-9-]*$/

/** Half width (NFKC), no spaces, one kind of dash. For numbers and dates, not for names: it takes ー for a dash. */
export function normaliseTyped(text: string): string {
  return text.normalize('NFKC').replace(DASHES, '-').replace(SPACES, '')
}

/** As {@link normaliseTyped}, for what may hold words: ー within kana is their long vowel, before a digit it is a dash. */
export function normaliseWord(text: string): string {
  const word = text.normalize('NFKC').replace(SPACES, '')
  return word.split(LONG_VOWEL).map(normaliseTyped).join('ー')
}

/** The digits of a typed number, or null if it holds anything but digits, spaces and dashes. */
export function readTypedDigits(text: string): string | null {
  const typed = normaliseTyped(text)
  return DIGITS_AND_DASHES.test(typed) ? typed.replaceAll('-', '') : null
}

/** By code points: 𠮷 is one character, as it is one ● to the authority and one box on a form. */
export function characters(text: string): string[] {
  return Array.from(text)
}
