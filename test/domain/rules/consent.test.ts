import { describe, expect, it } from 'vitest'
import type { CareSetting, Relation } from '../../../domain/decide/situation'
import { ALL_ITEMS, codesOf, consentAt, facility, NO_ITEMS, visit } from './situations'

const CHECKED: Relation = { continuing: true, lastCardCheckAt: '2026-10-20T10:00:00+09:00' }

describe('R30: what is asked', () => {
  it('within: channel ② asks for the consent that is not there yet', () => {
    const decision = visit()
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'noConsent' })
    expect(decision.next).toContainEqual({ code: 'askConsent', rule: 'R30' })
  })

  it('within: one item of the four is a consent', () => {
    const items = { ...NO_ITEMS, medication: true }
    const consent = { at: '2026-11-20T09:00:00+09:00', items }
    expect(visit({ consent }).medicalInformation.allowed).toBe(true)
  })

  it('beyond: with a consent in force nobody is asked again', () => {
    expect(codesOf(visit({ consent: consentAt('2026-11-20T09:00:00+09:00') }))).not.toContain(
      'askConsent',
    )
  })

  it('beyond: a consent that is yet to come is none', () => {
    const consent = consentAt('2026-11-20T10:00:01+09:00')
    expect(visit({ consent }).medicalInformation.why).toBe('noConsent')
  })
})

describe('R31: a refusal', () => {
  it('within: is a normal answer, and eligibility is still checked', () => {
    const decision = visit({ consent: { at: '2026-11-20T09:00:00+09:00', items: NO_ITEMS } })
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'refused' })
    expect(decision.identity).toEqual(['pin', 'visual'])
    expect(codesOf(decision)).toContain('checkNow')
    expect(codesOf(decision)).not.toContain('askConsent')
  })

  it('beyond: the four agreed to open the information', () => {
    const consent = { at: '2026-11-20T09:00:00+09:00', items: ALL_ITEMS }
    expect(visit({ consent }).medicalInformation).toEqual({ allowed: true })
  })
})

describe('R32: the life of a consent', () => {
  const consent = consentAt('2026-11-19T10:00:00+09:00')
  const short: CareSetting[] = [
    'houseCall',
    'feverRoute',
    'driveThrough',
    'emergencyAdmission',
    'readerFailure',
  ]

  it.each(short)('within: of %s it holds to the last second of 24 hours', (setting) => {
    const decision = visit({ setting, consent, at: '2026-11-20T09:59:59+09:00' })
    expect(decision.medicalInformation).toEqual({
      allowed: true,
      until: '2026-11-20T01:00:00.000Z',
    })
  })

  it('within: is over with the certificate, where that ends within the 24 hours (R22)', () => {
    const card = { readable: true, certificateExpires: '2026-11-19' }
    const late = { setting: 'houseCall' as const, card, consent }
    expect(visit({ ...late, at: '2026-11-19T23:59:59+09:00' }).medicalInformation).toEqual({
      allowed: true,
      until: '2026-11-19T15:00:00.000Z',
    })
    expect(visit({ ...late, at: '2026-11-20T00:00:00+09:00' }).medicalInformation.why).toBe('grace')
  })

  it.each(short)('beyond: of %s it is over after 24 hours', (setting) => {
    const decision = visit({ setting, consent, at: '2026-11-20T10:00:00+09:00' })
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'consentEnded' })
    expect(codesOf(decision)).toContain('askConsent')
  })

  it.each<[CareSetting, 'clinic' | 'homeNursing' | 'pharmacy']>([
    ['homeVisit', 'clinic'],
    ['homeNursing', 'homeNursing'],
    ['homePharmacy', 'pharmacy'],
  ])('within: of a continuing %s it holds until it is taken back', (setting, kind) => {
    const decision = visit({
      setting,
      facility: facility({ kind }),
      consent: consentAt('2024-11-19T10:00:00+09:00'),
    })
    expect(decision.medicalInformation).toEqual({ allowed: true })
  })

  it('beyond: it ends with the relation', () => {
    const decision = visit({ consent, relation: { ...CHECKED, continuing: false } })
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'relationEnded' })
  })

  it('within: online it is given each time, and holds for its own day', () => {
    const today = visit({ setting: 'online', consent, at: '2026-11-19T23:59:59+09:00' })
    expect(today.medicalInformation).toEqual({ allowed: true, until: '2026-11-19T15:00:00.000Z' })
    const tomorrow = visit({ setting: 'online', consent, at: '2026-11-20T00:00:00+09:00' })
    expect(tomorrow.medicalInformation.why).toBe('consentEnded')
  })
})

describe('R33: 再照会 without the card', () => {
  const days = (last: string) => ({ ...CHECKED, lastVisitOn: last })

  it.each<[CareSetting, 'clinic' | 'homeNursing' | 'pharmacy']>([
    ['homeVisit', 'clinic'],
    ['homeNursing', 'homeNursing'],
    ['homePharmacy', 'pharmacy'],
  ])('within: a continuing %s after an earlier check by card', (setting, kind) => {
    const decision = visit({
      setting,
      facility: facility({ kind }),
      presented: [],
      relation: CHECKED,
    })
    expect(decision.reinquiry).toEqual({ allowed: true, warnings: [] })
    expect(decision.next).toContainEqual({ code: 'reinquire', rule: 'R33' })
    expect(decision.ladder).toEqual([])
  })

  it.each<CareSetting>([
    'houseCall',
    'online',
    'feverRoute',
    'driveThrough',
    'emergencyAdmission',
    'readerFailure',
    'counter',
  ])('beyond: never for %s', (setting) => {
    const decision = visit({ setting, presented: [], relation: CHECKED })
    expect(decision.reinquiry).toEqual({ allowed: false, why: 'setting', warnings: [] })
  })

  it('beyond: not before the first check by card, nor after the relation', () => {
    const why = (relation: Relation) => visit({ relation, presented: [] }).reinquiry.why
    expect(why({ continuing: true })).toBe('noCardCheck')
    expect(why({ continuing: true, lastCardCheckAt: '2026-11-20T10:00:01+09:00' })).toBe(
      'noCardCheck',
    )
    expect(why({ ...CHECKED, continuing: false })).toBe('notContinuing')
    expect(visit({ presented: [], facility: facility({ transitional: 2 }) }).reinquiry.why).toBe(
      'setting',
    )
  })

  it('within: a gap of 90 days is nothing, one of 91 a warning and never a block', () => {
    const of = (last: string) => visit({ relation: days(last), presented: [] }).reinquiry
    expect(of('2026-08-22')).toEqual({ allowed: true, warnings: [] })
    expect(of('2026-08-21')).toEqual({ allowed: true, warnings: ['longGap'] })
    expect(of('2020-01-01')).toEqual({ allowed: true, warnings: ['longGap'] })
  })
})

describe('R34: a withdrawal', () => {
  const withdrawn = consentAt('2026-11-01T10:00:00+09:00', '2026-11-20T10:00:00+09:00')

  it('within: hides the information from the very moment, and ends 再照会', () => {
    const decision = visit({ consent: withdrawn })
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'withdrawn' })
    expect(decision.reinquiry.why).toBe('withdrawn')
    expect(decision.next).toContainEqual({ code: 'hideInformation', rule: 'R34' })
    expect(codesOf(decision)).not.toContain('askConsent')
  })

  it('beyond: a second before it the consent holds', () => {
    const decision = visit({ consent: withdrawn, at: '2026-11-20T09:59:59+09:00' })
    expect(decision.medicalInformation).toEqual({ allowed: true })
    expect(decision.reinquiry.allowed).toBe(true)
  })
})
