/** What is known of a patient before a visit: the facility's own word, and what the gateway has seen since. */
import type { EligibilityAnswer } from '../../domain/answer'
import { itemsLeft } from '../../domain/consent-withdrawal'
import { dayInJapan, type Day } from '../../domain/days'
import type { VisitHistory } from '../../domain/visit'
import type { SeenPatient, StoredConsent } from '../store/store'
import { canonicalNumbers } from './canonical-numbers'

export interface Known {
  seen: SeenPatient | undefined
  /** The gateway's own copy of the last answer. */
  answer: EligibilityAnswer | null
  /** In the order of capture. */
  consents: readonly StoredConsent[]
}

/** Of a patient whom nobody knows yet. */
export const NOTHING_KNOWN: VisitHistory = {
  lastCardCheckAt: null,
  lastVisitOn: null,
  continuing: false,
  lastAnswer: null,
  cardLastDay: null,
  onFile: null,
  usesDocument: false,
  consentWithdrawn: false,
}

/**
 * @param told by the facility's own system; undefined where it says nothing
 * @returns undefined where nobody knows anything
 */
export function composeHistory(
  told: VisitHistory | undefined,
  { seen, answer, consents }: Known,
  day: Day,
): VisitHistory | undefined {
  if (!seen) return told
  const from = told ?? NOTHING_KNOWN
  const lastCardCheckAt = later(from.lastCardCheckAt, isoTime(seen.cardCheckedAt))
  const seenOn = dayInJapan(seen.seenAt)
  const own = answer && !(from.lastAnswer && from.lastAnswer.on > answer.asOf) ? answer : null
  const numbers = own?.coverages[0] ? canonicalNumbers(own.coverages[0]) : null
  return {
    lastCardCheckAt,
    lastVisitOn: seenOn < day ? later(from.lastVisitOn, seenOn) : from.lastVisitOn,
    // Who was here before and is to be seen again.
    continuing: from.continuing || seenOn <= day,
    lastAnswer: own
      ? {
          validity: own.validity,
          // A 再照会 or a document looks at no certificate: what was known of it still holds.
          certificateLastDay:
            own.certificate?.lastDay ??
            seen.certificateLastDay ??
            from.lastAnswer?.certificateLastDay ??
            null,
          on: own.asOf,
        }
      : from.lastAnswer,
    cardLastDay: seen.cardLastDay ?? from.cardLastDay,
    onFile: numbers ?? from.onFile,
    usesDocument: from.usesDocument && seen.cardCheckedAt === null,
    consentWithdrawn: isWithdrawn(consents) ?? from.consentWithdrawn,
  }
}

/** Whether the patient took back all of the last consent; null where none was ever given here. */
function isWithdrawn(consents: readonly StoredConsent[]): boolean | null {
  const last = consents.at(-1)
  if (!last) return null
  return last.items.length > 0 && itemsLeft(last.items, last.withdrawn).length === 0
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** ISO texts of one kind compare as text. */
function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
