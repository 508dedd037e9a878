/** Typed fields → a canonical document, or what is wrong at each field, before anything is queued (R53, R70, R71). */
import type { Percent } from '../burden'
import type { Day } from '../days'
import { parseOptionalText } from '../free-text'
import {
  parseBranch,
  parseDay,
  parseInsuredNumber,
  parseInsurerNumber,
  parseSymbol,
} from '../numbers'
import { failed, ok, type Result } from '../outcome'
import { normaliseTyped } from '../typed'
import { refuseDocument } from './acceptance'
import {
  DOCUMENT_FIELDS,
  type DocumentField,
  type DocumentKind,
  type EntryContext,
  fault,
  type Finding,
  type InsuranceDocument,
  type TypedDocument,
} from './document'
import { doubtInsurer, doubtNumbers } from './doubt-numbers'
import { doubtDocument, doubtPatient, faultBirthdate, faultDates } from './doubt-person'

const PERCENTS: Readonly<Record<string, Percent>> = { '1': 10, '2': 20, '3': 30 }

/** `document` is null exactly where a finding is a fault. */
export interface DocumentReading {
  document: InsuranceDocument | null
  /** In the order of the fields; what concerns the document itself comes last. */
  findings: readonly Finding[]
}

/** Reads what was typed. Nothing is stored and nothing is guessed: a field left empty stays empty. */
export function readDocument(
  kind: DocumentKind,
  typed: TypedDocument,
  context: EntryContext,
): DocumentReading {
  const findings: Finding[] = []
  const take = <T>(field: DocumentField, read: (text: string) => Result<T>): T | null => {
    const result = read(typed[field] ?? '')
    if (result.ok) return result.value
    findings.push(fault(field, isEmpty(typed, field) ? 'TZ-N20' : result.code))
    return null
  }

  const insurerNumber = take('insurerNumber', parseInsurerNumber)
  const symbol = take('symbol', (text) => parseSymbol(text, insurerNumber ?? ''))
  const number = take('number', (text) => parseInsuredNumber(text, insurerNumber ?? ''))
  const branch = take('branch', (text) => parseBranch(text, insurerNumber ?? ''))
  const name = take('name', parseOptionalText)
  const nameKana = take('nameKana', parseOptionalText)
  const birthdate = take('birthdate', (text) => parseBirthdate(text, kind, context))
  const percent = take('share', parsePercent)
  const validUntil = take('validUntil', kind === 'certificate' ? parseDay : parseOptionalDay)
  const issuedOn = take('issuedOn', parseOptionalDay)

  if (birthdate !== null) findings.push(...faultBirthdate(birthdate, context.day))
  findings.push(...faultDates(issuedOn, validUntil, context.day))
  const refusal = refuseDocument(kind, validUntil, context)
  if (refusal !== null) findings.push(fault('document', refusal))

  if (findings.length > 0 || insurerNumber === null || number === null || birthdate === null) {
    // What is known already is doubted already: the wrong person is not typed to the end.
    const early = doubtEarly({ insurerNumber, birthdate, name, nameKana }, context.patient)
    const faulty = new Set(findings.map(({ field }) => field))
    findings.push(...early.filter(({ field }) => !faulty.has(field)))
    return { document: null, findings: inOrder(findings) }
  }
  const document: InsuranceDocument = {
    ...{ kind, insurerNumber, symbol, number, branch },
    ...{ name, nameKana, birthdate, percent, validUntil, issuedOn },
  }
  const doubts = [...doubtNumbers(document, context.previous), ...doubtDocument(document, context)]
  return { document, findings: inOrder(doubts) }
}

/**
 * The document, if nothing in it is faulty and a person has confirmed each doubt at its field; else null. What was
 * confirmed of a field counts until that field is typed anew.
 */
export function settledDocument(
  { document, findings }: DocumentReading,
  confirmed: readonly Pick<Finding, 'field' | 'code'>[],
): InsuranceDocument | null {
  const settled = findings.every(({ field, code }) =>
    confirmed.some((doubt) => doubt.field === field && doubt.code === code),
  )
  return settled ? document : null
}

/** 1割 to 3割 as percent; null for an empty field and for 法定負担割合のとおり. Error: TZ-N36. */
export function parsePercent(text: string): Result<Percent | null> {
  const typed = normaliseTyped(text)
  if (typed === '' || typed.startsWith('法定')) return ok(null)
  const found = /^(?:([123])割?|([123])0%)$/.exec(typed)
  const percent = PERCENTS[found?.[1] ?? found?.[2] ?? '']
  return percent === undefined ? failed('TZ-N36') : ok(percent)
}

function doubtEarly(
  found: Pick<InsuranceDocument, 'name' | 'nameKana'> & {
    insurerNumber: string | null
    birthdate: Day | null
  },
  patient: EntryContext['patient'],
): Finding[] {
  const insurer = found.insurerNumber === null ? [] : doubtInsurer(found.insurerNumber)
  return [...insurer, ...doubtPatient(found, patient)]
}

/** Only 資格確認書 and 保険証 print it; with the others the list's own is taken where the field is left empty. */
function parseBirthdate(text: string, kind: DocumentKind, context: EntryContext): Result<Day> {
  const printed = kind === 'certificate' || kind === 'expiredInsuranceCard'
  if (!printed && text.trim() === '' && context.patient !== null) {
    return ok(context.patient.birthdate)
  }
  return parseDay(text)
}

function parseOptionalDay(text: string): Result<Day | null> {
  return text.trim() === '' ? ok(null) : parseDay(text)
}

function isEmpty(typed: TypedDocument, field: DocumentField): boolean {
  return (typed[field] ?? '').trim() === ''
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const places: readonly Finding['field'][] = [...DOCUMENT_FIELDS, 'document']
  return [...findings].sort((a, b) => places.indexOf(a.field) - places.indexOf(b.field))
}
