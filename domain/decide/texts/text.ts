/** The words of one code of a decision. */
import type { RuleId } from '../../rules'

export interface DecisionText {
  rule: RuleId
  /** What it means. */
  ja: string
  en: string
  /** What to do. */
  doJa: string
  doEn: string
}

export function text(
  rule: RuleId,
  [ja, doJa]: readonly [string, string],
  [en, doEn]: readonly [string, string],
): DecisionText {
  return { rule, ja, en, doJa, doEn }
}
