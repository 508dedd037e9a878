import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMyNumber, refusesMyNumber } from '../../domain/my-number'

/** A well-known sample that belongs to nobody. */
const SAMPLE = '123456789018'

const body = fc.stringMatching(/^\d{11}$/)
const complete = (eleven: string) =>
  Array.from('0123456789', (digit) => eleven + digit).filter(isMyNumber)

describe('a 個人番号 (R13)', () => {
  it('is known by its check digit', () => {
    expect(isMyNumber(SAMPLE)).toBe(true)
    expect(isMyNumber('123456789012')).toBe(false)
  })

  it('has exactly one check digit for every body', () => {
    fc.assert(
      fc.property(body, (eleven) => {
        expect(complete(eleven)).toHaveLength(1)
      }),
    )
  })

  it('has twelve digits, no more and no fewer', () => {
    expect(isMyNumber(SAMPLE.slice(1))).toBe(false)
    expect(isMyNumber(`0${SAMPLE}`)).toBe(false)
    expect(isMyNumber('１２３４５６７８９０１８')).toBe(false)
  })

  it('has the check digit 0 where the remainder is 0 or 1', () => {
    // One digit of weight 6 (rest 1 for 2 × 6 = 12) and none at all (rest 0).
    expect(isMyNumber('200000000000')).toBe(true)
    expect(isMyNumber('000000000000')).toBe(true)
  })
})

describe('a free text (R13)', () => {
  it.each([
    SAMPLE,
    '１２３４５６７８９０１８',
    '1234 5678 9018',
    '1234-5678-9018',
    '１２３４－５６７８－９０１８',
    '1234ー5678ー9018',
    '1234　5678　9018',
    '1234 - 5678 - 9018',
    '1234・5678・9018',
    '123-456-789-018',
    `番号は${SAMPLE}です`,
    '電話のあと\n1234 5678 9018',
    '3号室 1234 5678 9018',
    '1234 5678 9018 5',
    '5 1234 5678 9018',
    '1234\u200b5678\u200b9018',
    '1234\u202a5678\u200e9018',
    '1234_5678_9018',
    '1234、5678、9018',
    '1234〜5678~9018',
    '1234|5678|9018',
    '(1234)5678(9018)',
    '1234+5678*9018',
  ])('with a 個人番号 is refused: %j', (text) => {
    expect(refusesMyNumber(text)).toBe(true)
  })

  it.each([
    '',
    '玄関は裏です。犬がいます。',
    '090-1234-5678',
    '2026-05-31 10:30',
    // Day and time have twelve digits, these with the check digit of a 個人番号.
    '2026-11-20 00:07',
    '06130488 12-345',
    '123456789012',
    `9${SAMPLE}`,
    '1234人と5678円と9018回',
  ])('without one is accepted: %j', (text) => {
    expect(refusesMyNumber(text)).toBe(false)
  })

  it('is refused wherever in it the number stands', () => {
    const words = fc.constantFrom('', 'メモ', '訪問 ', '電話は', '、')
    const mark = fc.constantFrom('', ' ', '-', '　', '－')
    fc.assert(
      fc.property(body, words, words, mark, (eleven, before, after, between) => {
        const [number = ''] = complete(eleven)
        const groups = [number.slice(0, 4), number.slice(4, 8), number.slice(8)]
        expect(refusesMyNumber(`${before}${groups.join(between)}${after}`)).toBe(true)
      }),
    )
  })

  it('is accepted when a single digit of the number is wrong', () => {
    const wrong = fc.tuple(body, fc.nat(11), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(wrong, ([eleven, place, shift]) => {
        const [number = ''] = complete(eleven)
        const digit = (Number(number[place]) + shift) % 10
        const changed = `${number.slice(0, place)}${digit}${number.slice(place + 1)}`
        // Remainders 0 and 1 share a check digit, so a few changes are invisible by design of the number.
        fc.pre(!isMyNumber(changed))
        expect(refusesMyNumber(changed)).toBe(false)
      }),
    )
  })
})
