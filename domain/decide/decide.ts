import type { Decision, ReinquiryWarning } from './decision'
import { claimOf } from './claim-basis'
import { type Facts, factsOf } from './facts'
import { medicalInformationOf } from './medical-information'
import { nextSteps } from './next-steps'
import { shareOf } from './patient-share'
import type { Situation } from './situation'
import { stepsToTry } from './steps-to-try'

/**
 * What to do in a situation, by the rules of its own day. Pure and total: any situation whose days and instants exist is
 * answered, also one that cannot be. Codes in, codes out; `decision-texts` has the words.
 * @throws RangeError for a day or an instant that is none
 */
export function decide(situation: Situation): Decision {
  return decideBy(factsOf(situation))
}

/** The decision of facts that somebody knows more about than a situation can say. */
export function decideBy(facts: Facts): Decision {
  const { certificate } = facts
  const parts: Omit<Decision, 'next'> = {
    channel: facts.place.channel,
    identity: facts.identity,
    reinquiry: reinquiryOf(facts),
    ...(certificate !== null && {
      certificate: { state: certificate.state, usableUntil: certificate.usableUntil },
    }),
    medicalInformation: medicalInformationOf(facts),
    ladder: stepsToTry(facts),
    claim: claimOf(facts),
    share: shareOf(facts),
  }
  return { ...parts, next: nextSteps(facts, parts) }
}

function reinquiryOf({ reinquiry }: Facts): Decision['reinquiry'] {
  const { refusal, longGap } = reinquiry
  const warnings: ReinquiryWarning[] = longGap ? ['longGap'] : []
  return refusal === null ? { allowed: true, warnings } : { allowed: false, why: refusal, warnings }
}
