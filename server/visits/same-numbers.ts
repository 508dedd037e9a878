/** Whether two sets of numbers are one insurance of one person. */
import type { InsuredNumbers } from '../../domain/documents/document'
import { normaliseWord } from '../../domain/typed'

/** A 枝番 tells the members of a family apart: one that is missing on either side is not the same. */
export function isSameNumbers(one: InsuredNumbers, other: InsuredNumbers): boolean {
  return (
    one.insurerNumber === other.insurerNumber &&
    normaliseWord(one.symbol ?? '') === normaliseWord(other.symbol ?? '') &&
    normaliseWord(one.number) === normaliseWord(other.number) &&
    one.branch === other.branch
  )
}
