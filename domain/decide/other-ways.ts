/** 別の方法: what is left to try when the card, the answer or the person's means fail, one step at a time (R50–R54). */
import { formatPercent, type Percent, ruleShare } from '../burden'
import { formatDayJa } from '../days'
import { hasCertificateByAge, noticeAloneEndedOn } from '../eligibility-certificate'
import type { FacePlan } from '../face-way'
import type { HandOffPlan } from '../handoff'
import type { RuleId } from '../rules'
import { decideBy } from './decide'
import type { Decision, NextCode, NextStep } from './decision'
import { type Facts, factsOf } from './facts'
import {
  missingRung,
  type ObstacleCode,
  officialWebObstacle,
  RUNGS,
  rungObstacle,
} from './obstacles'
import type { Situation } from './situation'
import { ladderFor } from './steps-to-try'
import { REINQUIRY_TEXTS, WARNING_TEXTS } from './texts/check-texts'
import { OBSTACLE_TEXTS } from './texts/obstacle-texts'
import { CERTIFICATE_BY_AGE, SMARTPHONE_PORTAL, WAY_TEXTS, type WayText } from './texts/way-texts'
import type { Words } from './texts/words'
import { AFTER_LADDER, BEFORE_LADDER, FAILURE_OF, type OtherWayId, type Trouble } from './trouble'

export interface OtherWaysInput {
  /** As {@link situationOf} makes it of this very trouble. */
  situation: Situation
  trouble: Trouble
  /** What people said cannot be done, or did without success. */
  declined: readonly OtherWayId[]
  /** By {@link planFaceCheck}; null: not known, then the rule of the setting alone is asked. */
  face: FacePlan | null
  /** By {@link planHandOff}; null: the official page is not spoken of. */
  handOff: HandOffPlan | null
}

export interface OtherWay {
  id: OtherWayId
  text: WayText
  /** What to make sure of first; it closes nothing. */
  caution: Words | null
}

export interface ClosedWay extends OtherWay {
  why: Words & { rule: RuleId }
}

/** What to ask the patient to pay meanwhile; `figure` is null where only a question can tell it (R47). Never 10割. */
export interface ShareMeanwhile {
  figure: Words | null
  source: Decision['share']['source']
}

export interface OtherWays {
  /** In the order to try; the first is the one to try now. */
  open: OtherWay[]
  declined: OtherWay[]
  closed: ClosedWay[]
  share: ShareMeanwhile
  claim: Decision['claim']
  /** A way that tells numbers is still to be tried; ④ does not. */
  numbersMayCome: boolean
  /** What to tell or to do besides the ways themselves. */
  also: NextStep[]
}

type Obstacle = (Words & { rule: RuleId }) | null

/** Each way once: open, declined by people, or closed with the reason. Pure and total, as {@link decide}. */
export function planOtherWays(input: OtherWaysInput): OtherWays {
  const known: Facts = { ...factsOf(input.situation), failure: FAILURE_OF[input.trouble] }
  const open: OtherWay[] = []
  const declined: OtherWay[] = []
  const closed: ClosedWay[] = []
  for (const id of candidatesOf(input, known)) {
    const way = wayOf(id, input, known)
    const why = obstacleTo(id, input, known)
    if (why !== null) closed.push({ ...way, why })
    else if (input.declined.includes(id)) declined.push(way)
    else open.push(way)
  }
  const numbersMayCome = open.some(({ id }) => id !== 'declaration')
  const facts = withNumbersLookedFor(known, numbersMayCome)
  const decision = decideBy(facts)
  return {
    open,
    declined,
    closed,
    share: shareMeanwhile(decision, facts),
    claim: decision.claim,
    numbersMayCome,
    also: decision.next.filter(({ code }) => !SAID_BY_THE_WAYS.has(code)),
  }
}

function candidatesOf({ trouble, handOff }: OtherWaysInput, facts: Facts): OtherWayId[] {
  const rungs = ladderFor(facts)?.steps ?? []
  // A card of somebody else makes nothing of R50 better known, so nothing of it is worth a word.
  const missing = trouble === 'otherPerson' ? [] : RUNGS.filter((step) => !rungs.includes(step))
  const before = BEFORE_LADDER[trouble].filter((id) => {
    if (id === 'officialWeb') return handOff !== null
    // Without a continuing relation 再照会 is no way that anybody expects: neither open nor worth a word.
    if (id === 'reinquiry') return isReinquiryExpected(facts)
    return true
  })
  return [...new Set([...before, ...rungs, ...missing, ...(AFTER_LADDER[trouble] ?? [])])]
}

function isReinquiryExpected({ reinquiry }: Facts): boolean {
  return reinquiry.refusal === null || reinquiry.refusal === 'withdrawn'
}

function obstacleTo(id: OtherWayId, input: OtherWaysInput, facts: Facts): Obstacle {
  const pinless = facts.situation.card?.pinless === true
  switch (id) {
    case 'visual':
      return faceObstacle(input, facts)
    case 'officialWeb':
      return coded(officialWebObstacle(input.trouble, pinless)) ?? handOffObstacle(input.handOff)
    case 'reinquiry':
      return reinquiryObstacle(facts)
    case 'pin':
      return coded(pinless ? 'noPin' : null)
    case 'ownCard':
    case 'chooseCoverage':
      return null
    case 'oral':
      // Nobody but 医療機関・薬局 may capture it, whatever a 健診 or 助産所 has on file.
      if (!facts.place.service.medical) return coded('medicalOnly')
      return rungIsMissing(id, facts) ? missingObstacle(id, facts) : coded(rungObstacle(id, facts))
    case 'portal':
    case 'notice':
    case 'declaration':
      return rungIsMissing(id, facts) ? missingObstacle(id, facts) : coded(rungObstacle(id, facts))
    case 'certificate':
    case 'physicalCard':
    case 'insurerTelephone':
      return coded(rungObstacle(id, facts))
  }
}

function rungIsMissing(id: (typeof RUNGS)[number], facts: Facts): boolean {
  return ladderFor(facts)?.steps.includes(id) !== true
}

/** An お知らせ alone was enough until a day that is told; the others have their code. */
function missingObstacle(id: (typeof RUNGS)[number], facts: Facts): Obstacle {
  const { failure, day } = facts
  if (failure === null) return null
  const code = missingRung(id, failure, facts)
  if (code !== 'noticeAlone') return coded(code)
  const endedOn = noticeAloneEndedOn(day)
  if (endedOn === null) return null
  return {
    rule: OBSTACLE_TEXTS.noticeAlone.rule,
    ja: `お知らせだけで確認できたのは${formatDayJa(endedOn)}までです。`,
    en: `The notice alone was enough until ${endedOn}.`,
  }
}

/** A reader that is not connected closes nothing: {@link wayOf} says what to do first. */
function faceObstacle({ face, situation }: OtherWaysInput, facts: Facts): Obstacle {
  if (face?.open === false && !needsReaderOnly(face, situation)) return asTold(face)
  if (face !== null || facts.identity.includes('visual')) return null
  return situation.card?.photo === false
    ? { rule: 'R12', ja: '写真のないカードでは見比べられません。', en: 'The card has no photo.' }
    : {
        rule: 'R2',
        ja: '施設に登録した端末でだけできます。',
        en: "It is only possible in the facility's own app.",
      }
}

function needsReaderOnly(face: FacePlan, { facility }: Situation): boolean {
  return !face.open && face.rule === 'R12' && facility.visualPasscode
}

function handOffObstacle(handOff: HandOffPlan | null): Obstacle {
  return handOff?.open === false ? asTold(handOff) : null
}

/** A plan of its own says it in one language. */
function asTold({ rule, reason }: { rule: RuleId; reason: string }): Obstacle {
  return { rule, ja: reason, en: reason }
}

function reinquiryObstacle({ reinquiry }: Facts): Obstacle {
  const { refusal } = reinquiry
  if (refusal === null) return null
  const { rule, ja, en } = REINQUIRY_TEXTS[refusal]
  return { rule, ja, en }
}

function coded(code: ObstacleCode | null): Obstacle {
  return code === null ? null : OBSTACLE_TEXTS[code]
}

function wayOf(id: OtherWayId, input: OtherWaysInput, facts: Facts): OtherWay {
  return { id, text: textOf(id, input, facts), caution: cautionOf(id, input, facts) }
}

function textOf(id: OtherWayId, { trouble }: OtherWaysInput, facts: Facts): WayText {
  if (id === 'portal' && trouble === 'smartphoneOnly') return SMARTPHONE_PORTAL
  if (id !== 'certificate') return WAY_TEXTS[id]
  const { birthDate } = facts.situation.patient ?? {}
  const byAge = birthDate === undefined ? 'notByAge' : hasCertificateByAge(birthDate, facts.day)
  const text = WAY_TEXTS.certificate
  if (byAge === 'notByAge') return text
  const { ja, en } = CERTIFICATE_BY_AGE[byAge]
  return { ...text, why: { ja: `${ja}${text.why.ja}`, en: `${en}${text.why.en}` } }
}

function cautionOf(
  id: OtherWayId,
  { face, situation }: OtherWaysInput,
  { reinquiry }: Facts,
): Words | null {
  if (id === 'reinquiry' && reinquiry.longGap) {
    const { ja, doJa, en, doEn } = WARNING_TEXTS.longGap
    return { ja: `${ja}${doJa}`, en: `${en} ${doEn}` }
  }
  if (id === 'visual' && face?.open === false && needsReaderOnly(face, situation)) {
    return { ja: face.reason, en: 'The photo is read from the card: connect a reader first.' }
  }
  return null
}

/** There are none (R61) only when every way that tells them was tried or is closed; until then nobody knows. */
function withNumbersLookedFor(facts: Facts, mayCome: boolean): Facts {
  const { situation } = facts
  const { numbers = 'none', ...patient } = situation.patient ?? {}
  if (numbers !== 'none') return facts
  return {
    ...facts,
    situation: { ...situation, patient: mayCome ? patient : { ...patient, numbers } },
  }
}

function shareMeanwhile({ share }: Decision, { situation, day }: Facts): ShareMeanwhile {
  const { source, percent } = share
  if (percent !== null) return { source, figure: figureOf([percent]) }
  // Who says that there is no insurance is asked, and told nothing.
  if (situation.patient?.saysInsured === false) return { source, figure: null }
  return { source, figure: figureOf(ruleShare(situation.patient?.birthDate ?? null, day).choices) }
}

function figureOf(choices: readonly Percent[]): Words {
  const [least = 30, most = least] = [choices[0], choices.at(-1)]
  return least === most
    ? { ja: formatPercent(least), en: `${least}%` }
    : { ja: `${least / 10}〜${formatPercent(most)}`, en: `${least}–${most}%` }
}

/** What the ways, the share and the claim on the same screen say themselves. */
const SAID_BY_THE_WAYS: ReadonlySet<NextCode> = new Set<NextCode>([
  'changeSetting',
  'useCounterReader',
  'mayUseEligibilityOnly',
  'checkNow',
  'askByNumbers',
  'reinquire',
  'askBeforeLastTry',
  'checkByVisual',
  'chooseCoverage',
  'tryLadder',
  'certificateAtHome',
  'certificateMaybeAtHome',
  'acceptNoticeAlone',
  'askConsent',
  'claimFormer',
  'claimUnknown',
  'findNumbers',
  'askShare',
  'tellSettledLater',
])
