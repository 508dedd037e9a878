import { describe, expect, it } from 'vitest'
import { type Consent, CONSENT_ITEMS, type Setting } from '../../domain/check'
import { consentToAll, consentUntil, effectiveItems, isConsentOpen } from '../../domain/consent'
import { SETTINGS } from '../../domain/settings'
import { CONSENT_TEXTS, consentLifeText, REFUSAL_TEXT } from '../../domain/texts/consent'
import { TODAY } from './answers'

const REGISTERED = '2026-05-20T01:30:00.000Z'

const consent = (items: Partial<Consent['items']>): Consent => ({
  items: { ...consentToAll(false), ...items },
  prescription: null,
  decidedBy: { kind: 'patient' },
  decidedAt: REGISTERED,
})

describe('the life of a consent (R32)', () => {
  it.each<Setting>(['fever', 'driveThrough', 'emergencyAdmission', 'readerFailure', 'houseCall'])(
    'is 24 hours to the millisecond for %s',
    (setting) => {
      expect(consentUntil(setting, REGISTERED)).toBe('2026-05-21T01:30:00.000Z')
    },
  )

  it.each<Setting>(['homeMedicalCare', 'homeNursing', 'homePharmacy'])(
    'has no end for %s until it is revoked',
    (setting) => {
      expect(consentUntil(setting, REGISTERED)).toBeNull()
    },
  )

  it('is the day in Japan for オンライン診療', () => {
    expect(consentUntil('onlineCare', REGISTERED)).toBe('2026-05-20T15:00:00.000Z')
    expect(consentUntil('onlineCare', '2026-05-20T15:00:00Z')).toBe('2026-05-21T15:00:00.000Z')
  })

  it.each<Setting>(['treatmentRoom', 'healthCheckup', 'midwifery', 'paperClaim'])(
    'is over at once for %s, where none is asked',
    (setting) => {
      const until = consentUntil(setting, REGISTERED)
      expect(until).toBe(REGISTERED)
      expect(isConsentOpen(until, REGISTERED)).toBe(false)
    },
  )

  it('ends at its last instant, itself excluded', () => {
    const until = consentUntil('houseCall', REGISTERED)
    expect(isConsentOpen(until, '2026-05-21T01:29:59.999Z')).toBe(true)
    expect(isConsentOpen(until, '2026-05-21T01:30:00.000Z')).toBe(false)
    expect(isConsentOpen(null, '2099-01-01T00:00:00Z')).toBe(true)
  })
})

describe('what a consent opens', () => {
  const some = consent({ medication: true, surgery: true })

  it('is what was agreed to, in the order of the screen', () => {
    expect(effectiveItems(some, 'homeConsent', 'valid')).toEqual(['medication', 'surgery'])
    expect(effectiveItems(some, 'homeConsent', 'alert')).toEqual(['medication', 'surgery'])
  })

  it('is nothing once the certificate has expired, whatever was agreed (R22)', () => {
    const all = consent(consentToAll(true))
    expect(effectiveItems(all, 'homeConsent', 'grace')).toEqual([])
    expect(effectiveItems(all, 'homeConsent', 'dead')).toEqual([])
  })

  it('is nothing in ③ (R4), without a consent and after a refusal (R31)', () => {
    expect(effectiveItems(consent(consentToAll(true)), 'eligibilityOnly', 'valid')).toEqual([])
    expect(effectiveItems(null, 'homeConsent', 'valid')).toEqual([])
    expect(effectiveItems(consent({}), 'homeConsent', 'valid')).toEqual([])
  })

  it('is everything when everything was agreed to', () => {
    const all = consent(consentToAll(true))
    expect(effectiveItems(all, 'homeConsent', 'valid')).toEqual([...CONSENT_ITEMS])
  })
})

describe('what the patient reads', () => {
  it('explains every item: what it is and what it is good for', () => {
    expect(CONSENT_TEXTS.map(({ item }) => item)).toEqual([...CONSENT_ITEMS])
    for (const { plain, purpose } of CONSENT_TEXTS) {
      expect(plain).toMatch(/です。$/)
      expect(purpose).toMatch(/ます。$/)
    }
  })

  it('says until when, wherever a consent is asked', () => {
    for (const setting of Object.keys(SETTINGS) as Setting[]) {
      const asked = SETTINGS[setting][0]?.consentLife !== 'none'
      expect(consentLifeText(setting, TODAY) !== null).toBe(asked)
    }
    expect(consentLifeText('houseCall', TODAY)).toContain('24時間')
  })

  it('says that refusing costs nothing, and never speaks of 限度額 (R30)', () => {
    expect(REFUSAL_TEXT).toContain('同意しなくても')
    expect(JSON.stringify(CONSENT_TEXTS)).not.toContain('限度額')
  })
})
