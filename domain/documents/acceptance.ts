/** Which document is enough on the day of the visit (R50, R52, R53). */
import type { Day } from '../days'
import { NOTICE_ALONE_RULES } from '../eligibility-certificate'
import type { ErrorCode } from '../errors'
import { ruleInForce } from '../rules'
import type { DocumentKind, EntryContext } from './document'

/**
 * Why this document is not enough, or null. TZ-N30: 資格確認書 expired. TZ-N31: no longer tolerated alone.
 * TZ-N32: to be shown with the card. TZ-N44: the clock of its screen stands still.
 */
export function refuseDocument(
  kind: DocumentKind,
  validUntil: Day | null,
  context: Pick<EntryContext, 'day' | 'shownWith' | 'screenClock'>,
): ErrorCode | null {
  const { day, shownWith } = context
  const alone = ruleInForce(NOTICE_ALONE_RULES, day).accepted
  switch (kind) {
    case 'certificate':
      if (validUntil !== null && validUntil < day) return 'TZ-N30'
      return context.screenClock === 'stands' ? 'TZ-N44' : null
    case 'expiredInsuranceCard':
      return alone ? null : 'TZ-N31'
    case 'notice':
      return shownWith === 'card' || alone ? null : 'TZ-N31'
    case 'portalPdf':
      return shownWith === 'card' ? null : 'TZ-N32'
    case 'portalLive':
      return shownWith === 'nothing' ? 'TZ-N32' : null
  }
}
