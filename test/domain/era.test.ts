import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTypedDay, toWareki } from '../../domain/era'
import { anyDay } from './answers'

describe('和暦 (R71)', () => {
  it.each([
    ['2019-04-30', '平成31年4月30日'],
    ['2019-05-01', '令和元年5月1日'],
    ['1989-01-07', '昭和64年1月7日'],
    ['1989-01-08', '平成元年1月8日'],
    ['1926-12-24', '大正15年12月24日'],
    ['1926-12-25', '昭和元年12月25日'],
    ['1912-07-29', '明治45年7月29日'],
    ['1912-07-30', '大正元年7月30日'],
  ])('of %s is %s', (day, text) => {
    expect(toWareki(day)?.text).toBe(text)
  })

  it('is not told for a day before the Gregorian calendar came', () => {
    expect(toWareki('1872-12-31')).toBeNull()
  })

  it('is read back as the same day', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(readTypedDay(toWareki(day)?.text ?? '')).toBe(day)
      }),
    )
  })
})

describe('a typed date (R71)', () => {
  it.each([
    '令和8年5月31日',
    '令和８年５月３１日',
    'R8.5.31',
    'r8/5/31',
    'Ｒ８－５－３１',
    'R080531',
    '2026-05-31',
    '2026年5月31日',
    '２０２６／５／３１',
    '2026ー5ー31',
    '20260531',
    ' 2026 . 5 . 31 ',
    '令8.5.31',
    '㋿8年5月31日',
    '2026年5月31日(日)',
    '令和8年5月31日（日）',
    '5080531',
  ])('is understood as %j', (text) => {
    expect(readTypedDay(text)).toBe('2026-05-31')
  })

  it.each([
    ['3550401', '1980-04-01'],
    ['昭和550401', '1980-04-01'],
    ['昭55.4.1', '1980-04-01'],
    ['㍼55.4.1', '1980-04-01'],
    ['㍻元年1月8日', '1989-01-08'],
    ['大正元年7月30日', '1912-07-30'],
    ['2150401', '1926-04-01'],
    ['M45.7.29', '1912-07-29'],
  ])('%s is %s', (text, day) => {
    expect(readTypedDay(text)).toBe(day)
  })

  it.each([
    ['平成31年4月30日', '2019-04-30', '平成31年5月1日'],
    ['令和元年5月1日', '2019-05-01', '令和元年4月30日'],
    ['昭和64年1月7日', '1989-01-07', '昭和64年1月8日'],
    ['平成元年1月8日', '1989-01-08', '平成元年1月7日'],
    ['大正15年12月24日', '1926-12-24', '大正15年12月25日'],
    ['昭和元年12月25日', '1926-12-25', '昭和元年12月24日'],
    ['明治45年7月29日', '1912-07-29', '明治45年7月30日'],
    ['大正元年7月30日', '1912-07-30', '大正元年7月29日'],
  ])('%s is the last or first of its era, %s, and %s is beyond it', (inside, day, beyond) => {
    expect(readTypedDay(inside)).toBe(day)
    expect(readTypedDay(beyond)).toBeNull()
  })

  it('knows 元年', () => {
    expect(readTypedDay('令和元年5月1日')).toBe('2019-05-01')
  })

  it.each([
    '昭和64年1月8日',
    '平成31年5月1日',
    '令和元年4月30日',
    '大正15年12月25日',
    '令和0年5月1日',
  ])('is refused for a day that its era did not have: %s', (text) => {
    expect(readTypedDay(text)).toBeNull()
  })

  it.each([
    '',
    '5/31',
    '8年5月31日',
    '2026-02-29',
    '令和8年13月1日',
    'X8.5.31',
    '元年5月1日',
    '6080531',
    '0080531',
    '2026年5月31日(X)',
    '202605',
  ])('is refused when it is no day: %j', (text) => {
    expect(readTypedDay(text)).toBeNull()
  })
})
