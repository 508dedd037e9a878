/** How many faults are caught before anything is queued: refused at the field, or asked about. */
import type { DocumentField, TypedDocument } from '../domain/documents/document'
import { readDocument } from '../domain/documents/read-document'
import { compareTypings, fieldsToTypeAgain } from '../domain/documents/second-typing'
import { createRandom } from '../tools/fuzz/random'
import {
  contextOf,
  type Insurance,
  type Knowledge,
  type RightDocument,
  rightDocument,
} from './typing-documents'
import { FAULT_KINDS, type FaultKind, makeFault } from './typing-faults'

/** `refused`: must be corrected. `asked`: queued only after somebody looked again. `missed`: would be queued as it is. */
export type Verdict = 'refused' | 'asked' | 'missed'

const REPEATED: readonly FaultKind[] = ['symbolAndNumber', 'wrongEra']

export interface JudgedFault {
  kind: FaultKind
  field: DocumentField
  insurance: Insurance
  verdicts: Record<Knowledge, Verdict>
}

export function faultKinds(): FaultKind[] {
  return Object.keys(FAULT_KINDS) as FaultKind[]
}

/** So many faults, the kinds in turn, each judged with nothing, the patient, and earlier numbers known, and typed again. */
export function judgeFaults(seed: number, count: number): JudgedFault[] {
  const kinds = faultKinds()
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'oneDigit'
    const random = createRandom(seed, kind, index)
    const right = rightDocument(random)
    const { typed, field } = makeFault(kind, right, random)
    // Who took one number for the other, or one era for another, does so the second time as well.
    const repeated = REPEATED.includes(kind) ? typed : right.typed
    return { kind, field, insurance: right.insurance, verdicts: judge(typed, right, repeated) }
  })
}

/** Right documents that are refused or asked about all the same. */
export function judgeRight(seed: number, count: number): Record<Knowledge, Verdict>[] {
  return Array.from({ length: count }, (_, index) => {
    const right = rightDocument(createRandom(seed, 'right', index))
    return judge(right.typed, right)
  })
}

/** Share in percent of the faults that are not missed; not a number where there are none. */
export function caughtPercent(faults: readonly JudgedFault[], knowledge: Knowledge): number {
  const caught = faults.filter(({ verdicts }) => verdicts[knowledge] !== 'missed')
  return (caught.length / faults.length) * 100
}

function judge(
  typed: TypedDocument,
  right: RightDocument,
  repeated: TypedDocument = right.typed,
): Record<Knowledge, Verdict> {
  const verdict = (knowledge: Knowledge): Verdict => {
    const context = contextOf(knowledge, right.typed)
    const { document, findings } = readDocument('certificate', typed, context)
    if (document === null) return 'refused'
    if (knowledge === 'again') {
      const fields = fieldsToTypeAgain(document, context)
      const second = Object.fromEntries(fields.map((field) => [field, repeated[field] ?? '']))
      if (compareTypings('certificate', typed, second, context).length > 0) return 'refused'
    }
    return findings.length > 0 ? 'asked' : 'missed'
  }
  return {
    nothing: verdict('nothing'),
    again: verdict('again'),
    patient: verdict('patient'),
    numbers: verdict('numbers'),
  }
}
