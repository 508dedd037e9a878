/** What makes numbers doubtful that are each well formed (R70). A doubt asks; it never refuses. */
import { hasCheckDigit } from '../check-digit'
import { insurerScheme, prefectureOf } from '../insurers'
import { isLatterStage } from '../numbers'
import { characters } from '../typed'
import { doubt, type Finding, type InsuredNumbers } from './document'

/** The form a 記号 has, by 法別番号: what the clearing house checks at its door (受付・事務点検 3148, 3177). */
const SYMBOL_FORMS: Readonly<Record<string, RegExp>> = {
  '01': /^\d{7,8}$/,
  '06': /^[A-Z]?\d+$/i,
  '63': /^[A-Z]?\d+$/i,
}

/** 番号 are digits, now and then with dashes or letters; kana and kanji belong to a 記号. */
const WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const DIGITS = /^\d+$/

export function doubtNumbers(
  numbers: InsuredNumbers,
  previous: readonly InsuredNumbers[],
): Finding[] {
  const findings = doubtInsurer(numbers.insurerNumber)
  if (isLatterStage(numbers.insurerNumber)) {
    if (!hasCheckDigit(numbers.number)) findings.push(doubt('number', 'TZ-N25'))
  } else if (isSwapped(numbers, previous)) {
    return [...findings, doubt('symbol', 'TZ-N23')]
  } else if (!fitsForm(numbers.insurerNumber, numbers.symbol)) {
    findings.push(doubt('symbol', 'TZ-N24'))
  }
  if (differsFromBefore(numbers, previous)) findings.push(doubt('number', 'TZ-N26'))
  return findings
}

export function doubtInsurer(insurerNumber: string): Finding[] {
  if (insurerScheme(insurerNumber) === null) return [doubt('insurerNumber', 'TZ-N22')]
  return prefectureOf(insurerNumber) === null ? [doubt('insurerNumber', 'TZ-N21')] : []
}

/** True where the two would be right the other way round: as before, by their form, or because words are in the 番号. */
function isSwapped(
  { insurerNumber, symbol, number }: InsuredNumbers,
  previous: readonly InsuredNumbers[],
): boolean {
  if (symbol === null || symbol === number) return false
  const before = previous.some(
    (known) => sameText(known.symbol, number) && sameText(known.number, symbol),
  )
  if (WORDS.test(symbol)) return before
  const byForm = !fitsForm(insurerNumber, symbol) && fitsForm(insurerNumber, number)
  return before || byForm || (DIGITS.test(symbol) && WORDS.test(number))
}

function fitsForm(insurerNumber: string, symbol: string | null): boolean {
  const form = insurerNumber.length === 8 ? SYMBOL_FORMS[insurerNumber.slice(0, 2)] : undefined
  return form === undefined || (symbol !== null && form.test(symbol))
}

/** The same insurer gives a person a new number now and then, so this asks; another insurer gives another one. */
function differsFromBefore(numbers: InsuredNumbers, previous: readonly InsuredNumbers[]): boolean {
  const known = previous.filter(({ insurerNumber }) => insurerNumber === numbers.insurerNumber)
  return known.length > 0 && !known.some((before) => sameNumbers(before, numbers))
}

/** True for the same 記号 and 番号; a 枝番 that only one of them has says nothing. */
function sameNumbers(a: InsuredNumbers, b: InsuredNumbers): boolean {
  const branches = a.branch === null || b.branch === null || a.branch === b.branch
  return branches && sameText(a.symbol, b.symbol) && sameText(a.number, b.number)
}

/** The authority writes some numbers in full width and with other dashes. */
function sameText(a: string | null, b: string | null): boolean {
  return comparable(a) === comparable(b)
}

function comparable(text: string | null): string {
  return characters((text ?? '').normalize('NFKC').toUpperCase())
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .join('')
}
