import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alertBegins,
  cardLastDay,
  certificateLastDay,
  certificateNotice,
  endOfCard,
} from '../../domain/certificate'
import { addDays, addMonths, lastDayOfMonth } from '../../domain/days'
import { anyDay } from './answers'

describe('the grace of an expired certificate (R22)', () => {
  it.each([
    ['2026-02-10', '2026-05-31'],
    ['2025-11-30', '2026-02-28'],
    ['2027-11-15', '2028-02-29'],
    ['2026-01-31', '2026-04-30'],
    ['2026-02-28', '2026-05-31'],
    ['2026-12-01', '2027-03-31'],
  ])('of one that ends %s lasts to %s', (lastDay, usableUntil) => {
    expect(certificateNotice(lastDay, lastDay).usableUntil).toBe(usableUntil)
  })

  it('goes through every state at its own midnight', () => {
    const stateOn = (today: string) => certificateNotice('2026-02-10', today).state
    expect(stateOn('2025-11-09')).toBe('valid')
    expect(stateOn('2025-11-10')).toBe('alert')
    expect(stateOn('2026-02-10')).toBe('alert')
    expect(stateOn('2026-02-11')).toBe('grace')
    expect(stateOn('2026-05-31')).toBe('grace')
    expect(stateOn('2026-06-01')).toBe('dead')
  })

  it('ends on 29 February in a leap year and dies on 1 March', () => {
    expect(certificateNotice('2027-11-15', '2028-02-29').state).toBe('grace')
    expect(certificateNotice('2027-11-15', '2028-03-01').state).toBe('dead')
  })

  it('began on 2 December 2024: a check of the day before had none', () => {
    expect(certificateNotice('2024-11-20', '2024-12-01')).toEqual({
      state: 'dead',
      lastDay: '2024-11-20',
      usableUntil: '2024-11-20',
    })
    expect(certificateNotice('2024-11-20', '2024-12-02')).toEqual({
      state: 'grace',
      lastDay: '2024-11-20',
      usableUntil: '2025-02-28',
    })
  })

  it('is not given to a smartphone (R24)', () => {
    expect(certificateNotice('2026-02-10', '2026-02-11', 'smartphone').state).toBe('dead')
    expect(certificateNotice('2026-02-10', '2026-02-10', 'smartphone').state).toBe('alert')
  })

  it('always ends with a month, the third after the month of expiry', () => {
    fc.assert(
      fc.property(anyDay, (lastDay) => {
        const today = '2026-05-20'
        const { usableUntil } = certificateNotice(lastDay, today)
        expect(usableUntil).toBe(lastDayOfMonth(usableUntil))
        expect(usableUntil.slice(0, 7)).toBe(addMonths(`${lastDay.slice(0, 7)}-01`, 3).slice(0, 7))
      }),
    )
  })

  it('never goes back to a better state as days pass', () => {
    const order = ['valid', 'alert', 'grace', 'dead']
    const later = fc.integer({ min: 0, max: 400 })
    const since = fc.integer({ min: -200, max: 400 })
    const lastDays = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2025-06-01', days))
    fc.assert(
      fc.property(lastDays, since, later, (lastDay, offset, days) => {
        const before = addDays(lastDay, offset)
        const first = certificateNotice(lastDay, before).state
        const second = certificateNotice(lastDay, addDays(before, days)).state
        // The grace of December 2024 revived some; it lies before all of these.
        expect(order.indexOf(second)).toBeGreaterThanOrEqual(order.indexOf(first))
      }),
    )
  })
})

describe('a certificate without an end', () => {
  it('is valid today, as RFC 5280 writes it', () => {
    expect(certificateNotice('9999-12-31', '2026-05-20')).toEqual({
      state: 'valid',
      lastDay: '9999-12-31',
      usableUntil: '9999-12-31',
    })
  })
})

describe('the alert (R21)', () => {
  it('begins three months before, clamped to a shorter month', () => {
    expect(alertBegins('2026-05-31', '2026-01-01')).toBe('2026-02-28')
    expect(certificateNotice('2026-05-31', '2026-02-27').state).toBe('valid')
    expect(certificateNotice('2026-05-31', '2026-02-28').state).toBe('alert')
  })
})

describe('the last day of a card (R20)', () => {
  it('is the tenth birthday after issue for an adult', () => {
    expect(cardLastDay('1980-06-15', '2026-05-20', '2026-04-20')).toBe('2035-06-15')
    expect(cardLastDay('1980-04-15', '2026-05-20', '2026-04-20')).toBe('2036-04-15')
  })

  it('does not count a birthday on the day of issue', () => {
    expect(cardLastDay('1980-05-20', '2026-05-20', '2026-04-20')).toBe('2036-05-20')
  })

  it('is the fifth birthday for one under 18 at application', () => {
    expect(cardLastDay('2008-05-21', '2026-06-01', '2026-05-20')).toBe('2031-05-21')
    expect(cardLastDay('2008-05-20', '2026-06-01', '2026-05-20')).toBe('2036-05-20')
  })

  it('drew the line at 20 for applications up to 31 March 2022', () => {
    expect(cardLastDay('2003-01-10', '2022-04-20', '2022-03-31')).toBe('2027-01-10')
    expect(cardLastDay('2003-01-10', '2022-04-20', '2022-04-01')).toBe('2032-01-10')
    expect(cardLastDay('2002-01-10', '2022-04-20', '2022-03-31')).toBe('2032-01-10')
  })

  it('of 29 February is 28 February in a common year', () => {
    expect(cardLastDay('1984-02-29', '2026-05-20', '2026-04-20')).toBe('2036-02-29')
    expect(cardLastDay('1984-02-29', '2025-02-27', '2025-01-20')).toBe('2034-02-28')
  })
})

describe('the last day of a certificate (R20)', () => {
  it('is the fifth birthday after issue, at any age', () => {
    expect(certificateLastDay('1980-06-15', '2026-05-20')).toBe('2030-06-15')
    expect(certificateLastDay('2024-06-15', '2026-05-20')).toBe('2030-06-15')
    expect(certificateLastDay('1980-05-20', '2026-05-20')).toBe('2031-05-20')
  })

  it('of 29 February is 28 February in a common year', () => {
    expect(certificateLastDay('1984-02-29', '2026-05-20')).toBe('2031-02-28')
    expect(certificateLastDay('1984-02-29', '2023-05-20')).toBe('2028-02-29')
    expect(certificateLastDay('1984-02-29', '2026-02-28')).toBe('2031-02-28')
  })

  it('is never later than the card', () => {
    expect(certificateLastDay('1980-06-15', '2026-05-20', '2028-06-15')).toBe('2028-06-15')
    expect(certificateLastDay('1980-06-15', '2026-05-20', '2035-06-15')).toBe('2030-06-15')
  })
})

describe('what ends first', () => {
  it('is the certificate, or the card it is on (R20)', () => {
    expect(endOfCard('2030-02-17', '2034-02-17')).toEqual({
      lastDay: '2030-02-17',
      by: 'certificate',
    })
    expect(endOfCard('2030-02-17', '2029-02-17')).toEqual({ lastDay: '2029-02-17', by: 'card' })
    expect(endOfCard('2030-02-17', '2030-02-17').by).toBe('certificate')
    expect(endOfCard('2030-02-17', null)).toEqual({ lastDay: '2030-02-17', by: 'certificate' })
  })
})
