/** 再照会: asking again without the card (R33). */
import type { Setting } from './check'
import { type Day, daysBetween } from './days'
import { settingRule } from './settings'

export interface ReinquirySituation {
  setting: Setting
  today: Day
  /** The last check by card at this very facility; null if there was none. */
  cardCheckedOn: Day | null
  /** The visits go on (継続的な関係). */
  continuing: boolean
  /** The last visit; null if unknown. */
  lastVisitOn: Day | null
  /** The patient has taken the consent back (R34). */
  consentWithdrawn: boolean
}

export type ReinquiryRefusal = 'setting' | 'noCardCheck' | 'notContinuing' | 'withdrawn'

export type Reinquiry =
  | { allowed: true; warning: { days: number; text: string } | null }
  | { allowed: false; refusal: ReinquiryRefusal; reason: string }

/** Days without a visit after which staff are warned; a trade report speaks of three months, no rule does. */
export const LONG_GAP_DAYS = 90

const REFUSALS: Readonly<Record<ReinquiryRefusal, string>> = {
  setting: 'この場面では、毎回カードでの確認が必要です。',
  noCardCheck: 'この施設でカードによる確認をまだしていません。初回はカードが必要です。',
  notContinuing: '訪問が続いていないため、カードでの確認が必要です。',
  withdrawn: '患者さんが同意を取り消しています。カードで確認し直してください。',
}

/** Whether a check may be made without the card. A long gap warns and never blocks. */
export function planReinquiry(
  situation: ReinquirySituation,
  longGapDays: number = LONG_GAP_DAYS,
): Reinquiry {
  const refusal = refusalOf(situation)
  if (refusal !== null) return { allowed: false, refusal, reason: REFUSALS[refusal] }
  const { lastVisitOn, today } = situation
  const days = lastVisitOn === null ? null : daysBetween(lastVisitOn, today)
  if (days === null || days <= longGapDays) return { allowed: true, warning: null }
  const text = `前回の訪問から${days}日たっています。訪問が続いているか確かめてください。`
  return { allowed: true, warning: { days, text } }
}

function refusalOf(situation: ReinquirySituation): ReinquiryRefusal | null {
  if (!settingRule(situation.setting, situation.today).reinquiry) return 'setting'
  if (situation.cardCheckedOn === null || situation.cardCheckedOn > situation.today) {
    return 'noCardCheck'
  }
  if (!situation.continuing) return 'notContinuing'
  return situation.consentWithdrawn ? 'withdrawn' : null
}
