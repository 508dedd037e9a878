/** The verdict on a check that was handed over to the official page: there is no card to judge, only what was said. */
import { dayInJapan, toMs } from '../../domain/days'
import type { CheckStatement } from '../../domain/check'
import { isAllowed } from '../../domain/settings'
import { boundCaptureTime } from '../checks/capture-time'
import { refused, granted, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'

/**
 * TZ-G25 in a setting without ②: the official page registers a consent, which no other channel has (R4). TZ-G28
 * without a patient of the facility's: an acceptance could then be anybody's (docs/adr/0018).
 */
export function judgeHandOff(statement: CheckStatement, receivedAt: number): Verdict<CheckFacts> {
  const { capturedAt, clockDoubtful } = boundCaptureTime(
    toMs(statement.capturedAt),
    receivedAt,
    null,
  )
  const { setting, channel } = statement
  if (channel !== 'homeConsent' || !isAllowed(setting, channel, dayInJapan(capturedAt))) {
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
