/** The one rule of whether medical information may be shown now, and until when (R2, R4, R22, R30, R32, R34). */
import type { CertificateState } from './answer'
import { certificateNotice } from './certificate'
import type { Channel, ConsentItem } from './check'
import { isConsentOpen } from './consent'
import { itemsLeft } from './consent-withdrawal'
import { addDays, dayInJapan, type Day, type Instant, startOfDay, toMs } from './days'

/** Why it may not be shown, the weightiest first. */
export type MedicalRefusal =
  | 'channel' // ③ asks no consent (R4)
  | 'noConsent' // nothing was agreed to (R31)
  | 'withdrawn' // everything agreed to was withdrawn (R34)
  | 'certificate' // in grace or dead (R22, R23)
  | 'expired' // the consent's time is over (R32)

export interface MedicalSituation {
  channel: Channel
  /** What was agreed to, withdrawn or not. */
  consented: readonly ConsentItem[]
  withdrawn: readonly ConsentItem[]
  /** As `consentUntil` gives it; null: until revoked. */
  until: string | null
  /** The certificate's last day; null where none was seen here. */
  certificateLastDay: Day | null
  at: Instant
}

export type MedicalDecision =
  | {
      allowed: true
      /** In the order of the screen. */
      items: ConsentItem[]
      /** ISO 8601, itself excluded; null: until revoked. */
      until: string | null
    }
  | { allowed: false; why: MedicalRefusal }

/** Judged at `at` by the days in Japan; the end is whichever comes first, the consent's or the certificate's. */
export function medicalAllowed(situation: MedicalSituation): MedicalDecision {
  const { channel, consented, withdrawn, certificateLastDay, until, at } = situation
  if (channel !== 'homeConsent') return { allowed: false, why: 'channel' }
  if (consented.length === 0) return { allowed: false, why: 'noConsent' }
  const items = itemsLeft(consented, withdrawn)
  if (items.length === 0) return { allowed: false, why: 'withdrawn' }
  if (certificateLastDay !== null) {
    const { state } = certificateNotice(certificateLastDay, dayInJapan(at))
    if (closesMedical(state)) return { allowed: false, why: 'certificate' }
  }
  if (!isConsentOpen(until, at)) return { allowed: false, why: 'expired' }
  return { allowed: true, items, until: earliest(until, endOf(certificateLastDay)) }
}

/** In grace eligibility is still confirmed and nothing medical is opened, whatever was consented (R22). */
export function closesMedical(state: CertificateState): boolean {
  return state === 'grace' || state === 'dead'
}

/**
 * Until when a copy is kept: never past the day it was fetched on (R30: for today's care), nor past its consent.
 * @returns ISO 8601 UTC, itself excluded
 */
export function keepMedicalUntil(until: string | null, fetchedAt: Instant): string {
  const endOfToday = startOfDay(addDays(dayInJapan(fetchedAt), 1))
  return earliest(until, endOfToday) ?? endOfToday
}

function endOf(day: Day | null): string | null {
  return day === null ? null : startOfDay(addDays(day, 1))
}

function earliest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return toMs(one) <= toMs(other) ? one : other
}
