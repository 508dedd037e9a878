import { describe, expect, it } from 'vitest'
import { isEasyPasscode, isFacePasscode, readFacePasscode } from '../../domain/face-passcode'

const ALL = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, '0'))

describe('a 目視パスコード', () => {
  it('is four ASCII digits', () => {
    expect(isFacePasscode('0482')).toBe(true)
    for (const text of [
      '',
      '482',
      '04820',
      '048a',
      '０４８２',
      ' 0482',
      '0482\n',
      '04 82',
      '-482',
    ]) {
      expect(isFacePasscode(text)).toBe(false)
    }
  })

  it('is read from what people type: any width, spaces, dashes (R71)', () => {
    for (const typed of ['0482', ' 04 82 ', '０４８２', '04-82', '0４ー8２', '04\u200b82']) {
      expect(readFacePasscode(typed)).toBe('0482')
    }
    for (const typed of ['', '482', '04820', '四八二〇', 'O482', '123456789018']) {
      expect(readFacePasscode(typed)).toBeNull()
    }
  })
})

describe('an easy passcode', () => {
  it('is one digit four times, or counts up or down', () => {
    for (const digits of ['0000', '1111', '9999', '1234', '0123', '6789', '7890', '4321', '3210']) {
      expect(isEasyPasscode(digits)).toBe(true)
    }
    for (const digits of ['1122', '1212', '1235', '2580', '1357', '1990', '0001']) {
      expect(isEasyPasscode(digits)).toBe(false)
    }
  })

  it('is one of thirty, so that 9,970 are left to draw from', () => {
    expect(ALL.filter(isEasyPasscode).length).toBe(30)
  })
})
