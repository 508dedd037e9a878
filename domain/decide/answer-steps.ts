/** 次にすること by the answer (R40–R44, R51): what is decided, with the ladder step by step. */
import type { EligibilityAnswer } from '../answer'
import type { Setting } from '../check'
import { chooseCoverage } from '../coverage'
import { type Day, startOfDay } from '../days'
import { decide } from './decide'
import type { NextCode } from './decision'
import { type OtherWay, planOtherWays } from './other-ways'
import { type TabletKnows, situationOf } from './situation-of'
import type { Step } from './step'
import { ANSWER_STEPS, type AnswerOnlyId } from './texts/answer-step-texts'
import { NEXT_TEXTS } from './texts/next-texts'
import type { AnswerTrouble, OtherWayId } from './trouble'

export type AnswerStepId = OtherWayId | AnswerOnlyId | NextCode

export type AnswerStep = Step<AnswerStepId>

/** What is known around the answer; it decides which steps are open. */
export interface StepsSituation {
  setting: Setting
  day: Day
  birthdate: Day | null
  /** 再診 with numbers on file, or 初診 without; null: not known, then ③ and ④ both stay open. */
  dataOnFile: boolean | null
}

/** Steps in the order to do them; there is always at least one. */
export function stepsFor(answer: EligibilityAnswer, situation: StepsSituation): AnswerStep[] {
  const trouble = troubleAfter(answer)
  switch (trouble) {
    case null:
      return [settled(answer)]
    case 'multiple':
      return [ANSWER_STEPS.chooseCoverage]
    case 'invalid':
    case 'none':
      return answer.validity === trouble
        ? decided(trouble, situation)
        : [ANSWER_STEPS.checkAgain, ...ladder(trouble, situation)]
  }
}

function settled({ validity }: EligibilityAnswer): AnswerStep {
  if (validity === 'validUnregistered') return ANSWER_STEPS.checkTicket
  return validity === 'invalidNewExists' ? ANSWER_STEPS.useNew : ANSWER_STEPS.askNothing
}

/** What the answer leaves to be found by another way; null: nothing, or nothing that a ladder would find. */
export function troubleAfter(answer: EligibilityAnswer): AnswerTrouble | null {
  const choice = chooseCoverage(answer)
  if (choice.kind === 'several') return 'multiple'
  switch (answer.validity) {
    case 'valid':
      return choice.kind === 'one' || answer.publicExpenses.length > 0 ? null : 'none'
    case 'validUnregistered':
      return null
    case 'invalidNewExists':
      return choice.kind === 'one' ? null : 'invalid'
    case 'invalid':
      return 'invalid'
    case 'none':
    case 'multiple':
      return 'none'
  }
}

/** What {@link decide} says is next; of the share and of the claim the result says more itself. */
const SHOWN: ReadonlySet<NextCode> = new Set<NextCode>([
  'askChange',
  'doNotGuess',
  'tryLadder',
  'recheckLater',
])

function decided(trouble: AnswerTrouble, situation: StepsSituation): AnswerStep[] {
  const { next } = decide(situationOf(knownAfter(trouble, situation)))
  return next.flatMap(({ code }) => {
    if (!SHOWN.has(code)) return []
    return code === 'tryLadder' ? ladder(trouble, situation) : [stepOf(code, trouble)]
  })
}

function stepOf(code: NextCode, trouble: AnswerTrouble): AnswerStep {
  if (code === 'askChange') return ANSWER_STEPS.askChange
  if (code === 'recheckLater') {
    return trouble === 'none' ? ANSWER_STEPS.recheckForMore : ANSWER_STEPS.recheckLater
  }
  const { rule, ja, doJa, en, doEn } = NEXT_TEXTS[code]
  return { id: code, rule, title: doJa, reason: ja, en: { title: doEn, reason: en } }
}

/** The card was read, so only the ladder from ② on is left (R51). */
function ladder(trouble: AnswerTrouble, situation: StepsSituation): AnswerStep[] {
  const { open } = planOtherWays({
    situation: situationOf(knownAfter(trouble, situation)),
    trouble,
    declined: [],
    face: null,
    handOff: null,
  })
  return open.map(({ id, text }: OtherWay) => ({
    id,
    rule: text.rule,
    title: text.title.ja,
    reason: text.why.ja,
    en: { title: text.title.en, reason: text.why.en },
  }))
}

function knownAfter(
  trouble: AnswerTrouble,
  { setting, day, birthdate, dataOnFile }: StepsSituation,
): TabletKnows {
  return {
    at: startOfDay(day),
    setting,
    trouble,
    visualPasscode: false,
    birthdate,
    cardHasPin: true,
    card: null,
    before: dataOnFile === null ? null : { ...NEVER_SEEN, hasNumbersOnFile: dataOnFile },
    consent: null,
    answer: { validity: trouble },
    said: dataOnFile === null ? {} : { firstVisit: !dataOnFile },
  }
}

const NEVER_SEEN = {
  lastCardCheckAt: null,
  lastVisitOn: null,
  continuing: false,
  cardLastDay: null,
  certificateLastDay: null,
  consentWithdrawn: false,
} as const
