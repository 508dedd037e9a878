/** The verdict on a check whose patient is to prove who they are by デジタル認証アプリ: what was said, no proof yet. */
import { dayInJapan, toMs } from '../../domain/days'
import type { CheckStatement } from '../../domain/check'
import { isAllowed } from '../../domain/settings'
import { boundCaptureTime } from '../checks/capture-time'
import { refused, granted, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'

/** TZ-G25 in a channel its setting does not have. TZ-G28 without a patient of the facility's: nobody to compare with. */
export function judgeIdentity(statement: CheckStatement, receivedAt: number): Verdict<CheckFacts> {
  const { capturedAt, clockDoubtful } = boundCaptureTime(
    toMs(statement.capturedAt),
    receivedAt,
    null,
  )
  if (!isAllowed(statement.setting, statement.channel, dayInJapan(capturedAt))) {
    return refused('TZ-G25')
  }
  if (statement.patientId === null) return refused('TZ-G28')
  return granted({
    challengeId: null,
    capturedAt,
    clockDoubtful,
    certificateLastDay: null,
    faceIssuer: null,
  })
}
