/** Consents that end soon: what is still to be read under them, or to be asked for again (R32). */
import { dayInJapan, type Instant, toMs } from './days'
import { type DatedRule, ruleInForce, SOURCES } from './rules'

export interface ConsentEndingRule extends DatedRule {
  /** How long before its end a consent is pointed out. */
  leadHours: number
}

/** The document gives the 24 hours. The lead is Tazune's own: an eighth of them, so that it falls into the same shift. */
export const CONSENT_ENDING_RULES: readonly ConsentEndingRule[] = [
  { id: 'R32', from: null, until: null, source: SOURCES.insuranceCouncil, leadHours: 3 },
]

const HOUR_MS = 3_600_000

/** Whether an end is near; false where there is none, and once it has passed. @param until ISO 8601, itself excluded */
export function endsSoon(until: string | null, at: Instant): boolean {
  if (until === null) return false
  const { leadHours } = ruleInForce(CONSENT_ENDING_RULES, dayInJapan(at))
  const left = toMs(until) - toMs(at)
  return left > 0 && left <= leadHours * HOUR_MS
}
