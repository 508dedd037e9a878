import { describe, expect, it } from 'vitest'
import { parseFreeText, parseOptionalText } from '../../domain/free-text'

const read = (text: string) => {
  const result = parseFreeText(text)
  return result.ok ? result.value : result.code
}

describe('a typed name or address (R71)', () => {
  it('keeps its characters and their width, and loses only spaces', () => {
    expect(read(' 髙野　花子 ')).toBe('髙野 花子')
    expect(read('訓練市１－１\n訓練荘')).toBe('訓練市１－１ 訓練荘')
    expect(read('●野 𠮷子')).toBe('●野 𠮷子')
  })

  it('holds at least one and at most a hundred characters, 𠮷 being one', () => {
    expect(read('　')).toBe('TZ-N16')
    expect(read('𠮷'.repeat(100))).toBe('𠮷'.repeat(100))
    expect(read('𠮷'.repeat(101))).toBe('TZ-N16')
  })

  it('is refused with a 個人番号 in it (R13)', () => {
    expect(read('訓練市 1234-5678-9018')).toBe('TZ-N10')
    expect(read('1234\n5678\n9018')).toBe('TZ-N10')
    expect(read('訓練市 1234-5678-9017')).not.toBe('TZ-N10')
  })

  it('may be missing where it may', () => {
    expect(parseOptionalText(' \n')).toEqual({ ok: true, value: null })
    expect(parseOptionalText('訓練')).toEqual({ ok: true, value: '訓練' })
    expect(parseOptionalText('123456789018')).toEqual({ ok: false, code: 'TZ-N10' })
  })
})
