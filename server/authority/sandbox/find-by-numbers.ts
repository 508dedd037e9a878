/** Whose numbers they are, as the authority's own record has them. */
import { normaliseTyped } from '../../../domain/typed'
import type { EligibilityQuery, EligibilitySubject } from '../authority'
import { INSURERS } from './insurers'
import type { SandboxCoverage, SandboxPerson } from './person'
import { birthdateOf } from './person-facts'

type ByNumbers = Extract<EligibilitySubject, { kind: 'numbers' }>

/**
 * The person with these numbers and this birth date, told as the authority would tell it of that coverage: numbers that
 * still hold are 有効 whatever else stands beside them; those that were lost are what the record says of the person.
 */
export function findByNumbers(
  people: readonly SandboxPerson[],
  { numbers, birthdate }: ByNumbers,
  { asOf }: Pick<EligibilityQuery, 'asOf'>,
): SandboxPerson | undefined {
  for (const person of people) {
    if (birthdateOf(person, asOf) !== birthdate) continue
    const coverage = person.record.coverages.find((each) => isSame(each, numbers))
    if (!coverage) continue
    if (coverage.lost) return person
    const { record } = person
    return { ...person, record: { ...record, validity: 'valid', coverages: [coverage] } }
  }
  return undefined
}

/** A 枝番 that was not given is not compared (R70). */
function isSame(coverage: SandboxCoverage, numbers: ByNumbers['numbers']): boolean {
  return (
    INSURERS[coverage.insurer].number === numbers.insurerNumber &&
    sameText(coverage.symbol, numbers.symbol) &&
    sameText(coverage.number, numbers.number) &&
    (numbers.branch === null || coverage.branch === numbers.branch)
  )
}

function sameText(one: string | null, other: string | null): boolean {
  return normaliseTyped(one ?? '') === normaliseTyped(other ?? '')
}
