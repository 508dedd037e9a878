/** Faults as people make them when they copy a number from paper. */
import type { DocumentField, TypedDocument } from '../domain/documents/document'
import { readDocument } from '../domain/documents/read-document'
import type { Random } from '../tools/fuzz/random'
import { contextOf, type RightDocument } from './typing-documents'

export const FAULT_KINDS = {
  oneDigit: 'one digit wrong',
  twoSwapped: 'two neighbouring digits swapped',
  wrongWidth: 'a digit lost or typed twice',
  wrongEra: 'another era',
  symbolAndNumber: '記号 and 番号 swapped',
} as const

export type FaultKind = keyof typeof FAULT_KINDS

export interface TypingFault {
  typed: TypedDocument
  /** Where it was made. */
  field: DocumentField
}

const FIELDS: readonly DocumentField[] = [
  'insurerNumber',
  'symbol',
  'number',
  'branch',
  'birthdate',
  'validUntil',
  'issuedOn',
]
const DATES: readonly [DocumentField, ...DocumentField[]] = ['birthdate', 'validUntil', 'issuedOn']
const ERAS = ['令和', '平成', '昭和', '大正'] as const
const TRIES = 200

/** One fault of that kind, after which the document is another one or none. */
export function makeFault(kind: FaultKind, right: RightDocument, random: Random): TypingFault {
  for (let tries = 0; tries < TRIES; tries++) {
    const fault = attempt(kind, right.typed, random)
    if (fault !== null && isFault(fault.typed, right.typed)) return fault
  }
  throw new RangeError(`no ${kind} can be made`)
}

function attempt(kind: FaultKind, typed: TypedDocument, random: Random): TypingFault | null {
  switch (kind) {
    case 'oneDigit':
      return atDigit(typed, random, (digit) => String((Number(digit) + 1 + random.below(9)) % 10))
    case 'wrongWidth':
      return atDigit(typed, random, (digit) => (random.below(2) === 0 ? '' : digit + digit))
    case 'twoSwapped':
      return atPair(typed, random)
    case 'wrongEra':
      return atEra(typed, random)
    case 'symbolAndNumber': {
      const { symbol = '', number = '' } = typed
      return { typed: { ...typed, symbol: number, number: symbol }, field: 'symbol' }
    }
  }
}

/** A digit anywhere in the document is as likely as any other. */
function atDigit(
  typed: TypedDocument,
  random: Random,
  change: (digit: string) => string,
): TypingFault | null {
  return at(typed, random, /\d/g, (found) => change(found))
}

function atPair(typed: TypedDocument, random: Random): TypingFault | null {
  return at(typed, random, /(?=(\d)(\d))../g, (found) => `${found.charAt(1)}${found.charAt(0)}`)
}

function atEra(typed: TypedDocument, random: Random): TypingFault {
  const field = random.pick(DATES)
  const text = (typed[field] ?? '').replace(/^../, random.pick(ERAS))
  return { typed: { ...typed, [field]: text }, field }
}

function at(
  typed: TypedDocument,
  random: Random,
  pattern: RegExp,
  change: (found: string) => string,
): TypingFault | null {
  const [place, ...others] = FIELDS.flatMap((field) => {
    const text = typed[field] ?? ''
    return overlapping(text, pattern).map((index) => ({ field, text, index }))
  })
  if (place === undefined) return null
  const { field, text, index } = random.pick([place, ...others])
  const [found = ''] = new RegExp(pattern.source).exec(text.slice(index)) ?? []
  const wrong = text.slice(0, index) + change(found) + text.slice(index + found.length)
  return { typed: { ...typed, [field]: wrong }, field }
}

/** Every place where the pattern begins: 12 and 23 in 123. */
function overlapping(text: string, pattern: RegExp): number[] {
  const here = new RegExp(`^(?:${pattern.source})`)
  return Array.from(text, (_, index) => index).filter((index) => here.test(text.slice(index)))
}

/** What is understood as the same document is no fault. */
function isFault(typed: TypedDocument, right: TypedDocument): boolean {
  const context = contextOf('nothing', right)
  const [wrong, meant] = [typed, right].map(
    (text) => readDocument('certificate', text, context).document,
  )
  return JSON.stringify(wrong) !== JSON.stringify(meant)
}
