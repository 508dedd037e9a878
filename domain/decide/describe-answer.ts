/** What an answer means and what to do next (R40–R47, R60). Pure: an answer and a day in, words and figures out. */
import type { Coverage, EligibilityAnswer } from '../answer'
import { burdenOf, type Share } from '../burden'
import type { Channel, Setting } from '../check'
import { adviseClaim, type ClaimAdvice } from '../claim'
import { chooseCoverage, type CoverageChoice } from '../coverage'
import { type Day, isDay } from '../days'
import { isTreatmentRoom } from '../settings'
import { VALIDITY_LABELS } from '../texts/codes'
import { type AnswerStep, stepsFor } from './answer-steps'
import { type Warning, warningsFor } from './answer-warnings'

export interface Banner {
  tone: 'ok' | 'attention' | 'choose' | 'unknown'
  title: string
  text: string
}

export interface AnswerDescription {
  banner: Banner
  /** Of the day the answer is about. */
  share: Share
  /** The one to use, or null where there is none or a person has to choose. */
  coverageToUse: Coverage | null
  /** To choose from; empty unless a person has to (R44). */
  choices: readonly Coverage[]
  /** 次にすること, in order; never empty. */
  steps: AnswerStep[]
  claim: ClaimAdvice
  warnings: Warning[]
  days: { captured: Day; today: Day; differ: boolean }
}

/** What the caller knows beside the answer. */
export interface AnswerContext {
  /** Without it ③ is taken for a 施術所, whose ladder is the shorter one (R54). */
  setting?: Setting
  /** As the facility knows it, for an answer that names nobody. */
  birthdate?: Day | null
  /** 再診 with numbers on file; null: not known. */
  dataOnFile?: boolean | null
}

/** @param today The day in Japan on which it is looked at; the answer itself is judged by its own day. */
export function describeAnswer(
  answer: EligibilityAnswer,
  today: Day,
  context: AnswerContext = {},
): AnswerDescription {
  // An authority's odd date must not take the answer away from staff; the wire refuses it already.
  const captured = isDay(answer.asOf) ? answer.asOf : today
  const judged = captured === answer.asOf ? answer : { ...answer, asOf: captured }
  const choice = chooseCoverage(judged)
  const setting = context.setting ?? presumedSetting(answer.channel)
  const birthdate = context.birthdate ?? null
  const dataOnFile = context.dataOnFile ?? null
  return {
    banner: bannerFor(judged, choice),
    share: burdenOf(judged, captured, birthdate),
    coverageToUse: choice.kind === 'one' ? choice.coverage : null,
    choices: choice.kind === 'several' ? choice.choices : [],
    steps: stepsFor(judged, { setting, day: captured, birthdate, dataOnFile }),
    claim: adviseClaim(judged, isTreatmentRoom(setting)),
    warnings: warningsFor(judged, captured, today),
    days: { captured, today, differ: captured !== today },
  }
}

function presumedSetting(channel: Channel): Setting {
  return channel === 'eligibilityOnly' ? 'treatmentRoom' : 'homeMedicalCare'
}

const IN_ORDER = '次の順に確かめてください。'

function bannerFor(answer: EligibilityAnswer, choice: CoverageChoice): Banner {
  const title = VALIDITY_LABELS[answer.validity]
  if (choice.kind === 'several') {
    return { tone: 'choose', title: VALIDITY_LABELS.multiple, text: '使う資格を選んでください。' }
  }
  switch (answer.validity) {
    case 'valid':
      return choice.kind === 'one' || answer.publicExpenses.length > 0
        ? { tone: 'ok', title, text: '資格を確認できました。' }
        : { tone: 'attention', title, text: `番号が結果にありませんでした。${IN_ORDER}` }
    case 'validUnregistered':
      return { tone: 'attention', title, text: '医療扶助の資格を確認できました。' }
    case 'invalidNewExists':
      return choice.kind === 'one'
        ? { tone: 'attention', title, text: '新しい資格を使ってください。' }
        : { tone: 'attention', title, text: `番号が結果にありませんでした。${IN_ORDER}` }
    case 'invalid':
      return { tone: 'attention', title, text: `今の資格が登録される前かもしれません。${IN_ORDER}` }
    case 'none':
      return { tone: 'unknown', title, text: `この結果だけで判断せず、${IN_ORDER}` }
    case 'multiple':
      return { tone: 'unknown', title, text: `番号が結果にありませんでした。${IN_ORDER}` }
  }
}
