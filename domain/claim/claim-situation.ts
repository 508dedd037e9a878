/** A visit's claim as `decide` asks about it: what its checks have shown, and what people have said since. */
import { ageOn, type Day } from '../days'
import type { AnswerFacts, PatientFacts, Situation } from '../decide/situation'
import { WHEREABOUTS } from '../decide/situation-of'
import { answeredInvalid, type ClaimCheck, type NumbersFound } from './numbers-found'
import type { ClaimWork } from './work'

export interface ClaimFacts {
  /** The latest first. */
  checks: readonly [ClaimCheck, ...ClaimCheck[]]
  visitOn: Day
  birthdate: Day | null
  found: NumbersFound
  work: ClaimWork
}

export function claimSituation(facts: ClaimFacts): Situation {
  const { checks } = facts
  const { kind, setting } = WHEREABOUTS[checks[0].setting]
  const answer = answerOf(facts)
  const patient = patientOf(facts)
  return {
    at: checks[0].capturedAt,
    facility: { kind, boundDevice: true, visualPasscode: true },
    setting,
    presented: isCardShown(facts) ? ['card'] : [],
    // Whatever was tried has been tried: nothing of it is still to come.
    ...(isAwaited(facts) ? {} : { card: { readable: false } }),
    ...(answer && { answer }),
    ...(patient && { patient }),
  }
}

/** An answer may still come, and nothing else tells the numbers. */
export function isAwaited({ checks, found }: Pick<ClaimFacts, 'checks' | 'found'>): boolean {
  return found.kind === 'none' && checks.some(({ state }) => state === 'waits')
}

/** The card itself, seen by whoever made a check with it or said so afterwards. */
export function isCardShown({ checks, work }: Pick<ClaimFacts, 'checks' | 'work'>): boolean {
  return checks.some(({ cardShown }) => cardShown) || work.cardShown?.value === true
}

/** The 申立書 is filled in. */
export function isDeclared(checks: readonly ClaimCheck[]): boolean {
  return checks.some(({ kept }) => kept?.kind === 'declaration')
}

/** Under one: whether the card is registered for use has to be asked (R61). */
export function isNewborn({
  birthdate,
  visitOn,
}: Pick<ClaimFacts, 'birthdate' | 'visitOn'>): boolean {
  return birthdate !== null && birthdate <= visitOn && ageOn(birthdate, visitOn) < 1
}

/** What the answers come to, by R60's order; absent while they say nothing of the numbers and one is still awaited. */
function answerOf(facts: ClaimFacts): AnswerFacts | null {
  const { found, checks } = facts
  if (found.kind === 'choose' && found.of === 'current') return { validity: 'multiple' }
  const byAnswer =
    found.kind === 'publicExpense' || (found.kind === 'current' && 'coverage' in found)
  if (byAnswer) return { validity: 'valid' }
  if (answeredInvalid(checks)) return { validity: 'invalid' }
  if (isAwaited(facts)) return null
  return checks.some(({ answer }) => answer !== null) ? { validity: 'none' } : null
}

/** Absent where nobody has said anything: `none` is only said once every other way has been tried (R50 ④). */
function patientOf({ checks, visitOn, birthdate, found, work }: ClaimFacts): PatientFacts | null {
  const declared = isDeclared(checks)
  const numbers = numbersIn(found)
  if (numbers === 'none' && !declared) return null
  const newborn = isNewborn({ birthdate, visitOn })
  return {
    numbers,
    newborn,
    ...(birthdate !== null && { birthDate: birthdate }),
    ...(declared && { saysInsured: true }),
    ...(work.firstVisit && { firstVisit: work.firstVisit.value }),
    ...(work.careDays && { careDaysThisMonth: work.careDays.value }),
    ...(newborn && work.newbornRegistered && { newbornRegistered: work.newbornRegistered.value }),
  }
}

function numbersIn(found: NumbersFound): NonNullable<PatientFacts['numbers']> {
  switch (found.kind) {
    case 'current':
    case 'former':
      return found.kind
    case 'publicExpense':
      return 'current'
    case 'choose':
    case 'none':
      return 'none'
  }
}
