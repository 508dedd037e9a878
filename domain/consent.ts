/** Consent (同意): how long it lives and what it opens (R22, R30–R34). */
import type { CertificateState } from './answer'
import { type Channel, type Consent, CONSENT_ITEMS, type ConsentItem, type Setting } from './check'
import { addDays, dayInJapan, type Instant, startOfDay, toMs } from './days'
import { asksConsent, settingRule } from './settings'

const HOURS_24 = 24 * 3_600_000

/**
 * When a consent registered at that instant ends, ISO 8601 UTC, itself excluded; null: until revoked (R32).
 * オンライン診療 is consented to each time; how many hours is not published, so it ends with the day in Japan: never
 * longer than the act it was given for. A setting without consent (③) ends at once.
 */
export function consentUntil(setting: Setting, registeredAt: Instant): string | null {
  const registeredMs = toMs(registeredAt)
  const day = dayInJapan(registeredMs)
  const life = settingRule(setting, day).consentLife
  switch (life) {
    case 'untilRevoked':
      return null
    case 'hours24':
      return new Date(registeredMs + HOURS_24).toISOString()
    case 'eachTime':
      return startOfDay(addDays(day, 1))
    case 'none':
      return new Date(registeredMs).toISOString()
  }
}

/** True while a consent may be used; `until` as {@link consentUntil} gives it. */
export function isConsentOpen(until: string | null, at: Instant): boolean {
  return until === null || toMs(at) < toMs(until)
}

/**
 * What the facility may look up: the items agreed to, in the order of the screen. None where the channel asks none
 * (R4), and none once the certificate has expired, whatever was agreed (R22).
 */
export function effectiveItems(
  consent: Consent | null,
  channel: Channel,
  certificateState: CertificateState,
): ConsentItem[] {
  if (consent === null || !asksConsent(channel)) return []
  if (certificateState === 'grace' || certificateState === 'dead') return []
  return CONSENT_ITEMS.filter((item) => consent.items[item])
}

/** Every item yes or every item no; refusing is a normal answer (R31). */
export function consentToAll(agreed: boolean): Record<ConsentItem, boolean> {
  return { diagnosis: agreed, medication: agreed, checkup: agreed, surgery: agreed }
}
