/** The 申立書 as it is asked: one question a screen, in the order of the form, and which of them are still open (R55). */
import { isDay, splitDay } from '../days'
import { toWareki } from '../era'
import type { ErrorCode } from '../errors'
import { refusesMyNumber } from '../my-number'
import { type DeclarationContext, declarationProgress } from './check-declaration'
import {
  DECLARATION_STEPS,
  type DeclarationDraft,
  type DeclarationField,
  type DeclarationStep,
  emptyDeclaration,
} from './declaration'
import { neededFields } from './needed'

/** Each with the fields that it fills; who signs is asked before the signature, and the day is the day of signing. */
const FIELDS = {
  insured: ['insured'],
  insuranceKind: ['insuranceKind'],
  nationalUnion: ['nationalUnion'],
  insurerName: ['insurerName'],
  workplace: ['workplace'],
  insuredAs: ['insuredAs'],
  share: ['share'],
  name: ['name'],
  nameKana: ['nameKana'],
  birthdate: ['birthdate'],
  sex: ['sex'],
  address: ['address'],
  residence: ['residence'],
  phone: ['phone'],
  signer: ['relation'],
  signature: ['signature', 'signedOn'],
} as const satisfies Record<string, readonly DeclarationField[]>

export type DeclarationQuestion = keyof typeof FIELDS

const QUESTIONS = Object.keys(FIELDS) as DeclarationQuestion[]

/** Asked of everybody, though nobody need fill it. */
const WELCOME: ReadonlySet<DeclarationQuestion> = new Set(['insurerName', 'residence', 'signer'])

/** A 申立書 under way; saved as it is after every answer. */
export interface DeclarationEntry {
  v: 1
  draft: DeclarationDraft
  /** What the person has answered or confirmed: a value known before is only a proposal until then. */
  settled: readonly DeclarationQuestion[]
}

/** What the facility knows of the person. */
export interface KnownPerson {
  name: string
  nameKana: string
  /** `YYYY-MM-DD` */
  birthdate: string
}

/** An empty form, or one with what is known to be confirmed. */
export function beginEntry(known: KnownPerson | null): DeclarationEntry {
  const empty = emptyDeclaration()
  if (known === null) return { v: 1, draft: empty, settled: [] }
  const { name, nameKana, birthdate } = known
  return { v: 1, draft: { ...empty, name, nameKana, birth: birthOf(birthdate) }, settled: [] }
}

/** The parts of a day as the form has them; empty where the day is before the eras or none. */
export function birthOf(day: string): DeclarationDraft['birth'] {
  const wareki = isDay(day) ? toWareki(day) : null
  if (wareki === null) return emptyDeclaration().birth
  const { month, date } = splitDay(day)
  return {
    era: wareki.letter,
    year: String(wareki.year),
    month: String(month),
    date: String(date),
  }
}

/** Everything this person is asked, by what is answered so far. */
export function questionsOf(
  { draft }: DeclarationEntry,
  { visitOn }: DeclarationContext,
): DeclarationQuestion[] {
  const needed = new Set<DeclarationField>(neededFields(draft, visitOn))
  return QUESTIONS.filter((question) => {
    // Nobody is 被扶養者 there: each is insured for themselves.
    if (question === 'insuredAs' && draft.insuranceKind === 'latterStage') return false
    return WELCOME.has(question) || FIELDS[question].some((field) => needed.has(field))
  })
}

/** Unanswered, missing or wrong; in order. */
export function openQuestions(
  entry: DeclarationEntry,
  context: DeclarationContext,
): DeclarationQuestion[] {
  const { missing, faults } = declarationProgress(entry.draft, context)
  const open = new Set<DeclarationField>([...missing, ...faults.map(({ field }) => field)])
  return questionsOf(entry, context).filter(
    (question) =>
      !entry.settled.includes(question) || FIELDS[question].some((field) => open.has(field)),
  )
}

/** The next open one after a question, else the first one left open before it; null when all is answered. */
export function nextQuestion(
  entry: DeclarationEntry,
  after: DeclarationQuestion | null,
  context: DeclarationContext,
): DeclarationQuestion | null {
  const open = openQuestions(entry, context)
  const from = after === null ? -1 : QUESTIONS.indexOf(after)
  return open.find((question) => QUESTIONS.indexOf(question) > from) ?? open[0] ?? null
}

/** A signature stands under what was read: whatever changes after it has to be signed anew. */
export function answerQuestion(
  { draft, settled }: DeclarationEntry,
  question: DeclarationQuestion,
  change: Partial<DeclarationDraft>,
): DeclarationEntry {
  const answered = { ...draft, ...change, ...insuredAsOf(draft, change) }
  const kept = settled.filter((each) => each !== question)
  if (question === 'signature' || !differs(draft, answered)) {
    return { v: 1, draft: answered, settled: [...kept, question] }
  }
  return {
    v: 1,
    draft: { ...answered, signature: [], signedOn: null },
    settled: [...kept.filter((each) => each !== 'signature'), question],
  }
}

/** As {@link answerQuestion} while an answer is still being typed: kept, but not yet given. A 個人番号 never is (R13). */
export function noteAnswer(
  entry: DeclarationEntry,
  question: DeclarationQuestion,
  change: Partial<DeclarationDraft>,
): DeclarationEntry {
  const texts = Object.values(change).filter((value) => typeof value === 'string')
  if (texts.some(refusesMyNumber)) return entry
  const { settled, ...noted } = answerQuestion(entry, question, change)
  return { ...noted, settled: settled.filter((each) => each !== question) }
}

/** What is wrong with an answer, before it is given; `missing` where something must stand and nothing does. */
export function faultOf(
  { draft }: DeclarationEntry,
  question: DeclarationQuestion,
  change: Partial<DeclarationDraft>,
  context: DeclarationContext,
): ErrorCode | 'missing' | null {
  const fields: readonly DeclarationField[] = FIELDS[question]
  const { missing, faults } = declarationProgress({ ...draft, ...change }, context)
  const fault = faults.find(({ field }) => fields.includes(field))
  if (fault) return fault.code
  return missing.some((field) => fields.includes(field)) ? 'missing' : null
}

export function stepOf(question: DeclarationQuestion): DeclarationStep {
  const fields: readonly DeclarationField[] = FIELDS[question]
  const step = DECLARATION_STEPS.find((each) => each.fields.some((field) => fields.includes(field)))
  return step?.step ?? 'signature'
}

function insuredAsOf(
  before: DeclarationDraft,
  { insuranceKind = before.insuranceKind }: Partial<DeclarationDraft>,
): Partial<DeclarationDraft> {
  if (insuranceKind === before.insuranceKind) return {}
  if (insuranceKind === 'latterStage') return { insuredAs: 'self' }
  // What was set for 後期 was no answer of theirs.
  return before.insuranceKind === 'latterStage' ? { insuredAs: null } : {}
}

function differs(before: DeclarationDraft, after: DeclarationDraft): boolean {
  return JSON.stringify(before) !== JSON.stringify(after)
}
