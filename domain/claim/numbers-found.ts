/** Which numbers the checks of a visit have brought to light: the current ones first, else the former (R60). */
import type { Coverage, EligibilityAnswer, PublicExpense } from '../answer'
import type { Setting } from '../check'
import { chooseCoverage } from '../coverage'
import { type Day, isWithin } from '../days'
import type { Declaration } from '../declaration/declaration'
import type { InsuranceDocument, InsuredNumbers } from '../documents/document'
import { type ClaimWork, sameNumbers } from './work'

/** What staff keep of a check that was made without the card. */
export type ClaimSource =
  | { kind: 'document'; document: InsuranceDocument }
  | { kind: 'oral'; numbers: InsuredNumbers; birthdate: Day }
  | { kind: 'declaration'; declaration: Declaration }

/** One check of the visit. */
export interface ClaimCheck {
  id: string
  setting: Setting
  /** ISO 8601, UTC. */
  capturedAt: string
  /** The card itself was held: read with its PIN, or compared by its photo. */
  cardShown: boolean
  /** `waits`: its answer may still come. `refused`: it was not accepted, or was withdrawn. */
  state: 'waits' | 'answered' | 'refused'
  answer: EligibilityAnswer | null
  kept: ClaimSource | null
}

export type NumbersFound =
  | { kind: 'current' | 'former'; coverage: Coverage; expenses: readonly PublicExpense[] }
  | { kind: 'current' | 'former'; numbers: InsuredNumbers; source: NumbersSource }
  | { kind: 'publicExpense'; expenses: readonly PublicExpense[] }
  /** A person chooses (R44). */
  | { kind: 'choose'; of: 'current' | 'former'; choices: readonly Coverage[] }
  | { kind: 'none' }

/** Where numbers come from that no answer names. */
export type NumbersSource =
  | { kind: 'document'; document: InsuranceDocument }
  | { kind: 'oral'; birthdate: Day }
  /** By a person, after the visit. */
  | { kind: 'found' }
  /** From an earlier visit. */
  | { kind: 'onFile' }

export interface NumbersKnown {
  /** The latest first. */
  checks: readonly ClaimCheck[]
  onFile: InsuredNumbers | null
  work: Pick<ClaimWork, 'coverage' | 'found'>
}

export function findNumbers(known: NumbersKnown): NumbersFound {
  return currentOf(known) ?? formerOf(known) ?? { kind: 'none' }
}

/** True where an answer said that the insurance has ended: such a claim is never 不詳 (R60). */
export function answeredInvalid(checks: readonly ClaimCheck[]): boolean {
  return checks.some(({ answer }) => answer !== null && saysInvalid(answer))
}

function saysInvalid({ validity }: EligibilityAnswer): boolean {
  return validity === 'invalid' || validity === 'invalidNewExists'
}

function currentOf(known: NumbersKnown): NumbersFound | null {
  const { checks, work } = known
  const { found } = work
  if (found?.value.current === true) return named('current', found.value, { kind: 'found' })
  for (const { answer } of checks) {
    const told = answer === null ? null : currentIn(answer, work)
    if (told !== null) return told
  }
  for (const check of checks) {
    const kept = keptNumbers(check.kept)
    if (kept?.current === true && !saidLost(kept.numbers, checks)) {
      return named('current', kept.numbers, kept.source)
    }
  }
  return null
}

function formerOf({ checks, onFile, work }: NumbersKnown): NumbersFound | null {
  const { found } = work
  if (found !== undefined) return named('former', found.value, { kind: 'found' })
  for (const { answer } of checks) {
    const lost = answer === null ? null : formerIn(answer, work)
    if (lost !== null) return lost
  }
  for (const check of checks) {
    const kept = keptNumbers(check.kept)
    if (kept !== null) return named('former', kept.numbers, kept.source)
  }
  // While an answer may still come, it is what counts.
  const awaited = checks.some(({ state }) => state === 'waits')
  return onFile === null || awaited ? null : named('former', onFile, { kind: 'onFile' })
}

function currentIn(
  answer: EligibilityAnswer,
  { coverage: chosen }: NumbersKnown['work'],
): NumbersFound | null {
  const choice = chooseCoverage(answer)
  const expenses = expensesOn(answer)
  switch (choice.kind) {
    case 'one':
      return { kind: 'current', coverage: choice.coverage, expenses }
    case 'several':
      return pick('current', choice.choices, chosen, expenses)
    case 'none': {
      const says = answer.validity !== 'none' && !saysInvalid(answer)
      return says && expenses.length > 0 ? { kind: 'publicExpense', expenses } : null
    }
  }
}

function formerIn(
  answer: EligibilityAnswer,
  { coverage: chosen }: NumbersKnown['work'],
): NumbersFound | null {
  if (!saysInvalid(answer)) return null
  const [only, ...others] = answer.coverages
  if (only === undefined) return null
  return others.length === 0
    ? { kind: 'former', coverage: only, expenses: expensesOn(answer) }
    : pick('former', answer.coverages, chosen, expensesOn(answer))
}

function pick(
  of: 'current' | 'former',
  choices: readonly Coverage[],
  chosen: NumbersKnown['work']['coverage'],
  expenses: readonly PublicExpense[],
): NumbersFound {
  const coverage =
    chosen === undefined ? undefined : choices.find((one) => sameNumbers(one, chosen.value))
  return coverage === undefined ? { kind: 'choose', of, choices } : { kind: of, coverage, expenses }
}

/** An expired 保険証 tells what the insurance was; every other document, and the patient's word, what it is. */
function keptNumbers(
  kept: ClaimSource | null,
): { current: boolean; numbers: InsuredNumbers; source: NumbersSource } | null {
  switch (kept?.kind) {
    case 'document': {
      const { document } = kept
      const current = document.kind !== 'expiredInsuranceCard'
      return { current, numbers: document, source: { kind: 'document', document } }
    }
    case 'oral': {
      const { numbers, birthdate } = kept
      return { current: true, numbers, source: { kind: 'oral', birthdate } }
    }
    case 'declaration':
    case undefined:
      return null
  }
}

/** An answer of this visit says of these very numbers that they have ended. */
function saidLost(numbers: InsuredNumbers, checks: readonly ClaimCheck[]): boolean {
  return checks.some(({ answer, kept }) => {
    if (answer === null || !saysInvalid(answer)) return false
    const asked = keptNumbers(kept)?.numbers
    const lost: readonly InsuredNumbers[] = answer.coverages
    return [...lost, ...(asked === undefined ? [] : [asked])].some((one) =>
      sameNumbers(one, numbers),
    )
  })
}

function named(
  kind: 'current' | 'former',
  numbers: InsuredNumbers,
  source: NumbersSource,
): NumbersFound {
  return { kind, numbers, source }
}

function expensesOn({ publicExpenses, asOf }: EligibilityAnswer): PublicExpense[] {
  return publicExpenses.filter((expense) => isWithin(asOf, expense))
}
