import { describe, expect, it } from 'vitest'
import { isLivingBirthdate } from '../../domain/birthdate'
import { dayInEra } from '../../domain/era'
import { parseKanaName } from '../../domain/kana'
import type { Result } from '../../domain/outcome'
import { formatPhone, parsePhone } from '../../domain/phone'

const read = <T>(result: Result<T>) => (result.ok ? result.value : result.code)

describe('a typed フリガナ (R45, R71)', () => {
  it.each([
    ['くんれん はなこ', 'クンレン ハナコ'],
    ['ｸﾝﾚﾝ　ﾊﾅｺ', 'クンレン ハナコ'],
    ['オーノ', 'オーノ'],
    ['オ－ノ', 'オーノ'],
    ['ショウジ', 'ショウジ'],
    ['サト● タロウ', 'サト● タロウ'],
    ['ジョン・スミス', 'ジョン・スミス'],
  ])('%j is %j', (text, kana) => {
    expect(read(parseKanaName(text))).toBe(kana)
  })

  it('is nothing but kana, and never a 個人番号 (R13)', () => {
    expect(read(parseKanaName('訓練'))).toBe('TZ-N43')
    expect(read(parseKanaName('Smith'))).toBe('TZ-N43')
    expect(read(parseKanaName('クンレン1'))).toBe('TZ-N43')
    expect(read(parseKanaName('-クンレン'))).toBe('TZ-N43')
    expect(read(parseKanaName('クンレン 1234 5678 9018'))).toBe('TZ-N10')
  })

  it('has at least one and at most forty characters', () => {
    expect(read(parseKanaName(' '))).toBe('TZ-N16')
    expect(read(parseKanaName('ア'.repeat(40)))).toBe('ア'.repeat(40))
    expect(read(parseKanaName('ア'.repeat(41)))).toBe('TZ-N16')
  })
})

describe('a typed telephone number (R62, R71)', () => {
  it.each([
    ['090-1234-5678', '09012345678'],
    ['０９０（１２３４）５６７８', '09012345678'],
    ['03 1234 5678', '0312345678'],
    ['0120-123-456', '0120123456'],
    ['050ー1234ー5678', '05012345678'],
    ['+81 90 1234 5678', '09012345678'],
    ['+81-(0)3-1234-5678', '0312345678'],
  ])('%j is kept as %s', (text, phone) => {
    expect(read(parsePhone(text))).toBe(phone)
  })

  it.each([
    '',
    '1234-5678',
    '090-1234-567',
    '090-1234-56789',
    '03-1234-56789',
    '0012345678',
    'なし',
  ])('%j is none', (text) => {
    expect(read(parsePhone(text))).toBe('TZ-N40')
  })

  it('is never a 個人番号 (R13)', () => {
    expect(read(parsePhone('1234-5678-9018'))).toBe('TZ-N10')
  })

  it('is shown in groups where they are known', () => {
    expect(formatPhone('09012345678')).toBe('090-1234-5678')
    expect(formatPhone('0312345678')).toBe('0312345678')
  })
})

describe('a birthdate of somebody alive (R71)', () => {
  it('is not after the day, nor 121 years before it', () => {
    expect(isLivingBirthdate('2026-05-20', '2026-05-20')).toBe(true)
    expect(isLivingBirthdate('2026-05-21', '2026-05-20')).toBe(false)
    expect(isLivingBirthdate('1905-05-21', '2026-05-20')).toBe(true)
    expect(isLivingBirthdate('1905-05-20', '2026-05-20')).toBe(false)
  })

  it('is a day of its era by the era’s letter only', () => {
    expect(dayInEra('S', 64, 1, 7)).toBe('1989-01-07')
    expect(dayInEra('S', 64, 1, 8)).toBeNull()
    expect(dayInEra('H', 1, 1, 8)).toBe('1989-01-08')
    expect(dayInEra('昭', 55, 4, 1)).toBeNull()
    expect(dayInEra('', 1980, 4, 1)).toBeNull()
  })
})
