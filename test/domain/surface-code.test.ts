import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readSurfaceCode,
  suspectFields,
  SURFACE_CODE_TEXTS,
  type TypedSurfaceCode,
} from '../../domain/surface-code'

const TODAY = '2026-11-21'
const RIGHT: TypedSurfaceCode = {
  birthdate: '550217',
  expiryYear: '2035',
  securityCode: '2285',
}

function digitsOf(typed: Partial<TypedSurfaceCode>): string | null {
  const read = readSurfaceCode({ ...RIGHT, ...typed }, TODAY)
  return read.ok ? String.fromCharCode(...read.code) : null
}

function faultsOf(typed: Partial<TypedSurfaceCode>) {
  const read = readSurfaceCode({ ...RIGHT, ...typed }, TODAY)
  return read.ok ? {} : read.faults
}

describe('照合番号B as typed', () => {
  it('is birth date as printed, expiry year and security code, one after the other', () => {
    expect(digitsOf({})).toBe('55021720352285')
  })

  it('forgives width, spaces and dashes', () => {
    expect(digitsOf({ birthdate: '５５－０２－１７ ', securityCode: '22 85' })).toBe(
      '55021720352285',
    )
  })

  it('never converts a date: a Western one is named as such, and no try is spent', () => {
    expect(faultsOf({ birthdate: '19800217' })).toEqual({ birthdate: 'westernDate' })
    expect(digitsOf({ birthdate: '800217' })).toBe('80021720352285')
  })

  it.each([
    ['551317', 'noSuchDay'],
    ['550017', 'noSuchDay'],
    ['550230', 'noSuchDay'],
    ['550431', 'noSuchDay'],
    ['550200', 'noSuchDay'],
    ['55217', 'length'],
    ['', 'empty'],
    ['昭和55年', 'notDigits'],
    ['S550217', 'notDigits'],
  ])('names the fault of the birth date %j: %s', (birthdate, fault) => {
    expect(faultsOf({ birthdate })).toEqual({ birthdate: fault })
  })

  it('lets 29 February through, because the digits do not say in which era', () => {
    expect(digitsOf({ birthdate: '630229' })).toBe('63022920352285')
  })

  it.each([
    ['35', 'length'],
    ['2015', 'notAnExpiry'],
    ['2038', 'notAnExpiry'],
    ['1980', 'notAnExpiry'],
    ['', 'empty'],
  ])('names the fault of the expiry year %j: %s', (expiryYear, fault) => {
    expect(faultsOf({ expiryYear })).toEqual({ expiryYear: fault })
  })

  it('takes every year in which a card may end', () => {
    for (const year of ['2016', '2026', '2037']) expect(faultsOf({ expiryYear: year })).toEqual({})
  })

  it('refuses a 個人番号 by name in whichever field it is typed (R13)', () => {
    for (const field of ['birthdate', 'expiryYear', 'securityCode'] as const) {
      expect(faultsOf({ [field]: '1234 5678 9018' })).toEqual({ [field]: 'myNumber' })
      expect(faultsOf({ [field]: '123456789012' })).toEqual({ [field]: 'length' })
    }
  })

  it('names every field that has a fault at once', () => {
    expect(faultsOf({ birthdate: '', expiryYear: '20', securityCode: 'x' })).toEqual({
      birthdate: 'empty',
      expiryYear: 'length',
      securityCode: 'notDigits',
    })
  })

  it('gives fourteen ASCII digits or at least one fault, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (birthdate, expiryYear, securityCode) => {
        const read = readSurfaceCode({ birthdate, expiryYear, securityCode }, TODAY)
        if (read.ok) expect(String.fromCharCode(...read.code)).toMatch(/^\d{14}$/)
        else expect(Object.values(read.faults).length).toBeGreaterThan(0)
      }),
    )
  })

  it('has a sentence for each fault', () => {
    for (const text of Object.values(SURFACE_CODE_TEXTS)) expect(text).toMatch(/。$/)
  })
})

describe('which field to look at after a wrong code', () => {
  const KNOWN = { birthdate: '1980-02-17', expiry: '2035-02-17' }
  const suspects = (
    typed: Partial<TypedSurfaceCode>,
    known: Partial<typeof KNOWN | Record<keyof typeof KNOWN, null>> = {},
  ) => suspectFields({ ...RIGHT, ...typed }, { ...KNOWN, ...known })

  it('is the one that differs from what is known of the patient and of the card', () => {
    expect(suspects({ birthdate: '550218' })).toEqual(['birthdate'])
    expect(suspects({ expiryYear: '2030' })).toEqual(['expiryYear'])
    expect(suspects({ birthdate: '800217', expiryYear: '2030' })).toEqual([
      'birthdate',
      'expiryYear',
    ])
  })

  it('is the security code where the other two agree', () => {
    expect(suspects({})).toEqual(['securityCode'])
    expect(suspects({ birthdate: '５５-０２-１７' })).toEqual(['securityCode'])
  })

  it('is none where nothing is known that could tell', () => {
    expect(suspects({}, { birthdate: null, expiry: null })).toEqual([])
    expect(suspects({}, { birthdate: null })).toEqual([])
  })
})
