import type { PatientInCheck, PatientStore, SeenPatient } from '../store'
import { integer, integerOrNull, text, textOrNull, type Database, type Row, type Sql } from '../sql'

export function createPatientStore(database: Database): PatientStore {
  return {
    async getMany(facilityId, patientRefs) {
      const found = new Map<string, SeenPatient>()
      for (const patientRef of patientRefs) {
        const row = await database.get(
          'SELECT * FROM patients WHERE facility_id = ? AND patient_ref = ?',
          [facilityId, patientRef],
        )
        if (row) found.set(text(row.patient_ref), toPatient(row))
      }
      return found
    },
  }
}

/** Inside a transaction: what a check says of its patient. An older check that comes late changes nothing newer. */
export async function noteSeen(
  sql: Sql,
  facilityId: string,
  { patientRef, card }: PatientInCheck,
  capturedAt: number,
): Promise<void> {
  const patient = [facilityId, patientRef]
  await sql.run(
    `INSERT INTO patients (facility_id, patient_ref, seen_at) VALUES (?, ?, ?)
     ON CONFLICT (facility_id, patient_ref) DO UPDATE SET seen_at = excluded.seen_at
       WHERE patients.seen_at < excluded.seen_at`,
    [...patient, capturedAt],
  )
  if (card === null) return
  await sql.run(
    `UPDATE patients SET card_first_checked_at = ?
     WHERE facility_id = ? AND patient_ref = ?
       AND (card_first_checked_at IS NULL OR card_first_checked_at > ?)`,
    [capturedAt, ...patient, capturedAt],
  )
  await sql.run(
    `UPDATE patients SET card_checked_at = ?, card_last_day = coalesce(?, card_last_day),
       certificate_last_day = coalesce(?, certificate_last_day)
     WHERE facility_id = ? AND patient_ref = ?
       AND (card_checked_at IS NULL OR card_checked_at <= ?)`,
    [capturedAt, card.lastDay, card.certificateLastDay, ...patient, capturedAt],
  )
}

/** Inside a transaction: the answer to look at when the patient comes again, by ids in the order of capture. */
export async function noteAnswered(
  sql: Sql,
  facilityId: string,
  patientRef: string,
  checkId: string,
): Promise<void> {
  await sql.run(
    `UPDATE patients SET answered_check_id = ?
     WHERE facility_id = ? AND patient_ref = ?
       AND (answered_check_id IS NULL OR answered_check_id < ?)`,
    [checkId, facilityId, patientRef, checkId],
  )
}

function toPatient(row: Row): SeenPatient {
  return {
    seenAt: integer(row.seen_at),
    cardFirstCheckedAt: integerOrNull(row.card_first_checked_at),
    cardCheckedAt: integerOrNull(row.card_checked_at),
    cardLastDay: textOrNull(row.card_last_day),
    certificateLastDay: textOrNull(row.certificate_last_day),
    answeredCheckId: textOrNull(row.answered_check_id),
  }
}
