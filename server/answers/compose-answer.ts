/** The answer a device gets: the authority's words and what the gateway itself found out. */
import type { EligibilityAnswer } from '../../domain/answer'
import { certificateNotice } from '../../domain/certificate'
import type { CheckStatement } from '../../domain/check'
import { effectiveItems } from '../../domain/consent'
import { dayInJapan } from '../../domain/days'
import type { AuthorityReply } from '../authority/authority'
import type { CheckFacts } from '../store/store'

/**
 * Judged by the day of capture. Whatever the authority registered, nothing is passed on as consented that the patient
 * did not consent to, that the channel never asks (R4) or that a certificate in its grace closes (R22).
 */
export function composeAnswer(
  statement: CheckStatement,
  facts: CheckFacts,
  reply: AuthorityReply,
): EligibilityAnswer {
  const asOf = dayInJapan(facts.capturedAt)
  const certificate = certificateNotice(facts.certificateLastDay, asOf)
  const allowed = effectiveItems(statement.consent, statement.channel, certificate.state)
  const consentedItems = allowed.filter((item) => reply.consentedItems.includes(item))
  return {
    v: 1,
    checkId: statement.id,
    answeredAt: reply.answeredAt,
    asOf,
    channel: statement.channel,
    validity: reply.validity,
    coverages: reply.coverages,
    publicExpenses: reply.publicExpenses,
    certificate,
    assurance: facts.challengeId === null ? 'lower' : 'challenge',
    revocationChecked: false,
    consentedItems,
    consentUntil: consentedItems.length === 0 ? null : reply.consentUntil,
    message: reply.message,
  }
}
