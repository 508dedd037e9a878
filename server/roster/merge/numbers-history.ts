/** A patient's numbers over time: what is current, and what was (R60). */
import type { KnownNumbers, RosterPatient } from '../../store/roster-store'
import { isSameNumbers } from '../../visits/same-numbers'

export type NumbersHistory = Pick<RosterPatient, 'current' | 'former'>

/** The new ones are current from now on; those before are former. The same ones keep the later day. */
export function becomeCurrent(
  { current, former }: NumbersHistory,
  numbers: KnownNumbers,
): NumbersHistory {
  const others = former.filter((each) => !isSameNumbers(each, numbers))
  if (current === null) return { current: numbers, former: others }
  if (!isSameNumbers(current, numbers)) {
    return { current: numbers, former: inOrder([current, ...others]) }
  }
  return { current: numbers.asOf > current.asOf ? numbers : current, former: others }
}

/** By a word of that day they are no longer in force; whatever else is current stays. */
export function becomeFormer(
  { current, former }: NumbersHistory,
  numbers: KnownNumbers,
): NumbersHistory {
  const left = current !== null && isSameNumbers(current, numbers) ? null : current
  const before = former.find((each) => isSameNumbers(each, numbers))
  if (before && before.asOf >= numbers.asOf) return { current: left, former }
  const others = former.filter((each) => each !== before)
  return { current: left, former: inOrder([numbers, ...others]) }
}

function inOrder(former: readonly KnownNumbers[]): KnownNumbers[] {
  return [...former].sort((a, b) => (a.asOf === b.asOf ? 0 : a.asOf < b.asOf ? 1 : -1))
}
