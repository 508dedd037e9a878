/** 連絡先電話番号: the item for whose absence half of the 不詳 claims come back. */
import { isMyNumber } from './my-number'
import { failed, ok, type Result } from './outcome'
import { normaliseTyped } from './typed'

/** 10 digits by area code; 11 for mobile and IP telephones. Nothing in Japan begins with 00. */
const PHONE = /^0(?:[5-9]0\d{8}|(?![5-9]0)[1-9]\d{8})$/

/** Digits only, +81 as 0. Errors: TZ-N10 個人番号, TZ-N40 no such number. */
export function parsePhone(text: string): Result<string> {
  const typed = normaliseTyped(text).replace(/[-().]/g, '')
  if (isMyNumber(typed)) return failed('TZ-N10')
  const digits = typed.replace(/^\+81(?:0)?/, '0')
  return PHONE.test(digits) ? ok(digits) : failed('TZ-N40')
}

/** 090-1234-5678; a number by area code stays whole, because area codes differ in length. */
export function formatPhone(phone: string): string {
  return phone.length === 11 ? `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}` : phone
}
