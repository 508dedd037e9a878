import { describe, expect, it } from 'vitest'
import { looksRight, parseInstitutionCode } from '../../domain/institution-code'

const read = (text: string) => {
  const result = parseInstitutionCode(text)
  return result.ok ? result.value : result.code
}

describe('a typed 医療機関コード (R70, R71)', () => {
  it.each(['0110113719', '01 1 0113719', '０１１－０１１３７１９'])('is ten digits: %j', (text) => {
    expect(read(text)).toBe('0110113719')
  })

  it.each([
    ['0113719', 'the seven digits of the paper'],
    ['01101137190', 'eleven digits'],
    ['0010113719', 'prefecture 00'],
    ['4810113719', 'prefecture 48'],
    ['0120113719', 'a table of points that is none'],
    ['011011371A', 'a letter'],
    ['', 'nothing'],
  ])('is not %s: %s', (text) => {
    expect(read(text)).toBe('TZ-N13')
  })

  it('knows every table of points there is', () => {
    const tables = Array.from('0123456789').filter(
      (table) => read(`13${table}9000000`) !== 'TZ-N13',
    )
    expect(tables).toEqual(['1', '3', '4', '6'])
  })

  it('is never a 個人番号 (R13)', () => {
    expect(read('123456789018')).toBe('TZ-N10')
  })

  it('has a check digit over all ten, which two public codes confirm', () => {
    expect(looksRight('0110113719')).toBe(true)
    expect(looksRight('3618010015')).toBe(true)
    expect(looksRight('0110113718')).toBe(false)
  })
})
