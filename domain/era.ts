/** 和暦: the Japanese eras, for reading paper forms and for the 申立書. */
import { type Day, splitDay, toDay } from './days'
import { normaliseTyped } from './typed'

export interface Era {
  name: string
  /** The letter used on forms and cards. */
  letter: string
  /** The number used on claims. */
  number: string
  from: Day
}

/** Newest first. 明治 begins here with the Gregorian calendar; its first years had another one. */
export const ERAS = [
  { name: '令和', letter: 'R', number: '5', from: '2019-05-01' },
  { name: '平成', letter: 'H', number: '4', from: '1989-01-08' },
  { name: '昭和', letter: 'S', number: '3', from: '1926-12-25' },
  { name: '大正', letter: 'T', number: '2', from: '1912-07-30' },
  { name: '明治', letter: 'M', number: '1', from: '1873-01-01' },
] as const satisfies readonly Era[]

/** The year of 元年 less one. 明治 alone did not begin where its row above does. */
const YEAR_ZERO: Record<(typeof ERAS)[number]['letter'], number> = {
  R: 2018,
  H: 1988,
  S: 1925,
  T: 1911,
  M: 1867,
}

const ERA = '令和|平成|昭和|大正|明治|[令平昭大明RHSTM]'
/** With the weekday, as this app writes a day itself. */
const SEPARATED = new RegExp(
  `^(${ERA})?(\\d{1,4}|元)[年./-](\\d{1,2})[月./-](\\d{1,2})日?(?:\\([日月火水木金土]\\))?$`,
)
/** Seven digits begin with the era's number, as clerks know it from the claim: 3550401 is 昭和55年4月1日. */
const COMPACT = new RegExp(`^(?:(${ERA}|[1-5](?=\\d{6}$))(\\d{2})|(\\d{4}))(\\d{2})(\\d{2})$`)

/** Era, year of the era and its text (令和8年5月31日), or null before 1873. */
export function toWareki(
  day: Day,
): { era: string; letter: string; year: number; text: string } | null {
  const { year, month, date } = splitDay(day)
  const era = ERAS.find(({ from }) => from <= day)
  if (era === undefined) return null
  const eraYear = year - YEAR_ZERO[era.letter]
  const text = `${era.name}${eraYear === 1 ? '元' : eraYear}年${month}月${date}日`
  return { era: era.name, letter: era.letter, year: eraYear, text }
}

/**
 * A typed date, 和暦 or 西暦, in any width and with any separator: 令和8年5月31日, R8.5.31, 昭12/3/4, 2026-5-31,
 * 20260531, 5080531. Null if it is no day, or a day its era did not have (昭和64年1月8日): the paper has another one then.
 */
export function readTypedDay(text: string): Day | null {
  const typed = normaliseTyped(text).toUpperCase()
  const separated = SEPARATED.exec(typed)
  if (separated !== null) {
    const [, era, year, month, date] = separated
    return resolve(era, year === '元' ? 1 : Number(year), Number(month), Number(date))
  }
  const compact = COMPACT.exec(typed)
  if (compact === null) return null
  const [, era, eraYear, year, month, date] = compact
  return resolve(era, Number(eraYear ?? year), Number(month), Number(date))
}

/** The day of an era's letter, year, month and date, or null where that era has no such day. */
export function dayInEra(letter: string, year: number, month: number, date: number): Day | null {
  return ERAS.some((era) => era.letter === letter) ? resolve(letter, year, month, date) : null
}

function resolve(
  eraText: string | undefined,
  year: number,
  month: number,
  date: number,
): Day | null {
  if (eraText === undefined) return year < 1000 ? null : toDay(year, month, date)
  const index = ERAS.findIndex(
    ({ name, letter, number }) =>
      name.startsWith(eraText) || letter === eraText || number === eraText,
  )
  const era = ERAS[index]
  if (era === undefined || year < 1) return null
  const day = toDay(YEAR_ZERO[era.letter] + year, month, date)
  const next = ERAS[index - 1]
  if (day === null || day < era.from || (next !== undefined && day >= next.from)) return null
  return day
}
