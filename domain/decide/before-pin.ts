/** What to do before the patient is asked for the PIN (R10, R11, R23). */
import type { CertificateState } from '../answer'

export interface PinSituation {
  /** Read from the card by an empty VERIFY, which costs no try (R10). */
  triesLeft: number
  certificate: CertificateState
  /** False for a 顔認証マイナンバーカード (R11). */
  hasPin: boolean
  /** The patient was told that one try is left and wants to go on. */
  confirmedLastTry: boolean
}

export type PinDecision = 'go' | 'askLastTry' | 'locked' | 'faceCheck' | 'dead'

/** A dead certificate comes first: no way of proving identity helps it, and no try should be spent on it. */
export function beforePin(situation: PinSituation): PinDecision {
  if (situation.certificate === 'dead') return 'dead'
  if (!situation.hasPin) return 'faceCheck'
  if (situation.triesLeft <= 0) return 'locked'
  return situation.triesLeft === 1 && !situation.confirmedLastTry ? 'askLastTry' : 'go'
}
