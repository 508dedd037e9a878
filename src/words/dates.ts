/** Days and times as each language writes them, always by the clock of Japan. */
import {
  dayInJapan,
  formatDayJa,
  formatInstantJa,
  formatTimeJa,
  isDay,
  splitDay,
  startOfDay,
  toMs,
  type Day,
  type Instant,
} from '../../domain/days'

/** `en` alone would put the month first, which a reader from elsewhere takes for the day. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB' }

const DAY: Intl.DateTimeFormatOptions = {
  timeZone: 'Asia/Tokyo',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
}

/** In Korean the short weekday of a Sunday, 일, is the word for day, and would stand beside it. */
const WEEKDAYS: Readonly<Record<string, 'long' | 'short'>> = { ko: 'long' }

/** 2026年5月31日(日), Sun, 31 May 2026. A text that is no day comes back as it is. @param tag BCP 47 */
export function formatDay(day: Day, tag: string): string {
  if (tag === 'ja' || !isDay(day)) return formatDayJa(day)
  const weekday = WEEKDAYS[tag] ?? 'short'
  const format = new Intl.DateTimeFormat(LOCALES[tag] ?? tag, { ...DAY, weekday })
  return format.format(toMs(startOfDay(day)))
}

/** Brazil's own short form has its year in full; others' shortest does not. */
const SHORT_STYLES: Readonly<Record<string, 'short' | 'medium'>> = { 'pt-BR': 'short' }

/** Where room is short: 22 May 2029. In Japanese as {@link formatDay}. @param tag BCP 47 */
export function formatShortDay(day: Day, tag: string): string {
  if (tag === 'ja' || !isDay(day)) return formatDayJa(day)
  const format = new Intl.DateTimeFormat(LOCALES[tag] ?? tag, {
    timeZone: 'Asia/Tokyo',
    dateStyle: SHORT_STYLES[tag] ?? 'medium',
  })
  return format.format(toMs(startOfDay(day)))
}

/** 2026年5月31日, 31 May 2026: in a table of days, where which day of the week it was says nothing. @param tag BCP 47 */
export function formatDate(day: Day, tag: string): string {
  if (tag !== 'ja' || !isDay(day)) return formatShortDay(day, tag)
  const { year, month, date } = splitDay(day)
  return `${year}年${month}月${date}日`
}

/** 5月31日, 31 May: a day of this year. @param tag BCP 47 */
export function formatMonthDay(day: Day, tag: string): string {
  const { month, date } = splitDay(day)
  if (tag === 'ja') return `${month}月${date}日`
  const format = new Intl.DateTimeFormat(LOCALES[tag] ?? tag, {
    timeZone: 'Asia/Tokyo',
    month: 'short',
    day: 'numeric',
  })
  return format.format(toMs(startOfDay(day)))
}

/** 5/31, 31 May: on a badge. Elsewhere than in Japan nobody knows which of two numbers is the month. @param tag BCP 47 */
export function formatBadgeDay(day: Day, tag: string): string {
  const { month, date } = splitDay(day)
  return tag === 'ja' ? `${month}/${date}` : formatMonthDay(day, tag)
}

/** Day and time, 24 hours. @param tag BCP 47 */
export function formatInstant(instant: Instant, tag: string): string {
  if (tag === 'ja') return formatInstantJa(instant)
  return `${formatDay(dayInJapan(instant), tag)} ${formatTimeJa(instant)}`
}
