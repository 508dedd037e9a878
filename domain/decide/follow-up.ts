/** Whether an answer leaves something to do (要対応): the visit is over, its questions are not. */
import type { EligibilityAnswer } from '../answer'

/**
 * True until a person settles it: 無効 is followed up (R41), the new one is taken over (R42), none leads to the ladder
 * (R43), of several a person chooses (R44). 有効 asks for nothing (R40).
 */
export function needsFollowUp(answer: Pick<EligibilityAnswer, 'validity'>): boolean {
  switch (answer.validity) {
    case 'valid':
      return false
    case 'validUnregistered':
    case 'invalid':
    case 'invalidNewExists':
    case 'none':
    case 'multiple':
      return true
  }
}
