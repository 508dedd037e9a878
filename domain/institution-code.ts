/**
 * 医療機関コード, ten digits: prefecture 2, table of points 1 (点数表), district and institution 6, check digit 1. The
 * digit is that of all nine before it. It follows from public examples only, so a wrong one is for a person to judge.
 */
import { hasCheckDigit } from './check-digit'
import { PREFECTURES } from './insurers'
import { isMyNumber } from './my-number'
import { failed, ok, type Result } from './outcome'
import { readTypedDigits } from './typed'

/** 点数表番号 */
export const POINT_TABLES = {
  '1': '医科',
  '3': '歯科',
  '4': '調剤',
  '6': '訪問看護',
} as const

/** A typed 医療機関コード as ten digits. Errors: TZ-N10 個人番号, TZ-N13 length, prefecture or table. */
export function parseInstitutionCode(text: string): Result<string> {
  const digits = readTypedDigits(text)
  if (digits === null) return failed('TZ-N13')
  if (isMyNumber(digits)) return failed('TZ-N10')
  const known =
    digits.length === 10 &&
    Object.hasOwn(PREFECTURES, digits.slice(0, 2)) &&
    Object.hasOwn(POINT_TABLES, digits.charAt(2))
  return known ? ok(digits) : failed('TZ-N13')
}

/** False where the check digit of a parsed code does not fit (TZ-N14): ask, do not refuse. */
export function looksRight(institutionCode: string): boolean {
  return hasCheckDigit(institutionCode)
}
