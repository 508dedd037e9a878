/** 次にすること, in order: the place first, then card and person, the answer, the ladder, consent, claim and share. */
import type { Day } from '../days'
import { hasCertificateByAge } from '../eligibility-certificate'
import type { Decision, NextCode, NextStep } from './decision'
import type { Facts } from './facts'
import { needsConsent } from './medical-information'
import { ladderFor } from './steps-to-try'
import { NEXT_TEXTS } from './texts/next-texts'

type Parts = Omit<Decision, 'next'>

export function nextSteps(facts: Facts, parts: Parts): NextStep[] {
  const codes = [
    ...placeSteps(facts),
    ...cardSteps(facts),
    ...identitySteps(facts),
    ...checkSteps(facts, parts),
    ...answerSteps(facts),
    ...ladderSteps(facts, parts),
    ...consentSteps(facts, parts),
    ...claimSteps(facts, parts),
    ...shareSteps(parts),
  ]
  return codes.map((code) => ({ code, rule: ruleOf(code, facts) }))
}

/** The ladder alone rests on another rule with each failure. */
function ruleOf(code: NextCode, facts: Facts): NextStep['rule'] {
  const ladder = code === 'tryLadder' ? ladderFor(facts) : null
  return ladder?.id ?? NEXT_TEXTS[code].rule
}

function placeSteps({ place }: Facts): NextCode[] {
  if (place.channel === 'notAllowed') return ['changeSetting']
  if (place.channel === 'counter') return ['useCounterReader']
  return place.byMeasure ? ['mayUseEligibilityOnly'] : []
}

function cardSteps({ certificate }: Facts): NextCode[] {
  switch (certificate?.state) {
    case 'alert':
      return ['renewCertificate']
    case 'grace':
      return ['eligibilityOnlyInGrace', 'renewCertificate', 'tellCoverRemains']
    case 'dead':
      return ['renewAndRegister', 'expectCertificate', 'tellCoverRemains']
    case 'valid':
    case undefined:
      return []
  }
}

function identitySteps({ situation, identity, place }: Facts): NextCode[] {
  const { card, facility, answer } = situation
  if (card?.readable !== true || answer !== undefined || place.channel === 'notAllowed') return []
  const visual = identity.includes('visual')
  if (card.pinless === true || card.pinTriesLeft === 0) {
    const told: NextCode[] = card.pinless === true ? [] : ['tellLocked']
    if (visual) return [...told, 'checkByVisual']
    const passcodeHelps = facility.boundDevice && !facility.visualPasscode && card.photo !== false
    return passcodeHelps ? [...told, 'issueVisualPasscode'] : told
  }
  return card.pinTriesLeft === 1 && identity.includes('pin') ? ['askBeforeLastTry'] : []
}

/** 資格確認 is made at every visit, even where yesterday's answer is at hand (R7). */
function checkSteps({ situation, shown, failure, place }: Facts, { reinquiry }: Parts): NextCode[] {
  if (situation.answer !== undefined || failure !== null || place.channel === 'notAllowed')
    return []
  if (shown.certificate) return ['askByNumbers']
  if (shown.acceptedAlone) return ['acceptNoticeAlone']
  return reinquiry.allowed && !shown.card ? ['reinquire'] : ['checkNow']
}

function answerSteps({ situation }: Facts): NextCode[] {
  switch (situation.answer?.validity) {
    case 'valid':
      return ['askNothing']
    case 'invalid':
      return ['askChange']
    case 'invalidNewExists':
      return ['useNew']
    case 'none':
      return ['doNotGuess']
    case 'multiple':
      return ['chooseCoverage']
    case undefined:
      return []
  }
}

function ladderSteps({ situation, shown, failure, day }: Facts, { ladder }: Parts): NextCode[] {
  const steps: NextCode[] = ladder.length === 0 ? [] : ['tryLadder']
  if (failure !== 'noCard') return steps
  const withCard: NextCode[] = shown.notice ? ['showCardWithNotice'] : []
  return [...withCard, ...steps, ...certificateByAge(situation.patient?.birthDate, day)]
}

function certificateByAge(birthDate: Day | undefined, day: Day): NextCode[] {
  switch (birthDate === undefined ? 'notByAge' : hasCertificateByAge(birthDate, day)) {
    case 'all':
      return ['certificateAtHome']
    case 'some':
      return ['certificateMaybeAtHome']
    case 'notByAge':
      return []
  }
}

function consentSteps(facts: Facts, { medicalInformation }: Parts): NextCode[] {
  if (medicalInformation.why === 'withdrawn') return ['hideInformation']
  return needsConsent(facts, medicalInformation) ? ['askConsent'] : []
}

function claimSteps({ situation, failure }: Facts, { claim }: Parts): NextCode[] {
  const validity = situation.answer?.validity
  const later: NextCode[] = validity === 'invalid' || validity === 'none' ? ['recheckLater'] : []
  switch (claim.basis) {
    case 'current':
      return later
    case 'former':
      return ['claimFormer', ...later]
    case 'unknown':
      return ['claimUnknown', ...later]
    case 'undecided':
      return failure === null ? later : ['findNumbers', ...later]
  }
}

function shareSteps({ share }: Parts): NextCode[] {
  switch (share.source) {
    case 'answer':
      return []
    case 'age':
      return ['tellSettledLater']
    case 'ask':
      return ['askShare', 'tellSettledLater']
  }
}
