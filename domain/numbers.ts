/**
 * Insurance numbers: forgiving on input, one canonical form to keep (R70, R71). Canonical is half width without
 * spaces or dashes; what the authority's interface wants (padding) is made where it is sent.
 */
import { hasCheckDigit } from './check-digit'
import { type Day } from './days'
import { readTypedDay } from './era'
import type { ErrorCode } from './errors'
import { isMyNumber, refusesMyNumber } from './my-number'
import { failed, ok, type Result } from './outcome'
import { characters, normaliseWord, readTypedDigits } from './typed'

/** 不詳 on a claim (R62): the plain fill, and the one that satisfies software which checks the digit. */
export const UNKNOWN_INSURER_NUMBERS = ['77777777', '77777779'] as const

const LATTER_STAGE = '39'
/** 記号 and 番号 hold at most 19 characters each on a claim (38 bytes). */
const MAX_CLAIM_CHARACTERS = 19

/**
 * 保険者番号: 8 digits, or 6 for 国保; 国保 written with two leading zeros or spaces loses them.
 * Errors: TZ-N01 length, TZ-N02 check digit, TZ-N03 the fill for 不詳, TZ-N10 個人番号.
 */
export function parseInsurerNumber(text: string): Result<string> {
  const digits = readTypedDigits(text)
  if (digits === null) return failed('TZ-N01')
  if (isMyNumber(digits)) return failed('TZ-N10')
  if (UNKNOWN_INSURER_NUMBERS.some((fill) => fill === digits)) return failed('TZ-N03')
  if (digits.length !== 6 && digits.length !== 8) return failed('TZ-N01')
  if (!hasCheckDigit(digits) || /^0+$/.test(digits)) return failed('TZ-N02')
  return ok(digits.length === 8 && digits.startsWith('00') ? digits.slice(2) : digits)
}

/** 公費負担者番号, 8 digits. Errors: TZ-N04 length, TZ-N05 check digit, TZ-N10 個人番号. */
export function parsePayerNumber(text: string): Result<string> {
  return parseChecked(text, 8, 'TZ-N04', 'TZ-N05')
}

/** 公費負担医療の受給者番号, 7 digits. Errors: TZ-N06 length, TZ-N07 check digit, TZ-N10 個人番号. */
export function parseRecipientNumber(text: string): Result<string> {
  return parseChecked(text, 7, 'TZ-N06', 'TZ-N07')
}

/**
 * 枝番: two digits, or null for an empty field; a missing one is never 00 (R70). 後期 has none.
 * Errors: TZ-N08, TZ-N10 個人番号, TZ-N15 後期.
 */
export function parseBranch(text: string, insurerNumber = ''): Result<string | null> {
  const digits = readTypedDigits(text)
  if (digits !== null && isMyNumber(digits)) return failed('TZ-N10')
  if (digits === '') return ok(null)
  if (digits?.length !== 2) return failed('TZ-N08')
  return isLatterStage(insurerNumber) ? failed('TZ-N15') : ok(digits)
}

/**
 * 記号: digits or kanji and kana, or null for none. 後期 has none.
 * Errors: TZ-N09 後期, TZ-N12 too long, TZ-N10 個人番号.
 */
export function parseSymbol(text: string, insurerNumber = ''): Result<string | null> {
  if (refusesMyNumber(text)) return failed('TZ-N10')
  const symbol = trimTyped(text)
  if (symbol === '') return ok(null)
  if (characters(symbol).length > MAX_CLAIM_CHARACTERS) return failed('TZ-N12')
  return isLatterStage(insurerNumber) ? failed('TZ-N09') : ok(symbol)
}

/**
 * 番号, judged with its insurer: 後期 has 8 digits and no 記号 (its check digit is not settled, so it is not checked).
 * Errors: TZ-N09 後期, TZ-N12 empty or too long, TZ-N10 個人番号.
 */
export function parseInsuredNumber(text: string, insurerNumber: string): Result<string> {
  if (refusesMyNumber(text)) return failed('TZ-N10')
  if (isLatterStage(insurerNumber)) {
    const digits = readTypedDigits(text)
    return digits?.length === 8 ? ok(digits) : failed('TZ-N09')
  }
  const number = trimTyped(text)
  const length = characters(number).length
  return length === 0 || length > MAX_CLAIM_CHARACTERS ? failed('TZ-N12') : ok(number)
}

/** A typed day, 和暦 or 西暦, as `YYYY-MM-DD` (R71). Errors: TZ-N10 個人番号, TZ-N11 no such day. */
export function parseDay(text: string): Result<Day> {
  if (refusesMyNumber(text)) return failed('TZ-N10')
  const day = readTypedDay(text)
  return day === null ? failed('TZ-N11') : ok(day)
}

/** True for an insurer of 後期高齢者医療 (法別番号 39). */
export function isLatterStage(insurerNumber: string): boolean {
  return insurerNumber.length === 8 && insurerNumber.startsWith(LATTER_STAGE)
}

/** Digits in the groups that an eye compares: 0613 0488, 138 057, 123 4567. Anything else as it is. */
export function formatNumber(number: string): string {
  if (!/^\d{6,8}$/.test(number)) return number
  const split = number.length === 8 ? 4 : 3
  return `${number.slice(0, split)} ${number.slice(split)}`
}

function parseChecked(
  text: string,
  length: number,
  wrongLength: ErrorCode,
  wrongDigit: ErrorCode,
): Result<string> {
  const digits = readTypedDigits(text)
  if (digits !== null && isMyNumber(digits)) return failed('TZ-N10')
  if (digits?.length !== length) return failed(wrongLength)
  return hasCheckDigit(digits) && !/^0+$/.test(digits) ? ok(digits) : failed(wrongDigit)
}

/** Dashes inside a 記号 or 番号 belong to it; only those at the ends are noise. */
function trimTyped(text: string): string {
  return normaliseWord(text).replace(/^-+|-+$/g, '')
}
