import { describe, expect, it } from 'vitest'
import { CONSENT_ITEMS } from '../../domain/check'
import {
  closesMedical,
  keepMedicalUntil,
  medicalAllowed,
  type MedicalSituation,
} from '../../domain/medical-allowed'

const NOW = '2026-11-22T01:00:00.000Z'
const OPEN: MedicalSituation = {
  channel: 'homeConsent',
  consented: ['diagnosis', 'medication'],
  withdrawn: [],
  until: null,
  certificateLastDay: '2029-03-03',
  at: NOW,
}
const decide = (change: Partial<MedicalSituation>) => medicalAllowed({ ...OPEN, ...change })
const refused = (why: string) => ({ allowed: false, why })

describe('whether medical information may be shown', () => {
  it('is yes for what was agreed to in ②, until the certificate ends (R2, R30)', () => {
    expect(decide({})).toEqual({
      allowed: true,
      items: ['diagnosis', 'medication'],
      until: '2029-03-03T15:00:00.000Z',
    })
  })

  it('has no end where the consent has none and no certificate was seen (R32)', () => {
    expect(decide({ certificateLastDay: null })).toMatchObject({ allowed: true, until: null })
  })

  it('is never yes in ③, whatever was agreed to (R4)', () => {
    expect(decide({ channel: 'eligibilityOnly', consented: CONSENT_ITEMS })).toEqual(
      refused('channel'),
    )
    expect(decide({ channel: 'counter' })).toEqual(refused('channel'))
  })

  it('is no where nothing was agreed to: a refusal is a normal answer (R31)', () => {
    expect(decide({ consented: [] })).toEqual(refused('noConsent'))
  })

  it('leaves out what was withdrawn, and is no when all was (R34)', () => {
    expect(decide({ withdrawn: ['medication'] })).toMatchObject({ items: ['diagnosis'] })
    expect(decide({ withdrawn: ['medication', 'diagnosis', 'surgery'] })).toEqual(
      refused('withdrawn'),
    )
  })

  it('is yes on the certificate’s last day and no from the next, whatever was agreed to (R22)', () => {
    const lastDay = { certificateLastDay: '2026-11-22' }
    expect(decide({ ...lastDay, at: '2026-11-22T14:59:59.999Z' })).toMatchObject({
      allowed: true,
      until: '2026-11-22T15:00:00.000Z',
    })
    expect(decide({ ...lastDay, at: '2026-11-22T15:00:00.000Z' })).toEqual(refused('certificate'))
    expect(decide({ certificateLastDay: '2020-01-01' })).toEqual(refused('certificate'))
  })

  it('is yes to the last millisecond of 24 hours and no at their end (R32)', () => {
    const until = '2026-11-23T01:00:00.000Z'
    expect(decide({ until, at: '2026-11-23T00:59:59.999Z' })).toMatchObject({
      allowed: true,
      until,
    })
    expect(decide({ until, at: until })).toEqual(refused('expired'))
  })

  it('closes in grace and after it only (R21, R22, R23)', () => {
    expect(closesMedical('valid')).toBe(false)
    expect(closesMedical('alert')).toBe(false)
    expect(closesMedical('grace')).toBe(true)
    expect(closesMedical('dead')).toBe(true)
  })
})

describe('how long a copy is kept', () => {
  it('is to the end of the day in Japan on which it was fetched', () => {
    expect(keepMedicalUntil(null, '2026-11-22T14:59:59.999Z')).toBe('2026-11-22T15:00:00.000Z')
    expect(keepMedicalUntil(null, '2026-11-22T15:00:00.000Z')).toBe('2026-11-23T15:00:00.000Z')
  })

  it('is never longer than the consent (R32)', () => {
    expect(keepMedicalUntil('2026-11-22T03:00:00.000Z', NOW)).toBe('2026-11-22T03:00:00.000Z')
    expect(keepMedicalUntil('2026-11-25T03:00:00.000Z', NOW)).toBe('2026-11-22T15:00:00.000Z')
  })
})
