/** What people and programs write in a cell → one canonical form (R70, R71). Each error is the catalogue's. */
import { isLivingBirthdate } from '../../../domain/birthdate'
import type { Day } from '../../../domain/days'
import { addDays } from '../../../domain/days'
import { parseDay } from '../../../domain/numbers'
import { failed, ok, type Result } from '../../../domain/outcome'
import { normaliseTyped } from '../../../domain/typed'
import { findWord } from './words'

const PATIENT_ID = /^[A-Za-z0-9-]{1,50}$/
const CLOCK = /^(午前|午後|AM|PM)?(\d{1,2})(?:[:.時](\d{1,2})?分?)(?::\d{2})?$/i
const COMPACT_CLOCK = /^(\d{1,2})(\d{2})$/
/** A spreadsheet writes a time behind its day. */
const DAY_BEFORE_CLOCK = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T\s]+/i

/** Leading zeros belong to it: 00209 is not 209. */
export function readPatientId(text: string): Result<string> {
  const id = normaliseTyped(text)
  return PATIENT_ID.test(id) ? ok(id) : failed('TZ-P22')
}

/** @param today in Japan */
export function readBirthdate(text: string, today: Day): Result<Day> {
  const day = parseDay(text)
  if (!day.ok || isLivingBirthdate(day.value, today)) return day
  return failed('TZ-N27')
}

/** A day on which something was confirmed: not after today. */
export function readPastDay(text: string, today: Day): Result<Day> {
  const day = parseDay(text)
  return day.ok && day.value > today ? failed('TZ-N11') : day
}

/** A day of a list of visits: at most a year from today, in either direction. */
export function readVisitDay(text: string, today: Day): Result<Day> {
  const day = parseDay(text)
  if (!day.ok) return day
  const isNear = day.value >= addDays(today, -366) && day.value <= addDays(today, 366)
  return isNear ? day : failed('TZ-P27')
}

/** `HH:MM` of 9:30, ９時半 excepted: 0930, 午後2時, 14時5分, 2026/11/24 9:30:00. */
export function readClock(text: string): Result<string> {
  const typed = normaliseTyped(text.normalize('NFKC').trim().replace(DAY_BEFORE_CLOCK, ''))
  const compact = COMPACT_CLOCK.exec(typed)
  const [, half = '', hours = '', minutes = '0'] = compact
    ? ['', '', compact[1], compact[2]]
    : (CLOCK.exec(typed) ?? [])
  if (hours === '') return failed('TZ-P25')
  const hour = inDay(Number(hours), half)
  const minute = Number(minutes)
  if (hour === null || hour > 23 || minute > 59) return failed('TZ-P25')
  return ok(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
}

export function readOrder(text: string): Result<number> {
  const typed = normaliseTyped(text)
  return /^\d{1,4}$/.test(typed) ? ok(Number(typed)) : failed('TZ-P24')
}

export function readWord<K extends string>(
  words: Partial<Record<K, readonly string[]>>,
  text: string,
): Result<K> {
  const key = findWord(words, text)
  return key === null ? failed('TZ-P24') : ok(key)
}

/** 午後12時 is noon and 午前12時 is midnight; 午後14時 is nothing. */
function inDay(hour: number, half: string): number | null {
  if (half === '') return hour
  if (hour > 12) return null
  return (hour % 12) + (/^(?:午後|PM)$/i.test(half) ? 12 : 0)
}
