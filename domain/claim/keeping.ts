/**
 * How long a tablet keeps what the claim of a visit needs: typed numbers, and the 申立書, which is used for its claim
 * only and destroyed when that work is done (R55, and the form's own promise).
 */
import { addDays, addMonths, type Day, firstDayOfMonth, splitDay } from '../days'

export interface Keeping {
  /** The day on which a member of staff closed the claim work, or null while it goes on. */
  claimClosedOn: Day | null
  /** The last day on which this device keeps anything of the visit. */
  keptUntil: Day
}

/** True on the day of closing itself, and from the day after the device's own last day. */
export function mustEraseKept(keeping: Keeping, today: Day): boolean {
  const closed = keeping.claimClosedOn !== null && keeping.claimClosedOn <= today
  return closed || keeping.keptUntil < today
}

/** Claims of a month are filed by the 10th of the next; what comes back then is filed again by the 10th after that. */
const CLAIM_DAY = 10
const MONTHS_KEPT = 2
/** Long enough to be seen by the clerk who comes once a week. */
const WARNED_DAYS_BEFORE = 7

/** The last day on which it is kept where nobody closes the claim work. No document names one; this is ours. */
export function keptForClaimUntil(visitOn: Day): Day {
  return addDays(addMonths(firstDayOfMonth(visitOn), MONTHS_KEPT), CLAIM_DAY - 1)
}

/** The first day of visits that are still kept where nobody closes the claim work: {@link keptForClaimUntil} from behind. */
export function keptVisitsFrom(today: Day): Day {
  const isFiledAgain = splitDay(today).date > CLAIM_DAY
  return firstDayOfMonth(addMonths(today, isFiledAgain ? 1 - MONTHS_KEPT : -MONTHS_KEPT))
}

/** True in the last days before it is erased by itself: it stands in 要対応 then. */
export function isErasedSoon({ keptUntil }: Keeping, today: Day): boolean {
  return keptUntil < addDays(today, WARNED_DAYS_BEFORE)
}
