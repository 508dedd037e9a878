/** 今回必要なこと: the one badge of a visit, known before ringing the bell. */
import type { Validity } from '../answer'
import { certificateNotice } from '../certificate'
import type { Setting } from '../check'
import type { Day } from '../days'
import { planReinquiry } from '../reinquiry'
import type { VisitNeed } from '../visit'

export interface VisitHistory {
  setting: Setting
  /** The day of the visit. */
  day: Day
  /** The patient uses no マイナ保険証, as far as the facility knows (R53). */
  usesDocument: boolean
  /** The last answer; null before the first. */
  last: { validity: Validity; certificateLastDay: Day } | null
  /** As for {@link planReinquiry}. */
  cardCheckedOn: Day | null
  lastVisitOn: Day | null
  continuing: boolean
  consentWithdrawn: boolean
}

/** The heaviest need wins: what would stop the visit comes before what only shortens it. */
export function needOf(history: VisitHistory): VisitNeed {
  const { last, day } = history
  if (history.usesDocument) return { kind: 'document' }
  if (last === null) return { kind: 'card' }
  const { state, usableUntil, lastDay } = certificateNotice(last.certificateLastDay, day)
  if (state === 'dead') return { kind: 'document' }
  if (last.validity === 'invalid' || last.validity === 'none') return { kind: 'previousInvalid' }
  if (state === 'grace') return { kind: 'certificateEnds', day: usableUntil }
  if (state === 'alert') return { kind: 'certificateEnds', day: lastDay }
  return planReinquiry({ ...history, today: day }).allowed
    ? { kind: 'reinquiry' }
    : { kind: 'card' }
}
