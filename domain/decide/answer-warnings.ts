/** What staff should know beside the answer: dates, ●, how sure it is (R7, R21–R24, R45). Never an address (R46). */
import type { CertificateState, EligibilityAnswer } from '../answer'
import { shareOf } from '../burden'
import { certificateNotice } from '../certificate'
import { chooseCoverage, isInForce } from '../coverage'
import { type Day, isDay } from '../days'
import { hasPlaceholder } from '../names'
import type { RuleId } from '../rules'

export type WarningId =
  | 'otherDay'
  | 'clockBehind'
  | 'coverageEnded'
  | 'shareChanged'
  | 'certificateAlert'
  | 'certificateGrace'
  | 'certificateDead'
  | 'placeholderName'
  | 'lowerAssurance'

export interface Warning {
  id: WarningId
  /** `attention`: something is needed from staff. `note`: good to know. */
  tone: 'attention' | 'note'
  /** Its slots are filled from `values`. */
  text: string
  /** A day as `YYYY-MM-DD`, or a text; by the name of its slot. */
  values?: Readonly<Record<string, string>>
  rule: RuleId | null
}

/** In order of weight. `captured` is the day the answer is about. */
export function warningsFor(answer: EligibilityAnswer, captured: Day, today: Day): Warning[] {
  return [
    ...dayWarnings(answer, captured, today),
    ...certificateWarnings(answer, today),
    ...nameWarnings(answer),
    ...assuranceWarnings(answer),
  ]
}

function dayWarnings(answer: EligibilityAnswer, captured: Day, today: Day): Warning[] {
  if (captured === today) return []
  const values = { day: captured }
  if (today < captured) {
    const text = '{day}の結果です。端末の日付が遅れていないか確かめてください。'
    return [{ id: 'clockBehind', tone: 'attention', text, values, rule: null }]
  }
  const text = '{day}の結果です。今日の訪問には、新しい確認が必要です。'
  return [
    { id: 'otherDay', tone: 'note', text, values, rule: 'R7' },
    ...changesSince(answer, captured, today),
  ]
}

function changesSince(answer: EligibilityAnswer, captured: Day, today: Day): Warning[] {
  const choice = chooseCoverage(answer)
  if (choice.kind !== 'one') return []
  const { coverage } = choice
  const warnings: Warning[] = []
  if (isInForce(coverage, captured) && !isInForce(coverage, today)) {
    const text = 'この資格は、確認した日のあとに終わっています。もう一度確認してください。'
    warnings.push({ id: 'coverageEnded', tone: 'attention', text, rule: 'R41' })
  }
  const then = shareOf(coverage, captured).text
  const now = shareOf(coverage, today).text
  if (then !== now) {
    const text = '割合は、確認した日は{then}、今日の年齢や期限では{now}です。'
    const values = { then, now }
    warnings.push({ id: 'shareChanged', tone: 'attention', text, values, rule: 'R47' })
  }
  return warnings
}

/** The state on the day of capture explains the answer; today's says what comes next. Both, where they differ. */
function certificateWarnings({ certificate }: EligibilityAnswer, today: Day): Warning[] {
  if (certificate === null) return []
  const { state, lastDay, usableUntil } = certificate
  const medium = usableUntil === lastDay ? 'smartphone' : 'card'
  const now = isDay(lastDay) ? certificateNotice(lastDay, today, medium).state : state
  const states = new Set<CertificateState>(
    state === 'alert' && now !== 'valid' ? [now] : [state, now],
  )
  const warnings: Warning[] = []
  if (states.has('alert')) {
    const text = '電子証明書の期限は{day}です。市区町村の窓口での更新をお伝えください。'
    const values = { day: lastDay }
    warnings.push({ id: 'certificateAlert', tone: 'note', text, values, rule: 'R21' })
  }
  if (states.has('grace')) {
    const text =
      '電子証明書の期限が切れています。{day}までは資格の確認だけができ、診療や薬の情報は見られません。更新をお伝えください。'
    const values = { day: usableUntil }
    warnings.push({ id: 'certificateGrace', tone: 'attention', text, values, rule: 'R22' })
  }
  if (states.has('dead')) {
    const text =
      '電子証明書の期限が切れ、カードでは確認できなくなりました。保険の資格はなくなりません。更新と、保険証としての利用登録をお伝えください。'
    warnings.push({ id: 'certificateDead', tone: 'attention', text, rule: 'R23' })
  }
  return warnings
}

function nameWarnings(answer: EligibilityAnswer): Warning[] {
  const marked = answer.coverages.some(
    ({ name, address }) => hasPlaceholder(name) || hasPlaceholder(address),
  )
  if (!marked) return []
  const text = '●は、表せない文字の代わりで、よくあることです。カナで照合し、このまま請求できます。'
  return [{ id: 'placeholderName', tone: 'note', text, rule: 'R45' }]
}

function assuranceWarnings(answer: EligibilityAnswer): Warning[] {
  if (answer.assurance !== 'lower') return []
  const text = 'サーバーから預かった確認用の番号が残っていなかったため、確かさが一段低い確認です。'
  return [{ id: 'lowerAssurance', tone: 'note', text, rule: null }]
}
