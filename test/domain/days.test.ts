import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  ageOn,
  birthdayIn,
  compareDays,
  dayInJapan,
  daysBetween,
  firstDayOfMonth,
  formatDayJa,
  formatInstantJa,
  formatTimeJa,
  isDay,
  isInstant,
  isWithin,
  lastDayOfMonth,
  splitDay,
  startOfDay,
  toDay,
  toMs,
} from '../../domain/days'
import { anyDay } from './answers'

describe('an instant', () => {
  it('is a text with an offset that a clock can read', () => {
    for (const text of ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.123+09:00']) {
      expect(isInstant(text)).toBe(true)
      expect(() => toMs(text)).not.toThrow()
    }
    for (const text of [
      '',
      '2026-11-21',
      '2026-11-21T10:00:00',
      '2026-11-21 10:00:00Z',
      '2026-11-21T10:00:00+09',
      '2026-13-21T10:00:00Z',
    ]) {
      expect(isInstant(text)).toBe(false)
      expect(() => toMs(text)).toThrow(RangeError)
    }
  })
})

describe('the day in Japan', () => {
  it('begins at 15:00 UTC of the day before', () => {
    expect(dayInJapan('2026-05-30T14:59:59.999Z')).toBe('2026-05-30')
    expect(dayInJapan('2026-05-30T15:00:00.000Z')).toBe('2026-05-31')
  })

  it('is the same for an instant written with another offset', () => {
    expect(dayInJapan('2026-05-30T18:00:00+03:00')).toBe('2026-05-31')
  })

  it('reads milliseconds, also before 1970', () => {
    expect(dayInJapan(0)).toBe('1970-01-01')
    expect(dayInJapan(-9 * 3_600_000 - 1)).toBe('1969-12-31')
  })

  it('is the last day of the calendar for an instant after it', () => {
    expect(dayInJapan('+010000-01-01T05:00:00.000Z')).toBe('9999-12-31')
    expect(dayInJapan('9999-12-31T23:00:00-10:00')).toBe('9999-12-31')
  })

  it('refuses an instant without an offset, whose day would depend on the device', () => {
    expect(() => dayInJapan('2026-05-30T15:00:00')).toThrow(RangeError)
    expect(() => dayInJapan('yesterday')).toThrow(RangeError)
    expect(() => dayInJapan('2026-05-30T99:99:99Z')).toThrow(RangeError)
  })

  it('starts at an instant that is in it, and a millisecond earlier is not', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const start = Date.parse(startOfDay(day))
        expect(dayInJapan(start)).toBe(day)
        expect(dayInJapan(start - 1)).toBe(addDays(day, -1))
      }),
    )
  })

  it('agrees with the calendar of Asia/Tokyo as the platform knows it', () => {
    const tokyo = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Tokyo',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    const from = Date.parse('1960-01-01T00:00:00Z')
    const until = Date.parse('2099-12-31T00:00:00Z')
    fc.assert(
      fc.property(fc.integer({ min: from, max: until }), (ms) => {
        expect(dayInJapan(ms)).toBe(tokyo.format(ms))
      }),
    )
  })
})

describe('a day', () => {
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-01',
    '',
    '20260101',
    '0000-01-01',
  ])('is not %j', (text) => {
    expect(isDay(text)).toBe(false)
  })

  it('is 29 February in a leap year only, and 1900 was none', () => {
    expect(isDay('2028-02-29')).toBe(true)
    expect(isDay('2000-02-29')).toBe(true)
    expect(isDay('1900-02-29')).toBe(false)
  })

  it('comes from whole numbers only', () => {
    expect(toDay(2026, 5, 31)).toBe('2026-05-31')
    expect(toDay(2026, 5, 31.5)).toBeNull()
    expect(toDay(2026, 5, 0)).toBeNull()
    expect(toDay(10_000, 1, 1)).toBeNull()
  })

  it('is refused without repeating it, as it may be a birthdate', () => {
    expect(() => splitDay('1980-99-01')).toThrow(/^(?!.*1980)/)
  })
})

describe('day arithmetic', () => {
  it('counts over the end of a month, of a year and over a leap day', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })

  it('goes back where it came from', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (day, days) => {
        expect(addDays(addDays(day, days), -days)).toBe(day)
        expect(daysBetween(day, addDays(day, days))).toBe(days)
      }),
    )
  })

  it('adds days as the UTC calendar of the platform does', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (day, days) => {
        const expected = new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000)
        expect(addDays(day, days)).toBe(expected.toISOString().slice(0, 10))
      }),
    )
  })

  it('clamps a month to its last day', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2027-11-30', 3)).toBe('2028-02-29')
    expect(addMonths('2026-05-31', -3)).toBe('2026-02-28')
  })

  it('keeps the date where the month has it', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (day, months) => {
        const moved = addMonths(day, months)
        const { date } = splitDay(day)
        expect(splitDay(moved).date).toBe(Math.min(date, splitDay(lastDayOfMonth(moved)).date))
      }),
    )
  })

  it('knows the first and the last day of a month', () => {
    expect(firstDayOfMonth('2026-05-20')).toBe('2026-05-01')
    expect(lastDayOfMonth('2028-02-01')).toBe('2028-02-29')
    expect(lastDayOfMonth('2026-04-30')).toBe('2026-04-30')
  })

  it('stops at the ends of the calendar, where certificates without an end are', () => {
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31')
    expect(addDays('0001-01-01', -1)).toBe('0001-01-01')
    expect(addMonths('9999-12-31', 3)).toBe('9999-12-31')
    expect(addMonths('0001-01-01', -1)).toBe('0001-01-01')
    expect(dayInJapan(Number.POSITIVE_INFINITY)).toBe('9999-12-31')
  })

  it('treats what is no number as a bug', () => {
    expect(() => dayInJapan(Number.NaN)).toThrow(RangeError)
    expect(() => birthdayIn('1980-01-01', 10_000)).toThrow(RangeError)
  })

  it('orders days as their text does', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(Math.sign(compareDays(a, b))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })

  it('includes both ends of a span, and an open end never ends', () => {
    expect(isWithin('2026-05-01', { from: '2026-05-01', until: '2026-05-01' })).toBe(true)
    expect(isWithin('2026-05-02', { from: null, until: '2026-05-01' })).toBe(false)
    expect(isWithin('9999-01-01', { from: '2026-05-01', until: null })).toBe(true)
  })
})

describe('a birthday', () => {
  it('adds a year of age on the day itself', () => {
    expect(ageOn('1980-05-20', '2026-05-19')).toBe(45)
    expect(ageOn('1980-05-20', '2026-05-20')).toBe(46)
  })

  it('of 29 February is 28 February in a common year for a card, and ages on 1 March', () => {
    expect(birthdayIn('1984-02-29', 2026)).toBe('2026-02-28')
    expect(birthdayIn('1984-02-29', 2028)).toBe('2028-02-29')
    expect(ageOn('1984-02-29', '2026-02-28')).toBe(41)
    expect(ageOn('1984-02-29', '2026-03-01')).toBe(42)
  })
})

describe('a day in words', () => {
  it('has its weekday', () => {
    expect(formatDayJa('2026-05-31')).toBe('2026年5月31日(日)')
    expect(formatDayJa('1970-01-01')).toBe('1970年1月1日(木)')
    expect(formatDayJa('1945-08-15')).toBe('1945年8月15日(水)')
  })

  it('stays readable when it is no day', () => {
    expect(formatDayJa('不明')).toBe('不明')
  })

  it('gives times in 24 hours of Japan', () => {
    expect(formatTimeJa('2026-05-30T15:05:59Z')).toBe('00:05')
    expect(formatTimeJa('2026-05-30T01:32:00Z')).toBe('10:32')
    expect(formatInstantJa('2026-05-30T15:05:00Z')).toBe('2026年5月31日(日) 00:05')
  })
})
