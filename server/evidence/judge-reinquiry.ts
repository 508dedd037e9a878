/** The verdict on 再照会 (R33), by what the facility told the gateway and what the gateway has seen itself. */
import type { CheckStatement } from '../../domain/check'
import { dayInJapan } from '../../domain/days'
import type { GatewayErrorCode } from '../../domain/errors'
import { planReinquiry, type ReinquiryRefusal } from '../../domain/reinquiry'
import { granted, refused, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'
import { judgePatientCapture } from './judge-capture'
import type { KnownPatients } from './known-patients'

const CODES: Readonly<Record<ReinquiryRefusal, GatewayErrorCode>> = {
  setting: 'TZ-G53',
  noCardCheck: 'TZ-G54',
  notContinuing: 'TZ-G55',
  withdrawn: 'TZ-G56',
}

/**
 * TZ-G25 channel; TZ-G28 nobody's; TZ-G53…TZ-G56 as R33 refuses it.
 * @throws Error when it cannot be had: to be judged again later
 */
export async function judgeReinquiry(
  statement: CheckStatement,
  receivedAt: number,
  { findHistory }: Pick<KnownPatients, 'findHistory'>,
): Promise<Verdict<CheckFacts>> {
  const capture = judgePatientCapture(statement, receivedAt)
  if (!capture.ok) return capture
  const { patientId, day, facts } = capture.value
  const history = await findHistory(patientId, day, facts.capturedAt)
  const plan = planReinquiry({
    setting: statement.setting,
    today: day,
    cardCheckedOn: history?.lastCardCheckAt ? dayInJapan(history.lastCardCheckAt) : null,
    continuing: history?.continuing ?? false,
    lastVisitOn: history?.lastVisitOn ?? null,
    consentWithdrawn: history?.consentWithdrawn ?? false,
  })
  return plan.allowed ? granted(facts) : refused(CODES[plan.refusal])
}
