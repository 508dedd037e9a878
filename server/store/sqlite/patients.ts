import type { PatientInCheck, PatientStore, SeenPatient } from '../store'
import { integer, integerOrNull, text, textOrNull, type SqlDatabase } from './database'
import { settle } from './devices'

export function createPatientStore(database: SqlDatabase): PatientStore {
  return {
    getMany(facilityId, patientRefs) {
      return settle(() => {
        const found = new Map<string, SeenPatient>()
        for (const patientRef of patientRefs) {
          const row = database.get(
            'SELECT * FROM patients WHERE facility_id = ? AND patient_ref = ?',
            [facilityId, patientRef],
          )
          if (row) found.set(text(row.patient_ref), toPatient(row))
        }
        return found
      })
    },
  }
}

/** Inside a transaction: what a check says of its patient. An older check that comes late changes nothing newer. */
export function noteSeen(
  database: SqlDatabase,
  { facilityId, patientRef, card }: PatientInCheck,
  capturedAt: number,
): void {
  database.run(
    `INSERT INTO patients (facility_id, patient_ref, seen_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)`,
    [facilityId, patientRef, capturedAt],
  )
  if (card === null) return
  database.run(
    `UPDATE patients SET card_first_checked_at = min(?, coalesce(card_first_checked_at, ?))
     WHERE facility_id = ? AND patient_ref = ?`,
    [capturedAt, capturedAt, facilityId, patientRef],
  )
  database.run(
    `UPDATE patients SET card_checked_at = ?, card_last_day = coalesce(?, card_last_day),
       certificate_last_day = coalesce(?, certificate_last_day)
     WHERE facility_id = ? AND patient_ref = ? AND coalesce(card_checked_at, ?) <= ?`,
    [
      capturedAt,
      card.lastDay,
      card.certificateLastDay,
      facilityId,
      patientRef,
      capturedAt,
      capturedAt,
    ],
  )
}

/** Inside a transaction: the answer to look at when the patient comes again, by ids in the order of capture. */
export function noteAnswered(
  database: SqlDatabase,
  { facilityId, patientRef }: Pick<PatientInCheck, 'facilityId' | 'patientRef'>,
  checkId: string,
): void {
  database.run(
    `UPDATE patients SET answered_check_id = ?
     WHERE facility_id = ? AND patient_ref = ?
       AND (answered_check_id IS NULL OR answered_check_id < ?)`,
    [checkId, facilityId, patientRef, checkId],
  )
}

function toPatient(row: Record<string, unknown>): SeenPatient {
  return {
    seenAt: integer(row.seen_at),
    cardFirstCheckedAt: integerOrNull(row.card_first_checked_at),
    cardCheckedAt: integerOrNull(row.card_checked_at),
    cardLastDay: textOrNull(row.card_last_day),
    certificateLastDay: textOrNull(row.certificate_last_day),
    answeredCheckId: textOrNull(row.answered_check_id),
  }
}
