import { describe, expect, it } from 'vitest'
import {
  createPinEntry,
  digitOfCode,
  digitsOfPaste,
  PIN_LENGTH,
} from '../../../src/ui/patient/pin-entry'

function entryOf(...digits: number[]): ReturnType<typeof createPinEntry> {
  const entry = createPinEntry()
  for (const digit of digits) entry.push(digit)
  return entry
}

describe('the bytes of a PIN while it is typed', () => {
  it('hands over four ASCII digits, leading zeros kept', () => {
    expect([...(entryOf(0, 0, 7, 9).take() ?? [])]).toEqual([0x30, 0x30, 0x37, 0x39])
  })

  it('keeps nothing after it handed them over', () => {
    const entry = entryOf(1, 2, 3, 4)
    entry.take()
    expect(entry.count.value).toBe(0)
    expect(entry.take()).toBeNull()
  })

  it('hands over a copy, so that the taker may wipe its own', () => {
    const entry = entryOf(1, 2, 3, 4)
    const taken = entry.take()
    taken?.fill(0)
    for (const digit of [5, 6, 7, 8]) entry.push(digit)
    expect([...(entry.take() ?? [])]).toEqual([0x35, 0x36, 0x37, 0x38])
  })

  it('hands over nothing while a digit is missing', () => {
    expect(entryOf(1, 2, 3).take()).toBeNull()
  })

  it('takes no fifth digit', () => {
    const entry = entryOf(1, 2, 3, 4)
    expect(entry.push(5)).toBe(false)
    expect([...(entry.take() ?? [])]).toEqual([0x31, 0x32, 0x33, 0x34])
  })

  it.each([-1, 10, 1.5, Number.NaN])('takes no %s', (value) => {
    const entry = createPinEntry()
    expect(entry.push(value)).toBe(false)
    expect(entry.count.value).toBe(0)
  })

  it('takes the last digit back, and nothing from an empty entry', () => {
    const entry = entryOf(1, 2)
    entry.back()
    entry.push(8)
    entry.push(3)
    entry.push(4)
    expect([...(entry.take() ?? [])]).toEqual([0x31, 0x38, 0x33, 0x34])
    entry.back()
    expect(entry.count.value).toBe(0)
  })

  it('stands empty after a wipe', () => {
    const entry = entryOf(1, 2, 3, 4)
    entry.wipe()
    expect(entry.count.value).toBe(0)
    expect(entry.take()).toBeNull()
  })
})

describe('digits by their code', () => {
  it('knows half-width and full-width digits', () => {
    expect(digitOfCode('7'.charCodeAt(0))).toBe(7)
    expect(digitOfCode('７'.charCodeAt(0))).toBe(7)
    expect(digitOfCode('０'.charCodeAt(0))).toBe(0)
  })

  it.each(['a', '/', ':', '一', '⁴'])('knows no digit in %s', (letter) => {
    expect(digitOfCode(letter.charCodeAt(0))).toBeNull()
  })
})

describe('digits of a pasted text', () => {
  it.each([
    ['1234', [1, 2, 3, 4]],
    ['０１２３', [0, 1, 2, 3]],
    [' 12 34\n', [1, 2, 3, 4]],
    ['12-34', [1, 2, 3, 4]],
    ['１２ー３４', [1, 2, 3, 4]],
  ])('reads %j', (text, digits) => {
    expect(digitsOfPaste(text)).toEqual(digits)
  })

  it.each(['', '123', '12345', '12a4', '123456789018'])('refuses %j as a whole', (text) => {
    expect(digitsOfPaste(text)).toBeNull()
  })

  it('gives as many digits as a PIN has', () => {
    expect(digitsOfPaste('0000')).toHaveLength(PIN_LENGTH)
  })
})
