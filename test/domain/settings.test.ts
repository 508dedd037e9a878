import { describe, expect, it } from 'vitest'
import type { Channel, Setting } from '../../domain/check'
import {
  asksConsent,
  channelFor,
  channelsFor,
  identityWays,
  isAllowed,
  isMedicalSetting,
  isTreatmentRoom,
  SETTINGS,
  settingRule,
} from '../../domain/settings'
import { TODAY } from './answers'

const settings = Object.keys(SETTINGS) as Setting[]
const channels: Channel[] = ['counter', 'homeConsent', 'eligibilityOnly']

describe('the channel of a setting', () => {
  it.each<[Setting, Channel]>([
    ['homeMedicalCare', 'homeConsent'],
    ['homeNursing', 'homeConsent'],
    ['homePharmacy', 'homeConsent'],
    ['houseCall', 'homeConsent'],
    ['onlineCare', 'homeConsent'],
    ['fever', 'homeConsent'],
    ['driveThrough', 'homeConsent'],
    ['emergencyAdmission', 'homeConsent'],
    ['readerFailure', 'homeConsent'],
    ['treatmentRoom', 'eligibilityOnly'],
    ['healthCheckup', 'eligibilityOnly'],
    ['midwifery', 'eligibilityOnly'],
    ['paperClaim', 'eligibilityOnly'],
  ])('%s is %s, and no other is allowed (R2–R4)', (setting, channel) => {
    expect(channelFor(setting, TODAY)).toBe(channel)
    expect(channels.filter((one) => isAllowed(setting, one, TODAY))).toEqual([channel])
  })

  it('is ① at the counter, and nothing is captured there (R1)', () => {
    expect(channelFor('counter', TODAY)).toBe('counter')
    expect(channels.filter((one) => isAllowed('counter', one, TODAY))).toEqual([])
  })

  it('may also be ③ under the measures (2), (4) and (6) (R5)', () => {
    for (const measure of ['network', 'rebuilding', 'hardship'] as const) {
      expect(channelsFor('homeNursing', TODAY, measure)).toEqual(['homeConsent', 'eligibilityOnly'])
      expect(isAllowed('counter', 'eligibilityOnly', TODAY, measure)).toBe(true)
    }
  })

  it('is not widened by the measure (3) (R6), nor twice by one it has already', () => {
    expect(channelsFor('homeMedicalCare', TODAY, 'homeCareOnly')).toEqual(['homeConsent'])
    expect(channelsFor('paperClaim', TODAY, 'network')).toEqual(['eligibilityOnly'])
  })
})

describe('medical information', () => {
  it('is never there where the channel is ③, and no consent is asked (R4)', () => {
    for (const setting of settings) {
      const rule = settingRule(setting, TODAY)
      expect(rule.medicalInformation).toBe(rule.channel !== 'eligibilityOnly')
      expect(asksConsent(rule.channel)).toBe(rule.consentLife !== 'none')
    }
  })
})

describe('再照会 (R33)', () => {
  it('is for the three continuing relations only', () => {
    const allowed = settings.filter((setting) => settingRule(setting, TODAY).reinquiry)
    expect(allowed).toEqual(['homeMedicalCare', 'homeNursing', 'homePharmacy'])
  })
})

describe('identity', () => {
  const device = { boundDevice: true, cardHasPhoto: true }

  it('may be shown by PIN or by 目視 on a bound device', () => {
    expect(identityWays('homeNursing', TODAY, device)).toEqual(['pin', 'faceCheck'])
    expect(identityWays('treatmentRoom', TODAY, device)).toEqual(['pin', 'faceCheck'])
  })

  it('is the PIN alone in an unbound app or with a card without a photo (R2, R12)', () => {
    expect(identityWays('homeNursing', TODAY, { ...device, boundDevice: false })).toEqual(['pin'])
    expect(identityWays('homeNursing', TODAY, { ...device, cardHasPhoto: false })).toEqual(['pin'])
  })
})

describe('the labels of settings', () => {
  it('are all different, so that staff can tell them apart', () => {
    const labels = settings.map((setting) => settingRule(setting, TODAY).label)
    expect(new Set(labels).size).toBe(settings.length)
  })

  it('name one 施術所', () => {
    expect(settings.filter(isTreatmentRoom)).toEqual(['treatmentRoom'])
  })

  it('name three of no 医療機関・薬局, where 口頭確認 and 申立書 are not for (R54)', () => {
    const others = settings.filter((setting) => !isMedicalSetting(setting))
    expect(others).toEqual(['treatmentRoom', 'healthCheckup', 'midwifery'])
  })
})
