import { describe, expect, it } from 'vitest'
import { fill, translate } from '../../src/words/fill'

const WORDS = {
  'あと{n}回': { one: '{n} try left', other: '{n} tries left' },
  '{day}まで': 'until {day}',
  同意: 'consent',
} as const

describe('a sentence with slots', () => {
  it('gets every value, also one that stands twice', () => {
    expect(fill('{a}と{b}と{a}', { a: 1, b: '二' })).toBe('1と二と1')
  })

  it('keeps a slot that has no value in sight', () => {
    expect(fill('あと{n}回')).toBe('あと{n}回')
  })

  it('takes a value as it is, whatever stands in it', () => {
    expect(fill('{a}{b}', { a: '{b}', b: '$&' })).toBe('{b}$&')
  })
})

describe('a sentence in another language', () => {
  it('is the one of the dictionary', () => {
    expect(translate(WORDS, 'en', '{day}まで', { day: '31 May' })).toBe('until 31 May')
  })

  it('is the Japanese itself where the dictionary lacks it', () => {
    expect(translate(WORDS, 'en', '{n}件', { n: 3 })).toBe('3件')
  })

  it('is never what every object inherits', () => {
    expect(translate(WORDS, 'en', 'constructor')).toBe('constructor')
  })

  it.each([
    ['en', 1, '1 try left'],
    ['en', 0, '0 tries left'],
    ['en', 3, '3 tries left'],
    ['pt-BR', 0, '0 try left'],
    ['pt-BR', 2, '2 tries left'],
  ])('has the form that %s wants for %i', (tag, n, expected) => {
    expect(translate(WORDS, tag, 'あと{n}回', { n })).toBe(expected)
  })
})
