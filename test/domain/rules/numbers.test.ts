import { describe, expect, it } from 'vitest'
import { toWareki } from '../../../domain/era'
import {
  parseBranch,
  parseDay,
  parseInsuredNumber,
  parseInsurerNumber,
  parsePayerNumber,
  parseRecipientNumber,
} from '../../../domain/numbers'

describe('R70: numbers', () => {
  it.each(['06130488', '33120015', '01040013', '138057', '39322011'])(
    'within: the check digit of %s is right',
    (number) => {
      expect(parseInsurerNumber(number)).toEqual({ ok: true, value: number })
    },
  )

  it('beyond: any other last digit is refused, and so is any other width', () => {
    for (const digit of [0, 1, 2, 3, 4, 5, 6, 7, 9]) {
      expect(parseInsurerNumber(`0613048${digit}`)).toEqual({ ok: false, code: 'TZ-N02' })
    }
    for (const number of ['0613048', '061304880', '13805']) {
      expect(parseInsurerNumber(number)).toEqual({ ok: false, code: 'TZ-N01' })
    }
  })

  it('within: 公費 has the same check digit over 8 and 7 digits', () => {
    expect(parsePayerNumber('12139010').ok).toBe(true)
    expect(parseRecipientNumber('1234566').ok).toBe(true)
  })

  it('beyond: 公費 with another last digit is refused', () => {
    expect(parsePayerNumber('12139011')).toEqual({ ok: false, code: 'TZ-N05' })
    expect(parseRecipientNumber('1234567')).toEqual({ ok: false, code: 'TZ-N07' })
  })

  it('within: a 枝番 that is not printed stays empty, and 00 is one that was printed', () => {
    expect(parseBranch('')).toEqual({ ok: true, value: null })
    expect(parseBranch('00')).toEqual({ ok: true, value: '00' })
  })

  it('beyond: a 枝番 of one or three digits is none', () => {
    expect(parseBranch('1').ok).toBe(false)
    expect(parseBranch('001').ok).toBe(false)
  })

  it('within: 後期 has eight digits, and beyond them it is no number of 後期', () => {
    expect(parseInsuredNumber('12345678', '39322011').ok).toBe(true)
    expect(parseInsuredNumber('1234567', '39322011')).toEqual({ ok: false, code: 'TZ-N09' })
    expect(parseInsuredNumber('1234567', '06130488').ok).toBe(true)
  })
})

describe('R71: what is typed', () => {
  it.each([
    '06130488',
    '０６１３０４８８',
    '0613 0488',
    '0613-0488',
    '０６１３ー０４８８',
    '0613−0488',
  ])('within: %s is kept as the one number it means', (typed) => {
    expect(parseInsurerNumber(typed)).toEqual({ ok: true, value: '06130488' })
  })

  it('beyond: a letter in a number is no way of writing it', () => {
    expect(parseInsurerNumber('O6130488').ok).toBe(false)
  })

  it.each([
    ['令和元年5月1日', '2019-05-01'],
    ['R1.5.1', '2019-05-01'],
    ['平成31年4月30日', '2019-04-30'],
    ['昭和64年1月7日', '1989-01-07'],
    ['H1.1.8', '1989-01-08'],
    ['昭和元年12月25日', '1926-12-25'],
    ['大正15年12月24日', '1926-12-24'],
    ['2026/5/31', '2026-05-31'],
  ])('within: %s is %s', (typed, day) => {
    expect(parseDay(typed)).toEqual({ ok: true, value: day })
  })

  it.each([
    '平成31年5月1日',
    '令和元年4月30日',
    '昭和64年1月8日',
    '大正15年12月25日',
    '2026-02-29',
  ])('beyond: %s is no day of its era or calendar', (typed) => {
    expect(parseDay(typed)).toEqual({ ok: false, code: 'TZ-N11' })
  })

  it('within: what is shown in 和暦 is read back as the same day', () => {
    for (const day of ['1912-07-30', '1926-12-25', '1989-01-08', '2019-05-01', '2026-11-20']) {
      expect(parseDay(toWareki(day)?.text ?? '')).toEqual({ ok: true, value: day })
    }
  })
})
