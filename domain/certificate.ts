/** The dates of the card and of its 利用者証明用電子証明書 (R20–R24). */
import type { CertificateNotice, CertificateState } from './answer'
import { addMonths, ageOn, birthdayIn, type Day, lastDayOfMonth, splitDay } from './days'
import { type DatedRule, ruleInForce, SOURCES } from './rules'

/** On the card, or the copy in a smartphone (スマートフォンのマイナ保険証). */
export type CertificateMedium = 'card' | 'smartphone'

export interface CertificateRule extends DatedRule {
  /** The alert begins this many months before the last day (R21). */
  alertMonths: number
  /** After expiry the card still confirms eligibility to the end of this month after the month of expiry (R22). */
  graceMonths: Record<CertificateMedium, number>
}

export const CERTIFICATE_RULES: readonly CertificateRule[] = [
  {
    id: 'R22',
    from: null,
    until: '2024-12-01',
    source: SOURCES.insuranceCouncil,
    alertMonths: 3,
    graceMonths: { card: 0, smartphone: 0 },
  },
  {
    id: 'R22',
    from: '2024-12-02',
    until: null,
    source: SOURCES.transitionSeminar,
    alertMonths: 3,
    graceMonths: { card: 3, smartphone: 0 },
  },
]

export interface CardLifeRule extends DatedRule {
  /** From this age at application the long life holds. */
  adultAge: number
  /** Valid to the n-th birthday after issue. */
  adultBirthdays: number
  childBirthdays: number
}

/** By the day of application: the line was 20 until adulthood itself moved to 18. */
export const CARD_LIFE_RULES: readonly CardLifeRule[] = [
  {
    id: 'R20',
    from: null,
    until: '2022-03-31',
    source: SOURCES.cardOrder,
    adultAge: 20,
    adultBirthdays: 10,
    childBirthdays: 5,
  },
  {
    id: 'R20',
    from: '2022-04-01',
    until: null,
    source: SOURCES.cardOrder,
    adultAge: 18,
    adultBirthdays: 10,
    childBirthdays: 5,
  },
]

const CERTIFICATE_BIRTHDAYS = 5

/** Where a certificate stands on a day, by the rules of that day (R21–R24). */
export function certificateNotice(
  lastDay: Day,
  today: Day,
  medium: CertificateMedium = 'card',
): CertificateNotice {
  const rule = ruleInForce(CERTIFICATE_RULES, today)
  const usableUntil = endOfGrace(lastDay, rule.graceMonths[medium])
  return { state: stateOn(today, lastDay, usableUntil, rule), lastDay, usableUntil }
}

/** What ends first, and when: a certificate is never good for longer than the card it is on (R20). */
export function endOfCard(
  certificateLastDay: Day,
  cardLastDay: Day | null,
): { lastDay: Day; by: 'certificate' | 'card' } {
  return cardLastDay !== null && cardLastDay < certificateLastDay
    ? { lastDay: cardLastDay, by: 'card' }
    : { lastDay: certificateLastDay, by: 'certificate' }
}

/** The first day of the alert (R21). */
export function alertBegins(lastDay: Day, today: Day): Day {
  return addMonths(lastDay, -ruleInForce(CERTIFICATE_RULES, today).alertMonths)
}

/** The card's last day: the 10th birthday after issue, the 5th for one who was a child at application (R20). */
export function cardLastDay(
  birthdate: Day,
  issuedOn: Day,
  appliedOn: Day,
  rules: readonly CardLifeRule[] = CARD_LIFE_RULES,
): Day {
  const rule = ruleInForce(rules, appliedOn)
  const adult = ageOn(birthdate, appliedOn) >= rule.adultAge
  return birthdayAfter(birthdate, issuedOn, adult ? rule.adultBirthdays : rule.childBirthdays)
}

/** The certificate's last day: the 5th birthday after issue, and never later than its card's (R20). */
export function certificateLastDay(
  birthdate: Day,
  issuedOn: Day,
  lastDayOfCard: Day | null = null,
): Day {
  const own = birthdayAfter(birthdate, issuedOn, CERTIFICATE_BIRTHDAYS)
  return lastDayOfCard !== null && lastDayOfCard < own ? lastDayOfCard : own
}

function endOfGrace(lastDay: Day, months: number): Day {
  return months === 0 ? lastDay : lastDayOfMonth(addMonths(lastDay, months))
}

function stateOn(
  today: Day,
  lastDay: Day,
  usableUntil: Day,
  rule: CertificateRule,
): CertificateState {
  if (today > usableUntil) return 'dead'
  if (today > lastDay) return 'grace'
  return today >= addMonths(lastDay, -rule.alertMonths) ? 'alert' : 'valid'
}

/** The n-th birthday after a day; a birthday on the day itself is not after it. */
function birthdayAfter(birthdate: Day, day: Day, count: number): Day {
  const { year } = splitDay(day)
  const first = birthdayIn(birthdate, year) > day ? year : year + 1
  return birthdayIn(birthdate, first + count - 1)
}
