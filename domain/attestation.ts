/** What staff attest in 目視 (R12): dated words, and when they may have been said. */
import type { CheckStatement } from './check'
import { dayInJapan, toMs, type Day } from './days'
import { type DatedRule, ruleInForce, ruleOn, SOURCES } from './rules'

/** The permanent name of one wording; a sentence that changes gets a new one. */
export type AttestationWording = 'face-1'

/** Who attested is the statement's `staffId`; how is what the wording says. */
export interface Attestation {
  /** An {@link AttestationWording}; any text where a newer app may have sent it. */
  wording: string
  /** ISO 8601, UTC, by the device's clock with the same correction as `capturedAt` of the statement. */
  attestedAt: string
}

export interface WordingRule extends DatedRule {
  wording: AttestationWording
  /** The sentence that staff confirm on the screen. */
  text: string
}

export const ATTESTATION_WORDINGS: readonly WordingRule[] = [
  {
    id: 'R12',
    from: null,
    until: null,
    source: SOURCES.insuranceCouncil,
    wording: 'face-1',
    text: 'カードから読み出した顔写真と目の前の方を見比べ、同じ方であることを確かめました。',
  },
]

/** The statement is composed before the card is asked; reading and comparing take minutes, not hours. */
export const ATTESTATION_LIMIT_MS = 30 * 60_000

/** The wording in force on that day. */
export function wordingOn(day: Day): WordingRule {
  return ruleInForce(ATTESTATION_WORDINGS, day)
}

/** `wording`: unknown, or not in force on the day of capture. `time`: before the capture, or too long after it. */
export type AttestationFault = 'wording' | 'time'

/** @param capturedOn the day of capture as the gateway bounds it; the two times are the device's own */
export function attestationFault(
  attestation: Attestation,
  { capturedAt }: Pick<CheckStatement, 'capturedAt'>,
  capturedOn: Day = dayInJapan(capturedAt),
  wordings: readonly (DatedRule & { wording: string })[] = ATTESTATION_WORDINGS,
): AttestationFault | null {
  const inForce = wordings.filter(({ wording }) => wording === attestation.wording)
  if (ruleOn(inForce, capturedOn) === null) return 'wording'
  const afterMs = toMs(attestation.attestedAt) - toMs(capturedAt)
  return afterMs < 0 || afterMs > ATTESTATION_LIMIT_MS ? 'time' : null
}
