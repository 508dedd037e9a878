/**
 * Where nothing else tells a slip of the finger, a second typing does: of 記号, 番号 and 枝番 while the facility knows no
 * earlier numbers of the patient, and of the birthdate of a walk-in. 後期 has a check digit and needs none.
 */
import { isLatterStage } from '../numbers'
import {
  type DocumentKind,
  type EntryContext,
  fault,
  type Finding,
  type InsuranceDocument,
  type TypedDocument,
} from './document'
import { readDocument } from './read-document'

export type RepeatedField = 'symbol' | 'number' | 'branch' | 'birthdate'

const NUMBER_FIELDS: readonly RepeatedField[] = ['symbol', 'number', 'branch']

/** The fields worth typing twice: not known from elsewhere. An empty one may have lost its only digit. */
export function fieldsToTypeAgain(
  document: Pick<InsuranceDocument, 'insurerNumber'>,
  context: Pick<EntryContext, 'patient' | 'previous'>,
): RepeatedField[] {
  const { insurerNumber } = document
  const known =
    isLatterStage(insurerNumber) ||
    context.previous.some((numbers) => numbers.insurerNumber === insurerNumber)
  const numbers = known ? [] : NUMBER_FIELDS
  return context.patient === null ? [...numbers, 'birthdate'] : [...numbers]
}

/** TZ-N39 at each field that says something else the second time; in which form it is typed does not matter. */
export function compareTypings(
  kind: DocumentKind,
  first: TypedDocument,
  second: Readonly<Partial<Record<RepeatedField, string>>>,
  context: EntryContext,
): Finding[] {
  const once = readDocument(kind, first, context).document
  const fields = Object.keys(second) as RepeatedField[]
  return fields
    .filter((field) => {
      const again = { ...first, [field]: second[field] ?? '' }
      const twice = readDocument(kind, again, context).document
      return once === null || once[field] !== twice?.[field]
    })
    .map((field) => fault(field, 'TZ-N39'))
}
