/** What this device's own checks tell of a patient: of the notes it keeps, and of the answers it has opened. */
import type { EligibilityAnswer } from '../../domain/answer'
import type { OwnCheck } from '../../domain/decide/visit-situation'
import type { CheckRow, CheckWay } from './view-types'

/** Of an answer, what the list of visits needs. */
export type AnswerFacts = NonNullable<OwnCheck['answer']>

/** The card was in the patient's hands and not in ours: only the answer proves that it was there. */
const BY_OWN_PHONE: ReadonlySet<CheckWay> = new Set(['officialApp', 'digitalIdentity'])

export function factsOfAnswer({ validity, asOf, certificate }: EligibilityAnswer): AnswerFacts {
  return { validity, on: asOf, certificateLastDay: certificate?.lastDay ?? null }
}

/** A check that was refused or withdrawn leaves the visit open: it must be done again. */
export function leavesOpen(row: CheckRow | null): boolean {
  if (row === null) return true
  switch (row.state) {
    case 'draft':
    case 'rejected':
    case 'quarantined':
    case 'withdrawn':
    case 'unanswered':
      return true
    case 'queued':
    case 'sending':
    case 'accepted':
    case 'answered':
    case 'settled':
      return false
  }
}

/** null where the row proves nothing: it is no check of a patient, or was refused or withdrawn. */
export function toOwnCheck(row: CheckRow, answer: AnswerFacts | null): OwnCheck | null {
  const { note } = row
  if (note === null || note.kind !== undefined || leavesOpen(row)) return null
  return {
    capturedAt: note.capturedAt,
    withCard: showsCard(row, note.way),
    withPatient: note.way !== 'reinquiry',
    certificateLastDay: note.certificateLastDay,
    answer,
  }
}

function showsCard({ state }: CheckRow, way: CheckWay | undefined): boolean {
  if (way === undefined || way === 'cardFace') return true
  return BY_OWN_PHONE.has(way) && (state === 'answered' || state === 'settled')
}

/** The gateway would not ask again without the card. */
export function isRefusedReinquiry({ state, note }: CheckRow): boolean {
  return (
    note?.way === 'reinquiry' &&
    (state === 'rejected' || state === 'quarantined' || state === 'unanswered')
  )
}
