/** Which fields are asked for with which document: what is printed on it, and what is needed of it. */
import { ageOn, type Day } from '../days'
import { isLatterStage, parseInsurerNumber } from '../numbers'
import {
  DOCUMENT_FIELDS,
  type DocumentField,
  type DocumentKind,
  type EntryContext,
  type TypedDocument,
} from './document'

const ALL: ReadonlySet<DocumentField> = new Set(DOCUMENT_FIELDS)
/** お知らせ, and the page of マイナポータル: no birthdate, no day of issue. */
const SHORT: readonly DocumentField[] = ['insurerNumber', 'symbol', 'number', 'branch', 'name']

const PRINTED: Readonly<Record<DocumentKind, ReadonlySet<DocumentField>>> = {
  certificate: ALL,
  expiredInsuranceCard: ALL,
  notice: new Set([...SHORT, 'nameKana', 'share', 'validUntil']),
  portalLive: new Set([...SHORT, 'share', 'validUntil']),
  portalPdf: new Set([...SHORT, 'share', 'validUntil', 'issuedOn']),
}

/** Without these nothing can be asked; the birthdate only where nobody knows it (a walk-in) or it is printed. */
const NEEDED: ReadonlySet<DocumentField> = new Set(['insurerNumber', 'number', 'birthdate'])
const ELDERLY_FROM = 70

/**
 * The fields to fill in, in their order. Those of which the document has none for this person are left out, unless
 * something stands in them: 記号 and 枝番 with 後期, share and its end before 70.
 */
export function fieldsOn(
  kind: DocumentKind,
  typed: TypedDocument,
  { patient, day }: Pick<EntryContext, 'patient' | 'day'>,
): DocumentField[] {
  const insurer = parseInsurerNumber(typed.insurerNumber ?? '')
  const latterStage = insurer.ok && isLatterStage(insurer.value)
  const isPrinted = PRINTED[kind]
  return DOCUMENT_FIELDS.filter((field) => {
    if ((typed[field] ?? '') !== '') return true
    if (field === 'birthdate' && patient === null) return true
    if (!isPrinted.has(field)) return false
    if (latterStage) return field !== 'symbol' && field !== 'branch'
    const isOfElderly = field === 'share' || (field === 'validUntil' && kind !== 'certificate')
    const isYounger = kind !== 'expiredInsuranceCard' && isBelow(patient?.birthdate, day)
    return !(isOfElderly && isYounger)
  })
}

/** Whether the document is not enough without it. */
export function isNeeded(kind: DocumentKind, field: DocumentField): boolean {
  return NEEDED.has(field) || (field === 'validUntil' && kind === 'certificate')
}

function isBelow(birthdate: Day | undefined, day: Day): boolean {
  return birthdate !== undefined && ageOn(birthdate, day) < ELDERLY_FROM
}
