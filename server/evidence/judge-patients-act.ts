/** The verdict on a check that waits for an act of the patient's own: what was said, no proof yet. */
import type { CheckStatement } from '../../domain/check'
import { refused, granted, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'
import { judgePatientCapture } from './judge-capture'

/**
 * TZ-G25 in a channel that its setting does not have; for the official page in any but ②, because it registers a consent
 * (R4). TZ-G28 without a patient of the facility's: an acceptance could then be anybody's, and a proof has nobody to be
 * compared with (docs/adr/0018, docs/adr/0019).
 */
export function judgePatientsAct(
  statement: CheckStatement,
  kind: 'officialApp' | 'digitalIdentity',
  receivedAt: number,
): Verdict<CheckFacts> {
  if (kind === 'officialApp' && statement.channel !== 'homeConsent') return refused('TZ-G25')
  const capture = judgePatientCapture(statement, receivedAt)
  return capture.ok ? granted(capture.value.facts) : capture
}
