/** The register of consents: what a check with its answer says was agreed, and what a tablet is told of it. */
import type { CheckStatement, Consent, ConsentItem } from '../../domain/check'
import { consentUntil } from '../../domain/consent'
import type { ConsentEntry } from '../../domain/consent-entry'
import { afterWithdrawals, grantedItems } from '../../domain/consent-withdrawal'
import type { AuthorityReply } from '../authority/authority'
import type { CheckFacts, StoredConsent } from '../store/store'

/**
 * The row of an answered check; null where no consent was asked (③). A refusal is registered as well: that somebody was
 * asked, and said no.
 * @param consent as it was given, before any withdrawal
 * @param patient the reference of the statement's patient, as the store may hold it
 */
export function registerRow(
  statement: CheckStatement,
  facilityId: string,
  facts: CheckFacts,
  consent: Consent | null,
  reply: AuthorityReply,
  patient: string | null,
): Omit<StoredConsent, 'withdrawn'> | null {
  if (consent === null || statement.channel !== 'homeConsent') return null
  return {
    checkId: statement.id,
    facilityId,
    patientRef: patient,
    setting: statement.setting,
    channel: statement.channel,
    items: grantedItems(consent),
    decidedBy: consent.decidedBy.kind,
    decidedAt: consent.decidedAt,
    wording: consent.wording ?? null,
    // What the authority did not register has no end of its own: ours holds, counted from the decision (R32).
    until:
      reply.consentedItems.length > 0
        ? reply.consentUntil
        : consentUntil(statement.setting, consent.decidedAt),
    certificateLastDay: facts.certificateLastDay,
  }
}

/** The statement as it stands after what was withdrawn before it was asked about. */
export function withoutWithdrawn(
  statement: CheckStatement,
  withdrawn: readonly ConsentItem[],
): CheckStatement {
  const { consent } = statement
  return consent === null || withdrawn.length === 0
    ? statement
    : { ...statement, consent: afterWithdrawals(consent, withdrawn) }
}

/** @param patientId whose it is; the store does not say */
export function toEntry(consent: StoredConsent, patientId: string | null): ConsentEntry {
  const { checkId, setting, channel, items, withdrawn } = consent
  const { decidedAt, wording, until, certificateLastDay } = consent
  return {
    checkId,
    patientId,
    setting,
    channel,
    items,
    withdrawn,
    decidedBy:
      consent.decidedBy === 'patient' ? { kind: 'patient' } : { kind: 'proxy', relation: null },
    decidedAt,
    wording,
    until,
    certificateLastDay,
  }
}
