/** 個人番号 (My Number): recognised only in order to be refused (R13). */
import { normaliseTyped } from './typed'

const LENGTH = 12
/** Weights of digits 1 to 11 from the left; order of ministry no. 85 of 2014, article 5. */
const WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2] as const
/**
 * Between the groups of one number people put little, and no word: a space, a dash, a dot, a bracket. Never a colon: a day
 * and a time of day have twelve digits too.
 */
const NUMBER_LIKE = /\d+(?:[^\p{L}\p{N}:]{1,3}\d+)*/gu

/** True for twelve half-width digits of which the last is the check digit of a 個人番号. */
export function isMyNumber(digits: string): boolean {
  if (!/^\d{12}$/.test(digits)) return false
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  const rest = sum % 11
  return Number(digits[LENGTH - 1]) === (rest <= 1 ? 0 : 11 - rest)
}

/**
 * True if a free text holds what may be a 個人番号, in any width and in groups of any size. The text must then be
 * refused (R13). One other 12-digit number in eleven has the same check digit: refusing those too is the price.
 */
export function refusesMyNumber(text: string): boolean {
  const lines = text.split(/[\n\r\t]/u).map(keepGroups)
  return lines.some((line) => [...line.matchAll(NUMBER_LIKE)].some(([run]) => runHolds(run)))
}

/** One kind of width and dash, with the spaces left standing: they part one number from the next. */
function keepGroups(line: string): string {
  return line
    .split(/(\s+)/u)
    .map((part) => (/^\s+$/u.test(part) ? ' ' : normaliseTyped(part)))
    .join('')
}

/** Whole groups only: a twelve-digit slice of a longer unbroken number is not a number that anybody wrote. */
function runHolds(run: string): boolean {
  const groups = run.match(/\d+/gu) ?? []
  return groups.some((_, start) => {
    let digits = ''
    for (const group of groups.slice(start)) {
      digits += group
      if (digits.length >= LENGTH) break
    }
    return isMyNumber(digits)
  })
}
