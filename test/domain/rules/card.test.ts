import { describe, expect, it } from 'vitest'
import { cardLastDay, certificateLastDay } from '../../../domain/certificate'
import type { Situation } from '../../../domain/decide/situation'
import { card, codesOf, consentAt, visit } from './situations'

/** @param day of the visit, at ten in Japan */
function visitOn(day: string, certificateExpires: string, changes: Partial<Situation> = {}) {
  return visit({ at: `${day}T10:00:00+09:00`, card: card({ certificateExpires }), ...changes })
}

function stateOn(day: string, certificateExpires: string): string | undefined {
  return visitOn(day, certificateExpires).certificate?.state
}

describe('R20: the life of card and certificate', () => {
  it('within: ten birthdays for one who applied at 18, five for the certificate', () => {
    expect(cardLastDay('2004-06-10', '2022-07-01', '2022-06-10')).toBe('2032-06-10')
    expect(certificateLastDay('2004-06-10', '2022-07-01')).toBe('2027-06-10')
  })

  it('beyond: five for one who applied the day before the 18th birthday', () => {
    expect(cardLastDay('2004-06-10', '2022-07-01', '2022-06-09')).toBe('2027-06-10')
  })

  it('beyond: the line was 20 for applications up to 31 March 2022', () => {
    expect(cardLastDay('2002-04-01', '2022-04-10', '2022-03-31')).toBe('2027-04-01')
    expect(cardLastDay('2002-04-01', '2022-04-10', '2022-04-01')).toBe('2032-04-01')
  })

  it('within: a birthday of 29 February counts as 28 February in a common year', () => {
    expect(certificateLastDay('1988-02-29', '2022-01-10')).toBe('2026-02-28')
    expect(certificateLastDay('1988-02-29', '2024-03-10')).toBe('2029-02-28')
  })

  it('within: a certificate ends with a card that ends before it', () => {
    const both = card({ expires: '2026-02-10', certificateExpires: '2028-02-10' })
    expect(visit({ at: '2026-02-11T10:00:00+09:00', card: both }).certificate).toEqual({
      state: 'grace',
      usableUntil: '2026-05-31',
    })
  })

  it("beyond: of the card's day alone no certificate is called valid", () => {
    const far = { readable: true, expires: '2030-02-10' }
    expect(visit({ card: far }).certificate).toBeUndefined()
    expect(visit({ card: { readable: true, expires: '2026-12-10' } }).certificate?.state).toBe(
      'alert',
    )
  })
})

describe('R21: the alert', () => {
  it('beyond: the day before the last three months there is none', () => {
    expect(stateOn('2026-11-09', '2027-02-10')).toBe('valid')
  })

  it('within: from three months before the last day, and everything still works', () => {
    const decision = visitOn('2026-11-10', '2027-02-10', {
      consent: consentAt('2026-11-10T09:00:00+09:00'),
    })
    expect(decision.certificate?.state).toBe('alert')
    expect(decision.medicalInformation.allowed).toBe(true)
    expect(decision.next).toContainEqual({ code: 'renewCertificate', rule: 'R21' })
    expect(stateOn('2027-02-10', '2027-02-10')).toBe('alert')
  })
})

describe('R22: the grace', () => {
  it.each([
    ['2026-02-10', '2026-05-31', '2026-06-01'],
    ['2025-11-30', '2026-02-28', '2026-03-01'],
    ['2027-11-15', '2028-02-29', '2028-03-01'],
    ['2026-10-31', '2027-01-31', '2027-02-01'],
  ])('within: of a certificate to %s lasts to %s, eligibility only', (last, graceEnds, after) => {
    const decision = visitOn(graceEnds, last, { consent: consentAt(`${graceEnds}T09:00:00+09:00`) })
    expect(decision.certificate).toEqual({ state: 'grace', usableUntil: graceEnds })
    expect(decision.identity).toEqual(['pin', 'visual'])
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'grace' })
    expect(codesOf(decision)).not.toContain('askConsent')
    expect(stateOn(after, last)).toBe('dead')
  })

  it('beyond: on the last day itself it has not begun', () => {
    const decision = visitOn('2026-02-10', '2026-02-10', {
      consent: consentAt('2026-02-10T09:00:00+09:00'),
    })
    expect(decision.certificate?.state).toBe('alert')
    expect(decision.medicalInformation.allowed).toBe(true)
  })

  it("within: begins with Japan's day, whatever clock the instant is written in", () => {
    const at = (text: string) =>
      visit({ at: text, card: card({ certificateExpires: '2026-02-10' }) })
    expect(at('2026-02-10T14:59:59Z').certificate?.state).toBe('alert')
    expect(at('2026-02-10T15:00:00Z').certificate?.state).toBe('grace')
    expect(at('2026-02-10T05:00:00-10:00').certificate?.state).toBe('grace')
  })

  it('beyond: there was none before 2 December 2024', () => {
    expect(stateOn('2024-12-01', '2024-11-30')).toBe('dead')
    expect(stateOn('2024-12-02', '2024-11-30')).toBe('grace')
  })
})

describe('R23: after the grace', () => {
  it('within: no check by card but the ladder, and what brings the card back', () => {
    const decision = visitOn('2026-06-01', '2026-02-10')
    expect(decision.identity).toEqual([])
    expect(decision.ladder[0]).toBe('portal')
    expect(decision.next).toContainEqual({ code: 'renewAndRegister', rule: 'R23' })
    expect(decision.next).toContainEqual({ code: 'expectCertificate', rule: 'R23' })
  })

  const withoutCard: Partial<Situation> = {
    presented: [],
    relation: { continuing: true, lastCardCheckAt: '2026-01-20T10:00:00+09:00' },
  }

  it('within: the registration is gone, so 再照会 is too, and the 資格確認書 is asked for', () => {
    const decision = visitOn('2026-06-01', '2026-02-10', withoutCard)
    expect(decision.reinquiry).toEqual({ allowed: false, why: 'dead', warnings: [] })
    expect(decision.ladder).toEqual(['certificate'])
    expect(codesOf(decision)).not.toContain('reinquire')
  })

  it('beyond: on the last day of the grace the card is still used', () => {
    const decision = visitOn('2026-05-31', '2026-02-10')
    expect(decision.ladder).toEqual([])
    expect(codesOf(decision)).not.toContain('renewAndRegister')
  })

  it('beyond: on the last day of the grace 再照会 still goes, beside a dead smartphone too', () => {
    const decision = visitOn('2026-05-31', '2026-02-10', withoutCard)
    expect(decision.reinquiry.allowed).toBe(true)
    const phone = visitOn('2026-05-31', '2026-02-10', { ...withoutCard, presented: ['smartphone'] })
    expect(phone.certificate?.state).toBe('dead')
    expect(phone.reinquiry.allowed).toBe(true)
  })
})

describe('R24: the insurance outlives the certificate', () => {
  it.each(['2026-05-31', '2026-06-01'])('within: on %s this is said', (day) => {
    expect(codesOf(visitOn(day, '2026-02-10'))).toContain('tellCoverRemains')
  })

  it('within: the share stays the usual one', () => {
    const dead = visitOn('2026-06-01', '2026-02-10', {
      patient: { birthDate: '1980-01-15', saysInsured: true, numbers: 'none' },
    })
    expect(dead.share).toEqual({ percent: 30, source: 'age' })
  })

  it('beyond: while it is valid there is nothing to say', () => {
    expect(codesOf(visitOn('2026-02-10', '2026-02-10'))).not.toContain('tellCoverRemains')
  })

  it('beyond: a smartphone has no grace', () => {
    const decision = visitOn('2026-02-11', '2026-02-10', { presented: ['smartphone'] })
    expect(decision.certificate).toEqual({ state: 'dead', usableUntil: '2026-02-10' })
    expect(decision.ladder).toEqual(['portal', 'physicalCard'])
  })
})
