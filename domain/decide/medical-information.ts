/** Whether medical information may be looked up now, until when, and if not why (R1–R4, R22, R30–R34). */
import { CONSENT_ITEMS } from '../check'
import { consentUntil } from '../consent'
import { toMs } from '../days'
import { closesMedical, medicalAllowed } from '../medical-allowed'
import { asksConsent, settingRule } from '../settings'
import type { Decision, MedicalWhy } from './decision'
import type { Facts } from './facts'
import type { ConsentFacts } from './situation'

type Medical = Decision['medicalInformation']

export function medicalInformationOf(facts: Facts): Medical {
  const { place, day, certificate, nowMs } = facts
  const { consent } = facts.situation
  if (place.channel === 'notAllowed') return closed('notAllowed')
  if (!asksConsent(place.channel) || !settingRule(place.setting, day).medicalInformation) {
    return closed('channel')
  }
  // Before the consent: in grace there is nothing to ask one for.
  if (certificate !== null && closesMedical(certificate.state)) {
    return closed(certificate.state === 'grace' ? 'grace' : 'dead')
  }
  if (consent === undefined || toMs(consent.at) > nowMs) {
    return closed(facts.consentWithdrawn ? 'withdrawn' : 'noConsent')
  }
  return underConsent(consent, facts)
}

function underConsent(consent: ConsentFacts, facts: Facts): Medical {
  const { situation, place, consentWithdrawn, certificate } = facts
  const ended = isRelationOver(facts)
  const until = consentUntil(place.setting, consent.at)
  const decision = medicalAllowed({
    // The reader of the counter asks for the same consent by itself (R1).
    channel: 'homeConsent',
    consented: CONSENT_ITEMS.filter((item) => consent.items[item]),
    withdrawn: consentWithdrawn ? CONSENT_ITEMS : [],
    until: ended ? consent.at : until,
    certificateLastDay: certificate?.lastDay ?? null,
    at: situation.at,
  })
  // What lasts until it is taken back has no end to count down to, although the certificate may end before.
  if (decision.allowed) return withEnd(until === null ? null : decision.until)
  switch (decision.why) {
    case 'channel':
      return closed('channel')
    case 'noConsent':
      return closed('refused')
    case 'withdrawn':
      return closed('withdrawn')
    case 'certificate':
      return closed('grace')
    case 'expired':
      return closed(ended ? 'relationEnded' : 'consentEnded')
  }
}

/** A consent for continuing visits ends with them (R32). */
function isRelationOver({ situation, place, day }: Facts): boolean {
  const lives = settingRule(place.setting, day).consentLife
  return lives === 'untilRevoked' && situation.relation?.continuing === false
}

/** True where a consent has to be asked for before anything can be looked up (R30). */
export function needsConsent({ place, failure }: Facts, { why }: Medical): boolean {
  if (place.channel !== 'homeConsent' || failure !== null) return false
  return why === 'noConsent' || why === 'consentEnded' || why === 'relationEnded'
}

function withEnd(until: string | null): Medical {
  return until === null ? { allowed: true } : { allowed: true, until }
}

function closed(why: MedicalWhy): Medical {
  return { allowed: false, why }
}
