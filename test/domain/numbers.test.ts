import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigitOf, hasCheckDigit } from '../../domain/check-digit'
import { ERROR_CATALOGUE } from '../../domain/errors'
import { insurerScheme, payerScheme, PREFECTURES, prefectureOf } from '../../domain/insurers'
import {
  formatNumber,
  isLatterStage,
  parseBranch,
  parseDay,
  parseInsuredNumber,
  parseInsurerNumber,
  parsePayerNumber,
  parseRecipientNumber,
  parseSymbol,
} from '../../domain/numbers'
import type { Result } from '../../domain/outcome'
import { normaliseTyped, readTypedDigits } from '../../domain/typed'

const MY_NUMBER = '123456789018'
const read = <T>(result: Result<T>) => (result.ok ? result.value : result.code)

function singleDigitFaults(number: string): { wrong: string }[] {
  return Array.from(number).flatMap((right, place) =>
    Array.from('0123456789')
      .filter((digit) => digit !== right)
      .map((digit) => ({ wrong: `${number.slice(0, place)}${digit}${number.slice(place + 1)}` })),
  )
}

describe('the check digit (R70)', () => {
  it.each([
    '06130488',
    '33120015',
    '01040013',
    '01130012',
    '138057',
    '39322011',
    '06132013',
    '77777779',
    '01010016',
    '01470012',
  ])('of %s fits', (number) => {
    expect(hasCheckDigit(number)).toBe(true)
  })

  it.each(['77777777', '99999999', '00123456', '12345678', '', '7', '0613048８', '06 130488'])(
    'of %j does not',
    (number) => {
      expect(hasCheckDigit(number)).toBe(false)
    },
  )

  it('is that of the worked example: 0613048 gives 8', () => {
    expect(checkDigitOf('0613048')).toBe(8)
  })

  it('is not changed by the two zeros that make a 国保 number eight digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{5}$/), (body) => {
        expect(checkDigitOf(`00${body}`)).toBe(checkDigitOf(body))
      }),
    )
  })

  it('catches every single wrong digit in a 保険者番号: all places, all digits, 60 numbers', () => {
    const insurers = [
      ...Object.keys(PREFECTURES).map((prefecture) => `01${prefecture}001`),
      '0613901',
      '3413902',
      '3913901',
      '6313903',
      '0213901',
      '3913999',
      '13805',
      '01390',
      '47301',
      '28999',
      '12303',
      '40000',
      '13901',
    ].map((body) => `${body}${checkDigitOf(body)}`)
    expect(insurers).toHaveLength(60)
    for (const number of insurers) {
      expect(read(parseInsurerNumber(number))).toBe(number)
      for (const { wrong } of singleDigitFaults(number)) {
        expect(parseInsurerNumber(wrong).ok, `${number} typed ${wrong}`).toBe(false)
      }
    }
  })

  it('catches any single wrong digit', () => {
    const numbers = fc.stringMatching(/^\d{5,7}$/).map((body) => `${body}${checkDigitOf(body)}`)
    fc.assert(
      fc.property(numbers, fc.nat(7), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const place = at % number.length
        const digit = (Number(number[place]) + shift) % 10
        const wrong = `${number.slice(0, place)}${digit}${number.slice(place + 1)}`
        expect(hasCheckDigit(number)).toBe(true)
        expect(hasCheckDigit(wrong)).toBe(false)
      }),
    )
  })

  it('catches two neighbours in the wrong order, but for 0 and 9', () => {
    const numbers = fc.stringMatching(/^\d{7}$/).map((body) => `${body}${checkDigitOf(body)}`)
    fc.assert(
      fc.property(numbers, fc.nat(6), (number, place) => {
        const [a = '', b = ''] = [number[place], number[place + 1]]
        fc.pre(a !== b && !['09', '90'].includes(a + b))
        const wrong = `${number.slice(0, place)}${b}${a}${number.slice(place + 2)}`
        expect(hasCheckDigit(wrong)).toBe(false)
      }),
    )
  })
})

describe('a typed 保険者番号 (R70, R71)', () => {
  it.each([
    '06130488',
    '０６１３０４８８',
    ' 0613 0488 ',
    '0613-0488',
    '0613－0488',
    '06ー13ー0488',
  ])('is understood as %j and kept in one form', (text) => {
    expect(read(parseInsurerNumber(text))).toBe('06130488')
  })

  it.each(['138057', '00138057', '  138057', '１３８　０５７'])(
    'of 国保 is kept in six digits: %j',
    (text) => {
      expect(read(parseInsurerNumber(text))).toBe('138057')
    },
  )

  it('is refused for its length, for a letter and for being empty', () => {
    for (const text of ['', '0613048', '061304888', '0613O488', '1380571']) {
      expect(read(parseInsurerNumber(text))).toBe('TZ-N01')
    }
  })

  it('is refused for its check digit, also when it is all zeros', () => {
    expect(read(parseInsurerNumber('06130487'))).toBe('TZ-N02')
    expect(read(parseInsurerNumber('00000000'))).toBe('TZ-N02')
    expect(read(parseInsurerNumber('12345678'))).toBe('TZ-N02')
  })

  it('is never the fill of 不詳, although one of them passes the check', () => {
    expect(read(parseInsurerNumber('77777777'))).toBe('TZ-N03')
    expect(read(parseInsurerNumber('７７７７７７７９'))).toBe('TZ-N03')
  })

  it('is never a 個人番号', () => {
    expect(read(parseInsurerNumber('1234 5678 9018'))).toBe('TZ-N10')
  })

  it('keeps its canonical form when it is read again', () => {
    const numbers = fc.stringMatching(/^\d{7}$/).map((body) => `${body}${checkDigitOf(body)}`)
    fc.assert(
      fc.property(numbers, (number) => {
        const first = parseInsurerNumber(number)
        fc.pre(first.ok)
        expect(parseInsurerNumber(first.value)).toEqual(first)
      }),
    )
  })
})

describe('typed 公費 numbers (R70)', () => {
  it('are eight and seven digits with the same check', () => {
    expect(read(parsePayerNumber('1213 9010'))).toBe('12139010')
    expect(read(parseRecipientNumber('１２３４５６６'))).toBe('1234566')
  })

  it('are refused for length and check digit, each in its own words', () => {
    expect(read(parsePayerNumber('1213901'))).toBe('TZ-N04')
    expect(read(parsePayerNumber('12139011'))).toBe('TZ-N05')
    expect(read(parseRecipientNumber('12345665'))).toBe('TZ-N06')
    expect(read(parseRecipientNumber('1234567'))).toBe('TZ-N07')
  })

  it('are never zeros, a letter or a 個人番号', () => {
    expect(read(parsePayerNumber('00000000'))).toBe('TZ-N05')
    expect(read(parseRecipientNumber('12345A6'))).toBe('TZ-N06')
    expect(read(parsePayerNumber(MY_NUMBER))).toBe('TZ-N10')
  })
})

describe('a typed 枝番 (R70)', () => {
  it('is two digits, and never a 個人番号 (R13)', () => {
    expect(read(parseBranch(MY_NUMBER))).toBe('TZ-N10')
    expect(read(parseBranch('０１'))).toBe('01')
    expect(read(parseBranch('00'))).toBe('00')
  })

  it('is null when it is not printed, never 00', () => {
    expect(read(parseBranch(''))).toBeNull()
    expect(read(parseBranch('　'))).toBeNull()
  })

  it.each(['1', '001', 'A1'])('is refused: %j', (text) => {
    expect(read(parseBranch(text))).toBe('TZ-N08')
  })
})

describe('typed 記号 and 番号 (R70, R71)', () => {
  it('may be words and keep the dash inside them', () => {
    expect(read(parseSymbol(' 訓ー い '))).toBe('訓-い')
    expect(read(parseInsuredNumber('１２－３４', '06130488'))).toBe('12-34')
  })

  it('keep the long vowel of a word, which a dash typed with the same key is not', () => {
    expect(read(parseSymbol('サービス'))).toBe('サービス')
    expect(read(parseSymbol('ｻｰﾋﾞｽ メモリー '))).toBe('サービスメモリー')
    expect(read(parseInsuredNumber('さーくるー12', '06130488'))).toBe('さーくる-12')
    expect(read(parseSymbol('ー12ー3ー'))).toBe('12-3')
    expect(read(parseSymbol('ア-イ'))).toBe('ア-イ')
  })

  it('lose what is not seen: marks of direction and controls', () => {
    expect(read(parseSymbol('\u202a12\u0000\u200e3\u202c'))).toBe('123')
    expect(read(parseInsurerNumber('\u202a0613\u20660488'))).toBe('06130488')
  })

  it('may have no 記号, but never no 番号', () => {
    expect(read(parseSymbol('－'))).toBeNull()
    expect(read(parseInsuredNumber(' ', '06130488'))).toBe('TZ-N12')
  })

  it('fit a claim: 19 characters, 𠮷 being one', () => {
    expect(read(parseSymbol('𠮷'.repeat(19)))).toBe('𠮷'.repeat(19))
    expect(read(parseSymbol('𠮷'.repeat(20)))).toBe('TZ-N12')
    expect(read(parseInsuredNumber('1'.repeat(20), '06130488'))).toBe('TZ-N12')
  })

  it('of 後期 are eight digits, whose check digit is not judged', () => {
    expect(read(parseInsuredNumber('1234 5678', '39322011'))).toBe('12345678')
    expect(read(parseInsuredNumber('1234567', '39322011'))).toBe('TZ-N09')
    expect(read(parseInsuredNumber('1234567A', '39322011'))).toBe('TZ-N09')
  })

  it('are never a 個人番号', () => {
    expect(read(parseSymbol(MY_NUMBER))).toBe('TZ-N10')
    expect(read(parseInsuredNumber('1234-5678-9018', '06130488'))).toBe('TZ-N10')
    expect(read(parseInsuredNumber(MY_NUMBER, '39322011'))).toBe('TZ-N10')
  })
})

describe('numbers otherwise (R70, R71)', () => {
  it('tell a date by its day', () => {
    expect(read(parseDay('昭和55年4月1日'))).toBe('1980-04-01')
    expect(read(parseDay('昭和55年4月31日'))).toBe('TZ-N11')
    expect(read(parseDay(MY_NUMBER))).toBe('TZ-N10')
  })

  it('are shown in the groups an eye compares', () => {
    expect(formatNumber('06130488')).toBe('0613 0488')
    expect(formatNumber('138057')).toBe('138 057')
    expect(formatNumber('1234566')).toBe('123 4566')
    expect(formatNumber('１２・３')).toBe('１２・３')
  })

  it('tell the insurance by 法別番号', () => {
    expect(insurerScheme('39322011')).toEqual({ kind: 'latterStage', label: '後期高齢者医療' })
    expect(insurerScheme('138057')).toEqual({ kind: 'national', label: '国民健康保険' })
    expect(insurerScheme('133033')?.label).toBe('国民健康保険組合')
    expect(insurerScheme('132993')?.label).toBe('国民健康保険')
    expect(insurerScheme('134003')?.label).toBe('国民健康保険')
    expect(insurerScheme('01130012')?.label).toBe('協会けんぽ')
    expect(insurerScheme('99999997')).toBeNull()
    expect(insurerScheme('')).toBeNull()
    expect(isLatterStage('39322011')).toBe(true)
    expect(isLatterStage('391234')).toBe(false)
  })

  it('tell the prefecture, 01 to 47', () => {
    expect(prefectureOf('01130012')).toBe('東京')
    expect(prefectureOf('138057')).toBe('東京')
    expect(prefectureOf('01010016')).toBe('北海道')
    expect(prefectureOf('01470012')).toBe('沖縄')
    expect(prefectureOf('01480011')).toBeNull()
    expect(prefectureOf('01000019')).toBeNull()
    expect(Object.keys(PREFECTURES)).toHaveLength(47)
  })

  it('tell the 公費 by 法別番号', () => {
    expect(payerScheme('12139010')).toBe('生活保護')
    expect(payerScheme('54139010')).toBe('難病')
    expect(payerScheme('40139010')).toBe('地方の公費')
    expect(payerScheme('99139010')).toBe('地方の公費')
    expect(payerScheme('79139010')).toBe('障害児施設医療')
    expect(payerScheme('78139010')).toBeNull()
    expect(payerScheme('1213901')).toBeNull()
  })

  it('lose width, spaces and every kind of dash on the way in', () => {
    expect(normaliseTyped('１２‐３4—５−6ー7')).toBe('12-34-5-6-7')
    expect(readTypedDigits('１ 2\u200b-３')).toBe('123')
    expect(readTypedDigits('12a')).toBeNull()
  })

  it('have errors in whole sentences, each with a next step', () => {
    const entries = Object.entries(ERROR_CATALOGUE).filter(([code]) => code.startsWith('TZ-N'))
    expect(entries.length).toBeGreaterThan(0)
    for (const [, entry] of entries) {
      expect(entry.message).toMatch(/。$/)
      expect(entry.next).toMatch(/。$/)
    }
  })
})
