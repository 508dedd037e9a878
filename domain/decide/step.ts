/** One line of 次にすること: what to do, why, and the rule behind it. Steps stand in the order to do them. */
import type { RuleId } from '../rules'

export interface Step<Id extends string = string> {
  id: Id
  title: string
  reason: string
  rule: RuleId
}
