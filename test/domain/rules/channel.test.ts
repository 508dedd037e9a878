import { describe, expect, it } from 'vitest'
import {
  CARE_SETTINGS,
  type CareSetting,
  FACILITY_KINDS,
  type FacilityKind,
} from '../../../domain/decide/situation'
import { codesOf, consentAt, facility, NOW, visit } from './situations'

const WITH_CONSENT = { consent: consentAt('2026-11-20T09:00:00+09:00') }
const ELSEWHERE: CareSetting[] = [
  'feverRoute',
  'driveThrough',
  'emergencyAdmission',
  'readerFailure',
]

function channelOf(kind: FacilityKind, setting: CareSetting): string {
  return visit({ facility: facility({ kind }), setting }).channel
}

describe('R1: the counter', () => {
  it.each<FacilityKind>(['hospital', 'clinic', 'dental', 'pharmacy'])(
    'within: of a %s is channel ①, which is not this app, and it says so',
    (kind) => {
      const decision = visit({ facility: facility({ kind }), setting: 'counter' })
      expect(decision.channel).toBe('counter')
      expect(decision.next[0]).toEqual({ code: 'useCounterReader', rule: 'R1' })
      expect(decision.reinquiry).toMatchObject({ allowed: false, why: 'setting' })
    },
  )

  it('beyond: with a reader that fails it is channel ②, and there is no such thing at 訪問看護', () => {
    expect(channelOf('pharmacy', 'readerFailure')).toBe('homeConsent')
    expect(channelOf('homeNursing', 'counter')).toBe('notAllowed')
  })
})

describe('R2: care at home and online', () => {
  it.each<[FacilityKind, CareSetting]>([
    ['hospital', 'homeVisit'],
    ['clinic', 'homeVisit'],
    ['dental', 'homeVisit'],
    ['clinic', 'houseCall'],
    ['homeNursing', 'homeNursing'],
    ['clinic', 'homeNursing'],
    ['pharmacy', 'homePharmacy'],
    ['clinic', 'online'],
    ['pharmacy', 'online'],
  ])('within: a %s in %s uses channel ②, with medical information by consent', (kind, setting) => {
    const decision = visit({ facility: facility({ kind }), setting, ...WITH_CONSENT })
    expect(decision.channel).toBe('homeConsent')
    expect(decision.medicalInformation.allowed).toBe(true)
    expect(decision.identity).toEqual(['pin', 'visual'])
  })

  it.each<[FacilityKind, CareSetting]>([
    ['pharmacy', 'homeVisit'],
    ['pharmacy', 'houseCall'],
    ['pharmacy', 'emergencyAdmission'],
    ['dental', 'homeNursing'],
    ['homeNursing', 'homeVisit'],
    ['homeNursing', 'driveThrough'],
    ['hospital', 'treatment'],
    ['judo', 'online'],
    ['acupuncture', 'homeNursing'],
    ['midwife', 'emergencyAdmission'],
  ])('beyond: a %s has no %s, and nothing is done there', (kind, setting) => {
    const decision = visit({ facility: facility({ kind }), setting, ...WITH_CONSENT })
    expect(decision.channel).toBe('notAllowed')
    expect(decision.identity).toEqual([])
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'notAllowed' })
    expect(codesOf(decision)).toContain('changeSetting')
  })

  it('beyond: in an open web page the PIN is the only way', () => {
    expect(visit({ facility: facility({ boundDevice: false }) }).identity).toEqual(['pin'])
  })
})

describe('R3: another route than the counter', () => {
  it.each(ELSEWHERE)('within: %s is channel ②, and the consent holds for 24 hours', (setting) => {
    const decision = visit({ setting, ...WITH_CONSENT })
    expect(decision.channel).toBe('homeConsent')
    expect(decision.medicalInformation).toEqual({
      allowed: true,
      until: '2026-11-21T00:00:00.000Z',
    })
  })

  it('beyond: none of them has a 再照会', () => {
    for (const setting of ELSEWHERE) {
      expect(visit({ setting, presented: [] }).reinquiry).toMatchObject({ why: 'setting' })
    }
  })
})

describe('R4: the facilities of channel ③', () => {
  it.each<[FacilityKind, CareSetting]>([
    ['judo', 'treatment'],
    ['acupuncture', 'treatment'],
    ['judo', 'homeVisit'],
    ['checkup', 'checkup'],
    ['midwife', 'counter'],
    ['paperClaim', 'counter'],
    ['paperClaim', 'homeVisit'],
    ['hospital', 'checkup'],
  ])('within: a %s in %s confirms eligibility and nothing else', (kind, setting) => {
    const decision = visit({ facility: facility({ kind }), setting, ...WITH_CONSENT })
    expect(decision.channel).toBe('eligibilityOnly')
    expect(decision.identity).toEqual(['pin', 'visual'])
    expect(decision.medicalInformation).toEqual({ allowed: false, why: 'channel' })
    expect(decision.reinquiry.allowed).toBe(false)
    expect(codesOf(visit({ facility: facility({ kind }), setting }))).not.toContain('askConsent')
  })

  it('beyond: a clinic that claims online asks for consent in the same place', () => {
    expect(codesOf(visit())).toContain('askConsent')
  })
})

describe('R5: the measures (2), (4) and (6)', () => {
  it.each([2, 4, 6] as const)('within: (%i) makes it channel ③, as an option', (transitional) => {
    for (const setting of ['counter', 'homeVisit', 'driveThrough'] as const) {
      const decision = visit({ facility: facility({ transitional }), setting, ...WITH_CONSENT })
      expect(decision.channel).toBe('eligibilityOnly')
      expect(decision.medicalInformation).toEqual({ allowed: false, why: 'channel' })
      expect(decision.next[0]).toEqual({ code: 'mayUseEligibilityOnly', rule: 'R5' })
    }
  })

  it('beyond: a facility without a measure stays with ① and ②', () => {
    expect(visit({ setting: 'counter' }).channel).toBe('counter')
    expect(visit().channel).toBe('homeConsent')
  })

  it('beyond: a facility of ③ is that by itself, not by the measure', () => {
    const decision = visit({
      facility: facility({ kind: 'judo', transitional: 2 }),
      setting: 'treatment',
    })
    expect(decision.channel).toBe('eligibilityOnly')
    expect(codesOf(decision)).not.toContain('mayUseEligibilityOnly')
  })
})

describe('R6: the measure (3), home visits only', () => {
  it('within: ② at home and ① at the counter, with medical information', () => {
    const at = { facility: facility({ transitional: 3 }), ...WITH_CONSENT }
    expect(visit(at)).toMatchObject({
      channel: 'homeConsent',
      medicalInformation: { allowed: true },
    })
    expect(visit({ ...at, setting: 'counter' }).channel).toBe('counter')
  })

  it('beyond: the next number, (4), is ③', () => {
    expect(visit({ facility: facility({ transitional: 4 }) }).channel).toBe('eligibilityOnly')
  })
})

describe('R7: a check at every visit', () => {
  it('within: without an answer of this visit there is one to make, however near the last one', () => {
    const relation = { continuing: true, lastCardCheckAt: '2026-11-20T08:00:00+09:00' }
    expect(visit({ relation }).next).toContainEqual({ code: 'checkNow', rule: 'R7' })
  })

  it('beyond: with its answer there is none', () => {
    expect(codesOf(visit({ answer: { validity: 'valid', share: 30 } }))).not.toContain('checkNow')
  })
})

describe('every kind of facility in every setting', () => {
  it('has a channel, and only one of ② ever asks for consent', () => {
    for (const kind of FACILITY_KINDS) {
      for (const setting of CARE_SETTINGS) {
        const decision = visit({ facility: facility({ kind }), setting, at: NOW })
        if (codesOf(decision).includes('askConsent')) expect(decision.channel).toBe('homeConsent')
      }
    }
  })
})
