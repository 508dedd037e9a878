/** What people type: any width, spaces anywhere, any of the many dashes (R71). */

/** Everything that looks like a dash on a Japanese keyboard or in a pasted text. */
const DASHES =
  /[\u002d\u00ad\u02d7\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u30fc\uff0d\uff70\ufe58\ufe63]/gu
/** Spaces, and the marks that come along with pasted text without being seen. */
const SPACES = /[\s\u200b-\u200d\u2060\ufeff]+/gu
const DIGITS_AND_DASHES = /^[0-9-]*$/

/** Half width (NFKC), no spaces, one kind of dash. For numbers and dates, not for names: it takes ー for a dash. */
export function normaliseTyped(text: string): string {
  return text.normalize('NFKC').replace(DASHES, '-').replace(SPACES, '')
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
