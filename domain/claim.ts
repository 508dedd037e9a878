/** What goes on the claim (R60), and when 不詳 may (R61). */
import type { Coverage, EligibilityAnswer } from './answer'
import { chooseCoverage } from './coverage'

export interface ClaimAdvice {
  /** `former`: 旧資格, which the clearing house moves. `toBeFound`: no numbers in this answer. */
  kind: 'current' | 'former' | 'afterChoice' | 'publicExpense' | 'toBeFound'
  /** Whose numbers to claim with, if one is settled. */
  coverage: Coverage | null
  text: string
  rule: 'R60' | 'R54'
}

const FORMER =
  '今の番号が分かればその番号で、分からなければ以前の番号で請求します。不詳にはしません。'
const TO_BE_FOUND =
  '番号が分かればその番号で、以前の番号があればその番号で請求します。どちらもなく、条件がすべてそろうときだけ不詳にできます。'

/** What to claim with by this answer. 無効 is never 不詳; a 施術所 (療養費) has no 不詳 at all (R54). */
export function adviseClaim(answer: EligibilityAnswer, treatmentRoom: boolean): ClaimAdvice {
  const choice = chooseCoverage(answer)
  if (choice.kind === 'several') {
    return advice('afterChoice', '選んだ資格の番号で請求します。')
  }
  if (choice.kind === 'one') {
    const which = answer.validity === 'invalidNewExists' ? '新しい資格' : 'この資格'
    return advice('current', `${which}の番号で請求します。`, choice.coverage)
  }
  if (answer.validity === 'invalid' || answer.validity === 'invalidNewExists') {
    const [only, ...others] = answer.coverages
    if (only === undefined) return advice('toBeFound', FORMER)
    return advice('former', FORMER, others.length === 0 ? only : null)
  }
  if (answer.validity !== 'none' && answer.publicExpenses.length > 0) {
    return advice('publicExpense', '公費負担者番号と受給者番号で請求します。')
  }
  return treatmentRoom
    ? { ...advice('toBeFound', '番号が分かってから請求します。'), rule: 'R54' }
    : advice('toBeFound', TO_BE_FOUND)
}

/** What must be known before a claim may say 不詳. */
export interface UnknownClaimSituation {
  treatmentRoom: boolean
  answeredInvalid: boolean
  saysInsured: boolean
  physicalCardShown: boolean
  firstVisit: boolean
  /** 実日数: days of care in the month. */
  careDays: number
  /** Numbers found by ①, ②, ③ or later. */
  numbersFound: boolean
  /** A newborn whose card is not registered for use. */
  newbornUnregistered: boolean
}

export type UnknownClaimRefusal = keyof UnknownClaimSituation

const REFUSALS: readonly (readonly [
  UnknownClaimRefusal,
  (situation: UnknownClaimSituation) => boolean,
  string,
])[] = [
  ['treatmentRoom', (s) => s.treatmentRoom, '施術所では不詳にできません。'],
  ['answeredInvalid', (s) => s.answeredInvalid, '結果が無効のときは、以前の番号で請求します。'],
  ['saysInsured', (s) => !s.saysInsured, '患者さんが今の資格を申し立てていません。'],
  ['physicalCardShown', (s) => !s.physicalCardShown, 'マイナンバーカードそのものを見ていません。'],
  ['firstVisit', (s) => !s.firstVisit, '初診ではありません。'],
  ['careDays', (s) => s.careDays !== 1, 'その月の実日数が1日ではありません。'],
  ['numbersFound', (s) => s.numbersFound, '番号が分かっています。'],
  ['newbornUnregistered', (s) => s.newbornUnregistered, '新生児のカードが利用登録されていません。'],
]

/** Every condition of R61 that fails, in words; empty: the claim may say 不詳. */
export function refuseUnknownClaim(
  situation: UnknownClaimSituation,
): { condition: UnknownClaimRefusal; reason: string }[] {
  return REFUSALS.filter(([, fails]) => fails(situation)).map(([condition, , reason]) => ({
    condition,
    reason,
  }))
}

function advice(
  kind: ClaimAdvice['kind'],
  text: string,
  coverage: Coverage | null = null,
): ClaimAdvice {
  return { kind, coverage, text, rule: 'R60' }
}
