/**
 * 照合番号B as staff read it off the card: birth date, expiry year, security code. The digits are taken as printed; the
 * year of the birth date is the era's, and nothing is converted, because a wrong guess costs one of ten tries.
 */
import { splitDay, type Day } from './days'
import { toWareki } from './era'
import { isMyNumber } from './my-number'
import { readTypedDigits } from './typed'

export interface TypedSurfaceCode {
  /** Six digits as printed: 昭和55年2月17日 is 550217. */
  birthdate: string
  /** Four digits, Western, as printed. */
  expiryYear: string
  /** Four digits. */
  securityCode: string
}

export type SurfaceCodeFault =
  | 'empty'
  /** Something other than digits. */
  | 'notDigits'
  | 'length'
  /** Eight digits: a Western date was typed. */
  | 'westernDate'
  /** No calendar has that month or day. */
  | 'noSuchDay'
  /** No card ends in that year. */
  | 'notAnExpiry'
  /** Twelve digits that may be a 個人番号 (R13). */
  | 'myNumber'

export type SurfaceCodeFaults = Partial<Record<keyof TypedSurfaceCode, SurfaceCodeFault>>

export type SurfaceCodeReading =
  | { ok: true; code: Uint8Array<ArrayBuffer> }
  /** At least one; nothing was sent to any card. */
  | { ok: false; faults: SurfaceCodeFaults }

export const SURFACE_CODE_TEXTS: Readonly<Record<SurfaceCodeFault, string>> = {
  empty: '券面のとおりに入力してください。',
  notDigits: '数字だけを入力してください。',
  length: '桁数が違います。券面のとおりに入力してください。',
  westernDate: '西暦ではなく、券面の元号の年で6桁です。例: 昭和55年2月17日は 550217。',
  noSuchDay: 'この月日はありません。年、月、日を2桁ずつ入力してください。',
  notAnExpiry: '有効期限の年は西暦4桁です。券面の「まで有効」の年を入力してください。',
  myNumber: '個人番号(12桁)は入力しないでください。この確認では使いません。',
}

/** Cards were first issued in 2016 for at least five years; none ends before, and none later than in eleven years. */
const FIRST_EXPIRY_YEAR = 2016
const LONGEST_LIFE_YEARS = 11

const LAST_DATES = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/**
 * The 14 ASCII digits to present, or the fault of each field. The bytes can be wiped, the texts cannot.
 * @param today the day in Japan
 */
export function readSurfaceCode(typed: TypedSurfaceCode, today: Day): SurfaceCodeReading {
  const birthdate = readField(typed.birthdate, 6, birthdateFault)
  const expiryYear = readField(typed.expiryYear, 4, (digits) => expiryFault(digits, today))
  const securityCode = readField(typed.securityCode, 4, () => null)
  if (birthdate.ok && expiryYear.ok && securityCode.ok) {
    const digits = birthdate.digits + expiryYear.digits + securityCode.digits
    return { ok: true, code: Uint8Array.from(digits, (digit) => digit.charCodeAt(0)) }
  }
  return {
    ok: false,
    faults: {
      ...(!birthdate.ok && { birthdate: birthdate.fault }),
      ...(!expiryYear.ok && { expiryYear: expiryYear.fault }),
      ...(!securityCode.ok && { securityCode: securityCode.fault }),
    },
  }
}

/** What is known of the card without its code. */
export interface KnownOfCard {
  /** Of the patient that is expected; null for a walk-in. */
  birthdate: Day | null
  /** As anybody's reader is told it; null where the card did not tell. */
  expiry: Day | null
}

/**
 * After a wrong code: the fields to look at first. Never asked before a try: what is printed counts, and it may differ
 * (a Western date on a foreign resident's card, another patient's card, an extended stay).
 */
export function suspectFields(
  typed: TypedSurfaceCode,
  { birthdate, expiry }: KnownOfCard,
): (keyof TypedSurfaceCode)[] {
  const era = birthdate === null ? null : toWareki(birthdate)
  const printed =
    birthdate && era
      ? `${String(era.year).padStart(2, '0')}${birthdate.slice(5).replace('-', '')}`
      : null
  const suspects: (keyof TypedSurfaceCode)[] = []
  if (printed !== null && readTypedDigits(typed.birthdate) !== printed) suspects.push('birthdate')
  if (expiry !== null && readTypedDigits(typed.expiryYear) !== expiry.slice(0, 4)) {
    suspects.push('expiryYear')
  }
  // Both agree with what is known: then it is the one that nothing is known of.
  const areKnown = printed !== null && expiry !== null
  return suspects.length === 0 && areKnown ? ['securityCode'] : suspects
}

type Field = { ok: true; digits: string } | { ok: false; fault: SurfaceCodeFault }

function readField(
  text: string,
  length: number,
  faultOf: (digits: string) => SurfaceCodeFault | null,
): Field {
  const digits = readTypedDigits(text)
  if (digits === null) return { ok: false, fault: 'notDigits' }
  if (digits === '') return { ok: false, fault: 'empty' }
  if (isMyNumber(digits)) return { ok: false, fault: 'myNumber' }
  if (digits.length !== length) {
    return { ok: false, fault: length === 6 && digits.length === 8 ? 'westernDate' : 'length' }
  }
  const fault = faultOf(digits)
  return fault ? { ok: false, fault } : { ok: true, digits }
}

/** The year may be any: 29 February is let through because the digits do not say which era they count in. */
function birthdateFault(digits: string): SurfaceCodeFault | null {
  const last = LAST_DATES[Number(digits.slice(2, 4)) - 1]
  const date = Number(digits.slice(4))
  return last === undefined || date < 1 || date > last ? 'noSuchDay' : null
}

function expiryFault(digits: string, today: Day): SurfaceCodeFault | null {
  const year = Number(digits)
  const latest = splitDay(today).year + LONGEST_LIFE_YEARS
  return year < FIRST_EXPIRY_YEAR || year > latest ? 'notAnExpiry' : null
}
