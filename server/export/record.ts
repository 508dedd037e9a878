/**
 * What every export is made from: one check, its answer and what the facility's software files it under. CSV, FHIR, ORCA
 * and webhook know this shape and nothing of how a check is captured, sealed or asked (docs/adr/0029).
 */
import type { EligibilityAnswer } from '../../domain/answer'
import type { Channel, CheckStatement, Consent, Evidence, Setting } from '../../domain/check'

export interface ExportFacility {
  id: string
  /** 医療機関コード, ten digits; null for a 施術所, which has none. */
  institutionCode: string | null
  name: string
}

export interface ExportPatient {
  /** The facility's own number (患者番号), as its software knows it; null for a walk-in. */
  number: string | null
  /** A later check of the same patient has its answer already: what is to hold now is that one's. */
  hasNewerAnswer: boolean
}

export interface ExportCheck {
  id: string
  /** ISO 8601, UTC, as the gateway bounded it. */
  capturedAt: string
  channel: Channel
  setting: Setting
  evidence: Evidence['kind']
}

/** What came of asking. A code and a message are the authority's own: opaque, kept and shown as they are. */
export type ExportResult =
  | { kind: 'answered'; answer: EligibilityAnswer }
  /** 処理中 (SegmentOfResult 2). */
  | { kind: 'pending' }
  /** 異常終了 (SegmentOfResult 9, or ProcessingResultStatus 2). */
  | { kind: 'failed'; at: string; code: string; message: string | null }

export interface ExportRecord {
  v: 1
  facility: ExportFacility
  patient: ExportPatient
  check: ExportCheck
  result: ExportResult
  /** As the patient gave it; null where none was asked (③, and every way without the card). */
  consent: Consent | null
}

export interface ExportedCheck {
  statement: CheckStatement
  evidence: { kind: Evidence['kind'] }
}

/**
 * Puts a record together.
 * @param capturedAt milliseconds, bounded (see checks/capture-time)
 * @param patient where the facility's software knows another number than the check
 */
export function buildExportRecord(
  facility: ExportFacility,
  { statement, evidence }: ExportedCheck,
  capturedAt: number,
  result: ExportResult,
  patient: ExportPatient = { number: statement.patientId, hasNewerAnswer: false },
): ExportRecord {
  const acceptance = result.kind === 'answered' ? result.answer.acceptance : undefined
  return {
    v: 1,
    facility,
    patient,
    check: {
      id: statement.id,
      capturedAt: new Date(capturedAt).toISOString(),
      channel: statement.channel,
      setting: statement.setting,
      evidence: evidence.kind,
    },
    result,
    consent: acceptance?.consent ?? statement.consent,
  }
}

/** The answer of a record; null while there is none. */
export function answerOf({ result }: ExportRecord): EligibilityAnswer | null {
  return result.kind === 'answered' ? result.answer : null
}
