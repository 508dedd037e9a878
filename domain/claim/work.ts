/** What people add to a visit's claim: chosen, asked or found afterwards, each with who said so and when. */
import type { Day } from '../days'
import type { InsuredAs } from '../declaration/declaration'
import type { InsuredNumbers } from '../documents/document'

export interface Decided<T> {
  value: T
  /** The member of staff, by name. */
  by: string
  /** ISO 8601, UTC. */
  at: string
}

export interface FoundNumbers extends InsuredNumbers {
  /** False: of an insurance that has ended. */
  current: boolean
}

/** An absent field is open. */
export interface ClaimDecisions {
  /** Among several insurances, the one to claim with (R44). */
  coverage: Decided<InsuredNumbers>
  /** Numbers that came to light after the visit. */
  found: Decided<FoundNumbers>
  insuredAs: Decided<InsuredAs>
  /** 患者への連絡を行った日 */
  contactedOn: Decided<Day>
  /** The マイナンバーカード itself was shown (R61). */
  cardShown: Decided<boolean>
  /** 初診 */
  firstVisit: Decided<boolean>
  /** 実日数 of the month, this visit included. */
  careDays: Decided<number>
  newbornRegistered: Decided<boolean>
}

export type ClaimDecision = keyof ClaimDecisions

export interface ClaimWork extends Partial<ClaimDecisions> {
  v: 1
  /** 請求の作業を終えた: nothing else is kept from then on. */
  closed?: { by: string; at: string }
}

export const NO_WORK: ClaimWork = { v: 1 }

/** One insurance, whichever width it is written in; a 枝番 that one of the two leaves out does not part them. */
export function sameNumbers(one: InsuredNumbers, other: InsuredNumbers): boolean {
  const same = (field: 'insurerNumber' | 'symbol' | 'number' | 'branch'): boolean =>
    half(one[field]) === half(other[field])
  const branches = one.branch === null || other.branch === null || same('branch')
  return same('insurerNumber') && same('symbol') && same('number') && branches
}

export function onlyNumbers({
  insurerNumber,
  symbol,
  number,
  branch,
}: InsuredNumbers): InsuredNumbers {
  return { insurerNumber, symbol, number, branch }
}

function half(text: string | null): string {
  return (text ?? '').normalize('NFKC')
}
