/** Right documents of fictitious people, as somebody types them from the paper: seeded, so a figure can be had again. */
import { ruleShare } from '../domain/burden'
import { checkDigitOf } from '../domain/check-digit'
import { addDays, type Day } from '../domain/days'
import type { EntryContext, TypedDocument } from '../domain/documents/document'
import { readDocument } from '../domain/documents/read-document'
import { toWareki } from '../domain/era'
import type { Random } from '../tools/fuzz/random'

export const VISIT: Day = '2026-05-20'

export type Insurance = 'latterStage' | 'national' | 'kyokai' | 'union' | 'mutualAid'

export interface RightDocument {
  insurance: Insurance
  typed: TypedDocument
}

/** What the facility knows beside the document; `again`: nothing, but what nobody can check is typed twice. */
export const KNOWLEDGE = ['nothing', 'again', 'patient', 'numbers'] as const
export type Knowledge = (typeof KNOWLEDGE)[number]

const YEAR = 365
/** Roughly whom a home-visit team meets: of twenty, nine are over 75. */
const MIX: readonly [Insurance, ...Insurance[]] = [
  ...many<Insurance>('latterStage', 9),
  ...many<Insurance>('national', 4),
  ...many<Insurance>('kyokai', 3),
  ...many<Insurance>('union', 2),
  'mutualAid',
  'mutualAid',
]
const WORDS = ['訓', '訓練', '公立訓', '新', '国訓'] as const

/** A 資格確認書 with nothing wrong in it; insurers of the serial numbers from 900, which nobody has. */
export function rightDocument(random: Random): RightDocument {
  const insurance = random.pick(MIX)
  const prefecture = String(random.below(47) + 1).padStart(2, '0')
  const serial = `9${digits(random, 2)}`
  const birthdate = birthdateFor(insurance, random)
  const issued = addDays(VISIT, -random.below(YEAR))
  let numbers = numbersFor(insurance, prefecture + serial, random)
  // Nobody can mistake 記号 for 番号 where they are the same.
  while (numbers.symbol === numbers.number) {
    numbers = numbersFor(insurance, prefecture + serial, random)
  }
  return {
    insurance,
    typed: {
      ...numbers,
      birthdate: wareki(birthdate),
      share: shareFor(insurance, birthdate, random),
      validUntil: wareki(addDays(VISIT, random.below(2 * YEAR))),
      issuedOn: wareki(issued),
    },
  }
}

/** The context of a visit in which so much is known; `right` is the document as it should have been typed. */
export function contextOf(knowledge: Knowledge, right: TypedDocument): EntryContext {
  const nothing: EntryContext = { day: VISIT, shownWith: 'card', patient: null, previous: [] }
  const { document } = readDocument('certificate', right, nothing)
  if (document === null || knowledge === 'nothing' || knowledge === 'again') return nothing
  const patient = { birthdate: document.birthdate, name: '', nameKana: null }
  return { ...nothing, patient, previous: knowledge === 'numbers' ? [document] : [] }
}

function numbersFor(insurance: Insurance, place: string, random: Random): TypedDocument {
  const branch = `0${random.below(5)}`
  switch (insurance) {
    case 'latterStage':
      return { insurerNumber: checked(`39${place}`), number: checked(digits(random, 7)) }
    case 'national': {
      const symbol = random.below(2) === 0 ? random.pick(WORDS) : number(random, 1, 4)
      return { insurerNumber: checked(place), symbol, number: number(random, 5, 8), branch }
    }
    case 'kyokai': {
      const symbol = number(random, 7, 8)
      return { insurerNumber: checked(`01${place}`), symbol, number: number(random, 1, 5), branch }
    }
    case 'union': {
      const symbol = number(random, 1, 4)
      return { insurerNumber: checked(`06${place}`), symbol, number: number(random, 1, 6), branch }
    }
    case 'mutualAid': {
      const symbol = random.pick(WORDS)
      const scheme = random.pick(['31', '32', '33', '34'])
      const insurerNumber = checked(scheme + place)
      return { insurerNumber, symbol, number: number(random, 4, 8), branch }
    }
  }
}

function birthdateFor(insurance: Insurance, random: Random): Day {
  const [from, to] = insurance === 'latterStage' ? [76, 100] : [1, 74]
  return addDays(VISIT, -(from * 366 + random.below((to - from) * YEAR)))
}

function shareFor(insurance: Insurance, birthdate: Day, random: Random): string {
  const [first = 30, ...others] =
    insurance === 'latterStage' ? [10, 20, 30] : ruleShare(birthdate, VISIT).choices
  return `${random.pick([first, ...others]) / 10}割`
}

function wareki(day: Day): string {
  return toWareki(day)?.text ?? day
}

function checked(body: string): string {
  return `${body}${checkDigitOf(body)}`
}

/** Digits that do not begin with zero, so many or a few more. */
function number(random: Random, shortest: number, longest: number): string {
  const length = shortest + random.below(longest - shortest + 1)
  return `${random.below(9) + 1}${digits(random, length - 1)}`
}

function digits(random: Random, length: number): string {
  return Array.from({ length }, () => String(random.below(10))).join('')
}

function many<T>(value: T, count: number): [T, ...T[]] {
  return [value, ...Array.from({ length: count - 1 }, () => value)]
}
