/**
 * Days in Japan. A day is `YYYY-MM-DD` in Asia/Tokyo whatever the device's time zone; Japan is UTC+9 and has had
 * no summer time since 1951, so the whole of it is integer arithmetic on the proleptic Gregorian calendar.
 * It ends at the years 1 and 9999 and arithmetic stops there: a certificate without an end says 9999-12-31 (RFC 5280
 * §4.1.2.5), and its grace must not be a fault.
 */

/** `YYYY-MM-DD`, a day in Japan. ISO order is calendar order, so two days compare as text. */
export type Day = string

/** An instant: ISO 8601 with `Z` or an offset, or milliseconds since 1970 UTC. */
export type Instant = string | number

const FIRST_DAY: Day = '0001-01-01'
const LAST_DAY: Day = '9999-12-31'
const DAY_MS = 86_400_000
const JAPAN_OFFSET_MS = 9 * 3_600_000
const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/
/** A year outside 0 to 9999 as `toISOString` writes it: a day after the calendar's last is still an instant. */
const ZONED_INSTANT = /^(?:\d{4}|[+-]\d{6})-\d{2}-\d{2}T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/
const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'] as const

interface CalendarDate {
  year: number
  month: number
  date: number
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** True for a day that the calendar has; 2026-02-29 is not one. */
export function isDay(text: string): boolean {
  return readDay(text) !== null
}

/** The day of a year, month (1–12) and date, or null if the calendar has no such day. */
export function toDay(year: number, month: number, date: number): Day | null {
  const whole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(date)
  if (!whole || year < 1 || year > 9999 || month < 1 || month > 12) return null
  return date < 1 || date > daysInMonth(year, month) ? null : writeDay({ year, month, date })
}

/** The year, month (1–12) and date of a day. @throws RangeError if it is not a day. */
export function splitDay(day: Day): CalendarDate {
  const parts = readDay(day)
  // The text stays out of the message: it may be a patient's birthdate.
  if (parts === null) throw new RangeError('not a day YYYY-MM-DD')
  return parts
}

/** The day it is in Japan at that instant. @throws RangeError for a text without `Z` or an offset. */
export function dayInJapan(instant: Instant): Day {
  return fromDayNumber(Math.floor((toMs(instant) + JAPAN_OFFSET_MS) / DAY_MS))
}

/** The instant at which a day in Japan begins, ISO 8601 in UTC. */
export function startOfDay(day: Day): string {
  return new Date(toDayNumber(day) * DAY_MS - JAPAN_OFFSET_MS).toISOString()
}

export function addDays(day: Day, days: number): Day {
  return fromDayNumber(toDayNumber(day) + days)
}

/** The same date some months on, or the month's last day where it has no such date (1-31 + 1 → 2-28). */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = splitDay(day)
  const index = year * 12 + (month - 1) + months
  const newYear = Math.floor(index / 12)
  if (newYear < 1) return FIRST_DAY
  if (newYear > 9999) return LAST_DAY
  const newMonth = index - newYear * 12 + 1
  return writeDay({
    year: newYear,
    month: newMonth,
    date: Math.min(date, daysInMonth(newYear, newMonth)),
  })
}

export function firstDayOfMonth(day: Day): Day {
  return writeDay({ ...splitDay(day), date: 1 })
}

export function lastDayOfMonth(day: Day): Day {
  const { year, month } = splitDay(day)
  return writeDay({ year, month, date: daysInMonth(year, month) })
}

/** True for a text that {@link toMs} reads; a schema's own pattern may let others through. */
export function isInstant(text: string): boolean {
  return !Number.isNaN(parseInstant(text))
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compareDays(a: Day, b: Day): number {
  return toDayNumber(a) - toDayNumber(b)
}

/** Whole days from one day to another; negative if `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return toDayNumber(to) - toDayNumber(from)
}

/** Both ends included; an open end is null. */
export function isWithin(day: Day, span: { from: Day | null; until: Day | null }): boolean {
  return (span.from === null || span.from <= day) && (span.until === null || day <= span.until)
}

/** Age in years as people count it: one more on each birthday; a 29 February child's turns on 1 March. */
export function ageOn(birthdate: Day, day: Day): number {
  const born = splitDay(birthdate)
  const years = splitDay(day).year - born.year
  return day.slice(5) < birthdate.slice(5) ? years - 1 : years
}

/** The birthday in a year from 1 to 9999; 29 February counts as 28 February in a common year (R20). */
export function birthdayIn(birthdate: Day, year: number): Day {
  const { month, date } = splitDay(birthdate)
  const birthday = toDay(year, month, Math.min(date, daysInMonth(year, month)))
  if (birthday === null) throw new RangeError('day outside the years 1 to 9999')
  return birthday
}

/** 2026年5月31日(日). A text that is no day comes back as it is, so that an odd date stays readable. */
export function formatDayJa(day: Day): string {
  const parts = readDay(day)
  if (parts === null) return day
  const weekday = WEEKDAYS[(((toDayNumber(day) + 4) % 7) + 7) % 7] ?? ''
  return `${parts.year}年${parts.month}月${parts.date}日(${weekday})`
}

/** 10:32, 24 hours, in Japan. */
export function formatTimeJa(instant: Instant): string {
  const local = toMs(instant) + JAPAN_OFFSET_MS
  const minutes = Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 60_000)
  return `${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`
}

/** 2026年5月31日(日) 10:32 */
export function formatInstantJa(instant: Instant): string {
  return `${formatDayJa(dayInJapan(instant))} ${formatTimeJa(instant)}`
}

/** Milliseconds since 1970 UTC. @throws RangeError for a text without `Z` or an offset. */
export function toMs(instant: Instant): number {
  if (typeof instant === 'number') return instant
  const ms = parseInstant(instant)
  if (Number.isNaN(ms)) throw new RangeError('not an ISO 8601 instant with an offset')
  return ms
}

/** Without an offset a browser reads the text in its own zone, and the day would depend on the device: NaN. */
function parseInstant(text: string): number {
  return ZONED_INSTANT.test(text) ? Date.parse(text) : Number.NaN
}

function readDay(text: string): CalendarDate | null {
  const match = DAY_TEXT.exec(text)
  if (match === null) return null
  const [year, month, date] = match.slice(1).map(Number)
  if (year === undefined || month === undefined || date === undefined) return null
  return toDay(year, month, date) === null ? null : { year, month, date }
}

function writeDay({ year, month, date }: CalendarDate): Day {
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** Days before a year begins, counted from 0001-01-01. */
function daysBeforeYear(year: number): number {
  const past = year - 1
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
}

const EPOCH = daysBeforeYear(1970)

/** Days since 1970-01-01. */
function toDayNumber(day: Day): number {
  const { year, month, date } = splitDay(day)
  let days = daysBeforeYear(year) - EPOCH + date - 1
  for (let passed = 1; passed < month; passed++) days += daysInMonth(year, passed)
  return days
}

function fromDayNumber(number: number): Day {
  if (Number.isNaN(number)) throw new RangeError('not a number of days')
  const sinceYearOne = number + EPOCH
  if (sinceYearOne <= 0) return FIRST_DAY
  if (sinceYearOne >= daysBeforeYear(10_000)) return LAST_DAY
  // The mean year gives the year or one beside it; a step mends it.
  let year = Math.floor(sinceYearOne / 365.2425) + 1
  while (daysBeforeYear(year + 1) <= sinceYearOne) year++
  while (daysBeforeYear(year) > sinceYearOne) year--
  let date = sinceYearOne - daysBeforeYear(year) + 1
  let month = 1
  while (date > daysInMonth(year, month)) date -= daysInMonth(year, month++)
  return writeDay({ year, month, date })
}
