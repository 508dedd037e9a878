/** One line of 次にすること: what to do, why, and the rule behind it. Steps stand in the order to do them. */
import type { RuleId } from '../rules'

interface StepWords {
  title: string
  reason: string
}

export interface Step<Id extends string = string> extends StepWords {
  id: Id
  rule: RuleId
  /** For staff who read English. */
  en: StepWords
}
