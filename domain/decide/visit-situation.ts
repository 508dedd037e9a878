/** Joins what the facility knows of a patient with what this tablet has learnt since, perhaps without a line. */
import type { Validity } from '../answer'
import { endOfCard } from '../certificate'
import type { ConsentEntry } from '../consent-entry'
import { itemsLeft } from '../consent-withdrawal'
import { type Day, dayInJapan, type Instant, toMs } from '../days'
import type { Visit, VisitHistory } from '../visit'
import type { NeedSituation } from './visit-need'

/** One of this tablet's own checks of the patient that was not refused. */
export interface OwnCheck {
  /** ISO 8601, UTC. */
  capturedAt: string
  /** The card was there: with its PIN, by 目視, or on the patient's own phone. */
  withCard: boolean
  /** Somebody was with the patient; a 再照会 is made from anywhere. */
  withPatient: boolean
  /** As the card told it then; null where it was not read. */
  certificateLastDay: Day | null
  /** null until it has come. */
  answer: { validity: Validity; on: Day; certificateLastDay: Day | null } | null
}

export interface OwnKnowledge {
  checks: readonly OwnCheck[]
  /** The patient's consents as this tablet knows them, withdrawals without a line among them (R34). */
  consents: readonly Pick<ConsentEntry, 'items' | 'withdrawn' | 'decidedAt'>[]
  /** The gateway has refused to ask again for this very visit. */
  reinquiryRefused: boolean
}

/** The later word counts; on the same day the tablet's own does, because it was there. */
export function needSituationOf(
  visit: Pick<Visit, 'setting' | 'unasked'> & { history: VisitHistory },
  own: OwnKnowledge,
  at: Instant,
): NeedSituation {
  const { history, setting, unasked } = visit
  const checks = inOrder(own.checks, at)
  const cardCheckAt = latestOf([
    history.lastCardCheckAt,
    ...checks.filter(({ withCard }) => withCard).map(({ capturedAt }) => capturedAt),
  ])
  const hasNewCardCheck = cardCheckAt !== history.lastCardCheckAt
  const seen = checks.filter(({ withPatient }) => withPatient).map(dayOf)
  return {
    setting,
    day: dayInJapan(at),
    usesDocument: history.usesDocument && !hasNewCardCheck,
    previous: previousOf(history, checks),
    end: endIn(history, checks),
    cardCheckedOn: cardCheckAt && dayInJapan(cardCheckAt),
    lastVisitOn: lastOf([history.lastVisitOn, ...seen]),
    continuing: history.continuing,
    consentWithdrawn: isWithdrawn(history, own.consents, hasNewCardCheck),
    reinquiryRefused: own.reinquiryRefused,
    ...(unasked?.reinquiry != null && { reinquiryClosed: true }),
  }
}

/** The first captured first; one of a clock that ran ahead is not from the past and tells nothing. */
function inOrder(checks: readonly OwnCheck[], at: Instant): OwnCheck[] {
  return checks
    .filter(({ capturedAt }) => toMs(capturedAt) <= toMs(at))
    .sort((one, other) => toMs(one.capturedAt) - toMs(other.capturedAt))
}

function previousOf(history: VisitHistory, checks: readonly OwnCheck[]): Validity | null {
  const told = history.lastAnswer
  const answer = checks.findLast((check) => check.answer !== null)?.answer ?? null
  if (answer === null) return told?.validity ?? null
  return told !== null && told.on > answer.on ? told.validity : answer.validity
}

function endIn(history: VisitHistory, checks: readonly OwnCheck[]): NeedSituation['end'] {
  const told = history.lastAnswer
  const read = checks.findLast((check) => certificateIn(check) !== null)
  const own = read ? { lastDay: certificateIn(read), on: dayOf(read) } : null
  const isTold = own === null || (told !== null && told.on > own.on)
  const certificate = isTold ? (told?.certificateLastDay ?? own?.lastDay ?? null) : own.lastDay
  const card = history.cardLastDay
  if (certificate === null) return card === null ? null : { lastDay: card, by: 'card' }
  // A certificate never outlives its card: where another one does, it is on another card.
  const isAnother = certificate !== told?.certificateLastDay
  const isRenewed = isAnother && card !== null && card < certificate
  return endOfCard(certificate, isRenewed ? null : card)
}

function certificateIn({ certificateLastDay, answer }: OwnCheck): Day | null {
  return certificateLastDay ?? answer?.certificateLastDay ?? null
}

/** A refusal to agree is a normal answer (R31); taken back is what was agreed to before. */
function isWithdrawn(
  history: VisitHistory,
  consents: OwnKnowledge['consents'],
  hasNewCardCheck: boolean,
): boolean {
  const newest = [...consents]
    .sort((one, other) => toMs(one.decidedAt) - toMs(other.decidedAt))
    .at(-1)
  if (newest && newest.items.length > 0 && itemsLeft(newest.items, newest.withdrawn).length === 0) {
    return true
  }
  return history.consentWithdrawn && !hasNewCardCheck
}

const dayOf = ({ capturedAt }: OwnCheck): Day => dayInJapan(capturedAt)

function lastOf(days: readonly (Day | null)[]): Day | null {
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  )
}

function latestOf(instants: readonly (string | null)[]): string | null {
  return (
    instants
      .filter((instant) => instant !== null)
      .sort((one, other) => toMs(one) - toMs(other))
      .at(-1) ?? null
  )
}
