/** What holds for every check that no card signs: when it was captured, whether its setting has that channel, whose it is. */
import type { CheckStatement } from '../../domain/check'
import { dayInJapan, toMs, type Day } from '../../domain/days'
import { isAllowed } from '../../domain/settings'
import { boundCaptureTime } from '../checks/capture-time'
import { granted, refused, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'

export interface Capture {
  /** In Japan; its rules hold. */
  day: Day
  facts: CheckFacts
}

/** TZ-G25 in a channel that its setting does not have on that day. */
export function judgeCapture(statement: CheckStatement, receivedAt: number): Verdict<Capture> {
  const stated = toMs(statement.capturedAt)
  const { capturedAt, clockDoubtful } = boundCaptureTime(stated, receivedAt, null)
  const day = dayInJapan(capturedAt)
  if (!isAllowed(statement.setting, statement.channel, day)) return refused('TZ-G25')
  const ofCard = { challengeId: null, certificateLastDay: null, faceIssuer: null }
  return granted({ day, facts: { capturedAt, clockDoubtful, ...ofCard } })
}

/** As {@link judgeCapture}; TZ-G28 without a patient of the facility's. */
export function judgePatientCapture(
  statement: CheckStatement,
  receivedAt: number,
): Verdict<Capture & { patientId: string }> {
  const capture = judgeCapture(statement, receivedAt)
  if (!capture.ok) return capture
  const { patientId } = statement
  return patientId === null ? refused('TZ-G28') : granted({ ...capture.value, patientId })
}
