/** The three numbers of a birthdate while they are typed: which is being filled, and when it is full. */
import { toDay } from '../../../../domain/days'
import type { DeclarationDraft } from '../../../../domain/declaration/declaration'
import { birthOf } from '../../../../domain/declaration/questions'

export type Birth = DeclarationDraft['birth']
export type BirthPart = 'year' | 'month' | 'date'

export const BIRTH_PARTS: readonly BirthPart[] = ['year', 'month', 'date']

/** 西暦, which some cards have; the form has eras only, so it is turned into one. */
export const WESTERN = 'AD'

/** True when no further digit can follow, so that the next field is to be filled. */
export function isFull(part: BirthPart, text: string, era: string): boolean {
  if (part === 'year') return text.length >= (era === WESTERN ? 4 : 2)
  const highest = part === 'month' ? 1 : 3
  return text.length >= 2 || Number(text) > highest
}

/** The most digits that a part takes. */
export function lengthOf(part: BirthPart, era: string): number {
  return part === 'year' && era === WESTERN ? 4 : 2
}

/** As the form has it. A Western date that is no day stays as typed, so that its fault is named. */
export function inEra(birth: Birth): Birth {
  if (birth.era !== WESTERN) return birth
  const [year, month, date] = [birth.year, birth.month, birth.date].map(Number)
  const day = year && month && date ? toDay(year, month, date) : null
  const found = day === null ? null : birthOf(day)
  return found === null || found.era === '' ? birth : found
}
