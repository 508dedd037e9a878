/** The verdict on a document: the tablet's own reading is made again, by the rules of the day of capture (R50, R52, R53). */
import type { CheckStatement, DocumentEvidence } from '../../domain/check'
import type { Day } from '../../domain/days'
import {
  DOCUMENT_FIELDS,
  type InsuranceDocument,
  type TypedDocument,
} from '../../domain/documents/document'
import { readDocument } from '../../domain/documents/read-document'
import type { ErrorCode, GatewayErrorCode } from '../../domain/errors'
import { granted, refused, type Verdict } from '../checks/verdict'
import type { CheckFacts } from '../store/store'
import { judgeCapture } from './judge-capture'

/** What is wrong with the document itself; anything else is wrong in one of its fields. */
const CODES: Partial<Readonly<Record<ErrorCode, GatewayErrorCode>>> = {
  'TZ-N30': 'TZ-G47',
  'TZ-N31': 'TZ-G48',
  'TZ-N32': 'TZ-G49',
}

/** TZ-G25 channel; TZ-G47 expired; TZ-G48 not enough alone; TZ-G49 the card is missing; TZ-G50 what it cannot say. */
export function judgeDocument(
  statement: CheckStatement,
  evidence: DocumentEvidence,
  receivedAt: number,
): Verdict<CheckFacts> {
  const capture = judgeCapture(statement, receivedAt)
  if (!capture.ok) return capture
  const code = refuse(evidence, capture.value.day)
  return code === null ? granted(capture.value.facts) : refused(code)
}

function refuse(
  { document, shownWith, screenClock }: DocumentEvidence,
  day: Day,
): GatewayErrorCode | null {
  // Only a 資格確認書 is shown on a screen with a clock.
  if (screenClock !== null && document.kind !== 'certificate') return 'TZ-G50'
  const context = { day, shownWith, patient: null, previous: [] }
  const reading = readDocument(document.kind, toTyped(document), context)
  // What a person confirmed at the document is not doubted again here.
  if (reading.document !== null) return isSame(reading.document, document) ? null : 'TZ-G50'
  const refusal = reading.findings.find(({ field }) => field === 'document')
  return (refusal && CODES[refusal.code]) ?? 'TZ-G50'
}

function toTyped(document: InsuranceDocument): TypedDocument {
  const { percent } = document
  return {
    insurerNumber: document.insurerNumber,
    symbol: document.symbol ?? '',
    number: document.number,
    branch: document.branch ?? '',
    name: document.name ?? '',
    nameKana: document.nameKana ?? '',
    birthdate: document.birthdate,
    share: percent === null ? '' : `${percent / 10}割`,
    validUntil: document.validUntil ?? '',
    issuedOn: document.issuedOn ?? '',
  }
}

function isSame(one: InsuranceDocument, other: InsuranceDocument): boolean {
  const fields = DOCUMENT_FIELDS.filter((field) => field !== 'share')
  return one.percent === other.percent && fields.every((field) => one[field] === other[field])
}
