/** The register's entry of a check captured here: made with the check, completed by its answer. */
import type { EligibilityAnswer } from '../../domain/answer'
import type { CheckStatement } from '../../domain/check'
import { consentUntil } from '../../domain/consent'
import { grantedItems } from '../../domain/consent-withdrawal'
import type { KeptConsent } from './consents-port'
import type { CheckNote } from './view-types'

/** null where no consent is asked: in ③, and without the card. On the official page it is asked later: the answer brings it. */
export function keptConsentOf(statement: CheckStatement, note: CheckNote): KeptConsent | null {
  if (statement.channel !== 'homeConsent') return null
  const { consent, setting } = statement
  if (consent === null && note.way !== 'officialApp') return null
  const decidedAt = consent?.decidedAt ?? statement.capturedAt
  return {
    v: 1,
    checkId: statement.id,
    patientId: statement.patientId,
    setting,
    channel: statement.channel,
    items: grantedItems(consent),
    withdrawn: [],
    decidedBy: consent?.decidedBy ?? { kind: 'patient' },
    decidedAt,
    wording: consent?.wording ?? null,
    until: consentUntil(setting, decidedAt),
    certificateLastDay: note.certificateLastDay,
    name: note.name,
    nameKana: note.nameKana,
    answered: false,
  }
}

/** What was registered, and from when it counts, only the answer says (R32). */
export function completedBy(kept: KeptConsent, answer: EligibilityAnswer): KeptConsent {
  const official = answer.acceptance?.consent
  return {
    ...kept,
    ...(official && {
      items: grantedItems(official),
      decidedBy: official.decidedBy,
      decidedAt: official.decidedAt,
    }),
    until: answer.consentedItems.length > 0 ? answer.consentUntil : kept.until,
    certificateLastDay: answer.certificate?.lastDay ?? kept.certificateLastDay,
    answered: true,
  }
}
