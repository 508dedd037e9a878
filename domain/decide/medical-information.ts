/** Whether medical information may be looked up now, until when, and if not why (R2, R4, R22, R30–R34). */
import { CONSENT_ITEMS } from '../check'
import { consentUntil, isConsentOpen } from '../consent'
import { toMs } from '../days'
import { settingRule } from '../settings'
import type { Decision, MedicalWhy } from './decision'
import type { Facts } from './facts'
import type { ConsentFacts } from './situation'

export function medicalInformationOf(facts: Facts): Decision['medicalInformation'] {
  const closed = placeRefusal(facts) ?? certificateRefusal(facts)
  if (closed !== null) return { allowed: false, why: closed }
  const { consent } = facts.situation
  if (facts.consentWithdrawn) return { allowed: false, why: 'withdrawn' }
  if (consent === undefined || toMs(consent.at) > facts.nowMs) {
    return { allowed: false, why: 'noConsent' }
  }
  return underConsent(consent, facts)
}

function placeRefusal({ place, day }: Facts): MedicalWhy | null {
  if (place.channel === 'notAllowed') return 'notAllowed'
  const open =
    place.channel !== 'eligibilityOnly' && settingRule(place.setting, day).medicalInformation
  return open ? null : 'channel'
}

function certificateRefusal({ certificate }: Facts): MedicalWhy | null {
  const state = certificate?.state
  return state === 'grace' || state === 'dead' ? state : null
}

function underConsent(consent: ConsentFacts, facts: Facts): Decision['medicalInformation'] {
  const { situation, place, nowMs } = facts
  if (!CONSENT_ITEMS.some((item) => consent.items[item])) return { allowed: false, why: 'refused' }
  const until = consentUntil(place.setting, consent.at)
  if (until === null) {
    return situation.relation?.continuing === false
      ? { allowed: false, why: 'relationEnded' }
      : { allowed: true }
  }
  return isConsentOpen(until, nowMs)
    ? { allowed: true, until }
    : { allowed: false, why: 'consentEnded' }
}

/** True where a consent has to be asked for before anything can be looked up (R30). */
export function needsConsent(facts: Facts, medical: Decision['medicalInformation']): boolean {
  const { why } = medical
  if (facts.place.channel !== 'homeConsent' || facts.failure !== null) return false
  return why === 'noConsent' || why === 'consentEnded' || why === 'relationEnded'
}
