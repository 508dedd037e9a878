/** A patient's numbers over time: what is current, and what was (R60). */
import type { KnownNumbers, RosterPatient } from '../../store/roster-store'
import { isSameNumbers } from './same-numbers'

export type NumbersHistory = Pick<RosterPatient, 'current' | 'former'>

/** The new ones are current from now on; those before are former. The same ones keep the later day. */
export function becomeCurrent(
  { current, former }: NumbersHistory,
  numbers: KnownNumbers,
): NumbersHistory {
  const others = former.filter((each) => !isSameNumbers(each, numbers))
  if (current === null) return { current: numbers, former: others }
  if (!isSameNumbers(current, numbers)) return { current: numbers, former: [current, ...others] }
  return { current: numbers.asOf > current.asOf ? numbers : current, former: others }
}

/** They are no longer in force; whatever else is current stays. */
export function becomeFormer(
  { current, former }: NumbersHistory,
  numbers: KnownNumbers,
): NumbersHistory {
  const isCurrent = current !== null && isSameNumbers(current, numbers)
  const left = isCurrent ? null : current
  if (former.some((each) => isSameNumbers(each, numbers))) return { current: left, former }
  const added = [isCurrent ? current : numbers, ...former]
  return {
    current: left,
    former: added.sort((a, b) => (a.asOf < b.asOf ? 1 : a.asOf > b.asOf ? -1 : 0)),
  }
}
