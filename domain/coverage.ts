/** Which insurance of an answer counts (R40–R44). */
import type { Coverage, EligibilityAnswer } from './answer'
import type { Day } from './days'

/** In force from 資格取得日 to the day before 資格喪失日: on the day of loss the cover is already gone. */
export function isInForce(coverage: Coverage, day: Day): boolean {
  const { qualifiedOn, disqualifiedOn } = coverage
  return (
    (qualifiedOn === null || qualifiedOn <= day) &&
    (disqualifiedOn === null || day < disqualifiedOn)
  )
}

/** One to use, several among which a person chooses (R44), or none. */
export type CoverageChoice =
  | { kind: 'one'; coverage: Coverage }
  | { kind: 'several'; choices: readonly Coverage[] }
  | { kind: 'none' }

/** The insurance to use by this answer on the day it is about. Nothing is ever picked among several (R44). */
export function chooseCoverage(answer: EligibilityAnswer): CoverageChoice {
  switch (answer.validity) {
    case 'valid':
    case 'validUnregistered':
      return validCoverage(answer.coverages, answer.asOf)
    case 'invalidNewExists':
      return oneOf(answer.coverages.filter((coverage) => isInForce(coverage, answer.asOf)))
    case 'multiple':
      return answer.coverages.length === 0
        ? { kind: 'none' }
        : { kind: 'several', choices: answer.coverages }
    case 'invalid':
    case 'none':
      return { kind: 'none' }
  }
}

/** The authority's word stands for a single one; among several its days decide, and if they do not, a person. */
function validCoverage(coverages: readonly Coverage[], day: Day): CoverageChoice {
  if (coverages.length < 2) return oneOf(coverages)
  const inForce = coverages.filter((coverage) => isInForce(coverage, day))
  return oneOf(inForce.length === 0 ? coverages : inForce)
}

function oneOf(coverages: readonly Coverage[]): CoverageChoice {
  const [first, ...others] = coverages
  if (first === undefined) return { kind: 'none' }
  return others.length === 0
    ? { kind: 'one', coverage: first }
    : { kind: 'several', choices: coverages }
}
