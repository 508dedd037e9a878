/** The answer a device gets: the authority's words and what the gateway itself found out. */
import type { Acceptance, EligibilityAnswer } from '../../domain/answer'
import { certificateNotice } from '../../domain/certificate'
import type { CheckStatement, Evidence } from '../../domain/check'
import { effectiveItems } from '../../domain/consent'
import { asksConsent } from '../../domain/settings'
import { dayInJapan } from '../../domain/days'
import type { AuthorityReply } from '../authority/authority'
import type { ConsentInForce } from '../consents/in-force'
import type { CheckFacts } from '../store/store'

/** Of the kinds with which somebody is asked: a 申立書 has no answer. */
export type AskedKind = Exclude<Evidence['kind'], 'declaration'>

/**
 * Judged by the day of capture. Whatever the authority registered, nothing is passed on as consented that the patient
 * did not consent to, that the channel never asks (R4) or that a certificate in its grace closes (R22).
 * @param acceptance of the official page, whose consent then counts; null for a check of another kind
 * @param earlier the consent that a 再照会 rests on; null for a check of another kind
 */
export function composeAnswer(
  { statement, evidence }: { statement: CheckStatement; evidence: { kind: AskedKind } },
  facts: CheckFacts,
  reply: AuthorityReply,
  acceptance: Acceptance | null,
  earlier: ConsentInForce | null = null,
): EligibilityAnswer {
  const asOf = dayInJapan(facts.capturedAt)
  const lastDay = facts.certificateLastDay
  const certificate = lastDay === null ? null : certificateNotice(lastDay, asOf)
  const consent = acceptance === null ? statement.consent : acceptance.consent
  // Of a certificate that was never seen here only the authority knows the state; it opens what may be opened.
  const allowed = effectiveItems(consent, statement.channel, certificate?.state ?? 'valid')
  const registered = allowed.filter((item) => reply.consentedItems.includes(item))
  const consentedItems = earlier && asksConsent(statement.channel) ? earlier.items : registered
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
    assurance: assuranceOf(evidence.kind, facts),
    identity: IDENTITY[evidence.kind],
    ...(acceptance && {
      acceptance: { registeredAt: acceptance.registeredAt, consent: acceptance.consent },
    }),
    revocationChecked: false,
    consentedItems,
    ...(earlier && consentedItems.length > 0 && { consentOf: earlier.checkId }),
    consentUntil:
      consentedItems.length === 0 ? null : (earlier ?? { until: reply.consentUntil }).until,
    message: reply.message,
  }
}

const IDENTITY = {
  cardSignature: 'pin',
  cardFace: 'visual',
  officialApp: 'official',
  digitalIdentity: 'digitalIdentity',
  document: 'document',
  oral: 'oral',
  reinquiry: 'earlierCard',
} as const satisfies Record<AskedKind, EligibilityAnswer['identity']>

function assuranceOf(kind: AskedKind, facts: CheckFacts): EligibilityAnswer['assurance'] {
  switch (kind) {
    case 'officialApp':
      return 'official'
    case 'digitalIdentity':
      return 'digitalIdentity'
    case 'document':
    case 'oral':
      return 'numbers'
    case 'reinquiry':
      return 'earlierCard'
    case 'cardSignature':
    case 'cardFace':
      // The weakest link names it: a fresh challenge proves nothing of an issuer nobody vouches for.
      if (facts.faceIssuer === 'unknown') return 'faceUnproven'
      return facts.challengeId === null ? 'lower' : 'challenge'
  }
}
