/** 今回必要なこと: what a visit will need, known before ringing the bell. */
import type { CertificateNotice, Validity } from '../answer'
import { certificateNotice } from '../certificate'
import type { Setting } from '../check'
import type { Day } from '../days'
import { planReinquiry, type Reinquiry, type ReinquiryRefusal } from '../reinquiry'
import type { VisitNeed } from '../visit'

/** What is known of a patient before a visit; {@link needSituationOf} makes it. */
export interface NeedSituation {
  setting: Setting
  /** The day of the visit. */
  day: Day
  /** The patient uses no マイナ保険証, as far as the facility knows (R53). */
  usesDocument: boolean
  /** Of the last answer; null before the first. */
  previous: Validity | null
  /** Of certificate or card, whichever ends first (R20); null where neither was seen. */
  end: { lastDay: Day; by: 'certificate' | 'card' } | null
  /** As for {@link planReinquiry}. */
  cardCheckedOn: Day | null
  lastVisitOn: Day | null
  continuing: boolean
  consentWithdrawn: boolean
  /** The gateway has refused to ask again for this very visit. */
  reinquiryRefused: boolean
  /** The gateway has said beforehand that 再照会 would bring no answer. */
  reinquiryClosed?: boolean
}

/** What the visit is confirmed with: `document` is the 資格確認書. */
export type VisitMeans = 'card' | 'reinquiry' | 'document'

export interface VisitOutlook {
  /** The one badge. */
  need: VisitNeed
  means: VisitMeans
  reinquiry: Reinquiry
  usesDocument: boolean
  /** The last answer left the cover open. */
  previous: 'invalid' | 'none' | null
  /** What ends, from its alert on (R21–R23); null while nothing is to be said of it. */
  end: (CertificateNotice & { by: 'certificate' | 'card' }) | null
  /** A 再照会 that the rules would allow would bring no answer. */
  reinquiryClosed?: true
}

/** Why a 再照会 is not enough this time. `refused`: the gateway said so of this very visit. */
export type CardReason = ReinquiryRefusal | 'refused' | 'usesDocument' | 'dead'

/** All that a visit's line on the list says. */
export function lookAhead(situation: NeedSituation): VisitOutlook {
  const { day, previous, usesDocument } = situation
  const end = endOf(situation)
  const reinquiry = planReinquiry({ ...situation, today: day })
  const means = meansOf(situation, end, reinquiry)
  const left = previous === 'invalid' || previous === 'none' ? previous : null
  const closed = situation.reinquiryClosed === true && reinquiry.allowed
  const known = {
    ...{ means, reinquiry, usesDocument, previous: left, end },
    ...(closed && { reinquiryClosed: true as const }),
  }
  return { ...known, need: heaviestOf(known) }
}

export function needOf(situation: NeedSituation): VisitNeed {
  return lookAhead(situation).need
}

/** null exactly where a 再照会 is enough. */
export function cardReasonOf(outlook: VisitOutlook): CardReason | null {
  const { means, usesDocument, reinquiry } = outlook
  switch (means) {
    case 'reinquiry':
      return null
    case 'document':
      return usesDocument ? 'usesDocument' : 'dead'
    case 'card':
      return reinquiry.allowed ? 'refused' : reinquiry.refusal
  }
}

/** As {@link cardReasonOf}, and `closed` where the gateway has said before the visit that no answer would come. */
export function visitReasonOf(outlook: VisitOutlook): CardReason | 'closed' | null {
  const reason = cardReasonOf(outlook)
  return reason === 'refused' && outlook.reinquiryClosed ? 'closed' : reason
}

function endOf({ end, day }: NeedSituation): VisitOutlook['end'] {
  if (end === null) return null
  const notice = certificateNotice(end.lastDay, day)
  return notice.state === 'valid' ? null : { ...notice, by: end.by }
}

/** After the grace the use of the card is over, with 再照会 or without (R23). */
function meansOf(
  { usesDocument, reinquiryRefused, reinquiryClosed = false }: NeedSituation,
  end: VisitOutlook['end'],
  reinquiry: Reinquiry,
): VisitMeans {
  if (usesDocument || end?.state === 'dead') return 'document'
  return reinquiry.allowed && !reinquiryRefused && !reinquiryClosed ? 'reinquiry' : 'card'
}

/** What would stop the visit comes before what only shortens it. */
function heaviestOf({ means, previous, end }: Omit<VisitOutlook, 'need'>): VisitNeed {
  if (means === 'document') return { kind: 'document' }
  if (previous !== null) return { kind: 'previousInvalid' }
  if (end === null) return { kind: means }
  return { kind: 'certificateEnds', day: end.state === 'grace' ? end.usableUntil : end.lastDay }
}
