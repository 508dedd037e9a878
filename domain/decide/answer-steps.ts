/** 次にすること by the answer (R40–R44, R51). */
import type { EligibilityAnswer } from '../answer'
import type { Setting } from '../check'
import { chooseCoverage } from '../coverage'
import type { Day } from '../days'
import { type CardFailure, type LadderStepId, planCardFailure } from './ladder'
import type { Step } from './step'

export type AnswerStepId =
  | LadderStepId
  | 'askNothing'
  | 'checkTicket'
  | 'askChange'
  | 'useNew'
  | 'chooseCoverage'
  | 'checkAgain'
  | 'recheckLater'

export type AnswerStep = Step<AnswerStepId>

/** What is known around the answer; it decides which steps are open. */
export interface StepsSituation {
  setting: Setting
  day: Day
  birthdate: Day | null
  dataOnFile: boolean | null
}

const ASK_NOTHING: AnswerStep = {
  id: 'askNothing',
  title: 'ほかの証は求めずに、そのまま続けます',
  reason: '限度額や高齢受給者証などの内容も、この結果で分かります。',
  rule: 'R40',
}
const CHECK_TICKET: AnswerStep = {
  id: 'checkTicket',
  title: '福祉事務所に、医療券の登録を確かめる',
  reason: '医療扶助は有効ですが、この施設の登録がまだのようです。',
  rule: 'R40',
}
const ASK_CHANGE: AnswerStep = {
  id: 'askChange',
  title: '保険が変わっていないか尋ねる',
  reason: '転職や転居のあと、登録が済むまでこの結果になることがあります。',
  rule: 'R41',
}
const USE_NEW: AnswerStep = {
  id: 'useNew',
  title: '新しい資格の番号を使い、控えを書き換える',
  reason: '前の資格は終わっています。',
  rule: 'R42',
}
const CHOOSE: AnswerStep = {
  id: 'chooseCoverage',
  title: '患者さんに尋ねて、使う資格を選ぶ',
  reason: 'いくつか見つかりました。自動では選びません。',
  rule: 'R44',
}
const CHECK_AGAIN: AnswerStep = {
  id: 'checkAgain',
  title: 'もう一度カードで確認する',
  reason: '結果に、使う資格の番号がありませんでした。',
  rule: 'R42',
}

/** Steps in the order to do them; there is always at least one. */
export function stepsFor(answer: EligibilityAnswer, situation: StepsSituation): AnswerStep[] {
  const choice = chooseCoverage(answer)
  if (choice.kind === 'several') return [CHOOSE]
  switch (answer.validity) {
    case 'valid':
      return choice.kind === 'one' || answer.publicExpenses.length > 0
        ? [ASK_NOTHING]
        : [CHECK_AGAIN, ...ladder('none', situation)]
    case 'validUnregistered':
      return [CHECK_TICKET]
    case 'invalidNewExists':
      return choice.kind === 'one' ? [USE_NEW] : [CHECK_AGAIN, ...ladder('invalid', situation)]
    case 'invalid':
      return [
        ASK_CHANGE,
        ...ladder('invalid', situation),
        later('R41', '保険者の登録は、届け出から5日ほどかかることがあります。'),
      ]
    case 'none':
      return [
        ...ladder('none', situation),
        later('R43', '後日の確認で、情報が得られることがあります。'),
      ]
    case 'multiple':
      return [CHECK_AGAIN, ...ladder('none', situation)]
  }
}

/** The card was read, so only the ladder from ② on is left (R51). */
function ladder(
  reason: CardFailure & ('invalid' | 'none'),
  situation: StepsSituation,
): AnswerStep[] {
  return planCardFailure({
    ...situation,
    reason,
    boundDevice: false,
    cardHasPhoto: false,
    reinquiryAllowed: false,
  }).steps
}

function later(rule: 'R41' | 'R43', reason: string): AnswerStep {
  return { id: 'recheckLater', title: '数日後にもう一度確認する', reason, rule }
}
