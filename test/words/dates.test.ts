import { describe, expect, it } from 'vitest'
import {
  formatBadgeDay,
  formatDate,
  formatDay,
  formatInstant,
  formatShortDay,
} from '../../src/words/dates'

describe('a day', () => {
  it.each([
    ['ja', '2026年5月31日(日)'],
    ['en', 'Sun, 31 May 2026'],
    ['zh-CN', '2026年5月31日周日'],
    ['ko', '2026년 5월 31일 일요일'],
    ['vi', 'CN, 31 tháng 5, 2026'],
    ['pt-BR', 'dom., 31 de maio de 2026'],
  ])('is written as in %s', (tag, expected) => {
    expect(formatDay('2026-05-31', tag)).toBe(expected)
  })

  it('that the calendar does not have stays readable as it is', () => {
    expect(formatDay('2026-02-30', 'en')).toBe('2026-02-30')
  })
})

describe('a day where room is short', () => {
  it('goes without its weekday, but in Japanese', () => {
    expect(formatShortDay('2026-05-31', 'en')).toBe('31 May 2026')
    expect(formatShortDay('2026-05-31', 'ja')).toBe('2026年5月31日(日)')
    expect(formatShortDay('2026-02-30', 'en')).toBe('2026-02-30')
  })

  it.each(['zh-CN', 'ko', 'vi', 'pt-BR'])('has day, month and year in %s', (tag) => {
    const text = formatShortDay('2026-05-31', tag)
    expect(text).toContain('2026')
    expect(text).toContain('31')
  })
})

describe('a day in a table', () => {
  it('goes without its weekday in every language', () => {
    expect(formatDate('2026-05-31', 'ja')).toBe('2026年5月31日')
    expect(formatDate('2026-05-31', 'en')).toBe('31 May 2026')
    expect(formatDate('2026-02-30', 'ja')).toBe('2026-02-30')
  })
})

describe('a day on a badge', () => {
  it('is two numbers in Japan alone: elsewhere they would be taken for one another', () => {
    expect(formatBadgeDay('2027-01-02', 'ja')).toBe('1/2')
    expect(formatBadgeDay('2027-01-02', 'en')).toBe('2 Jan')
  })
})

describe('an instant', () => {
  it('is told by the clock of Japan, in 24 hours', () => {
    expect(formatInstant('2026-05-31T15:05:00Z', 'en')).toBe('Mon, 1 June 2026 00:05')
    expect(formatInstant('2026-05-31T15:05:00Z', 'ja')).toBe('2026年6月1日(月) 00:05')
  })
})
