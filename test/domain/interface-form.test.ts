import { describe, expect, it } from 'vitest'
import {
  dayForInterface,
  insurerNumberForInterface,
  percentForInterface,
} from '../../domain/interface-form'
import { parseInsurerNumber } from '../../domain/numbers'

describe('what is sent to the authority (R71)', () => {
  it('has 国保 in eight characters, with spaces and never zeros', () => {
    expect(insurerNumberForInterface('138057')).toBe('  138057')
    expect(insurerNumberForInterface('06130488')).toBe('06130488')
  })

  it('comes back as what is kept', () => {
    for (const number of ['138057', '06130488']) {
      expect(parseInsurerNumber(insurerNumberForInterface(number))).toEqual({
        ok: true,
        value: number,
      })
    }
  })

  it('has days without dashes and shares in three digits', () => {
    expect(dayForInterface('1980-04-01')).toBe('19800401')
    expect(percentForInterface(30)).toBe('030')
    expect(percentForInterface(100)).toBe('100')
  })
})
