import type { PatientInCheck, PatientStore, SeenPatient } from '../store'
import { integer, integerOrNull, text, textOrNull, type Database, type Row, type Sql } from '../sql'
import { inParts, placesOf } from './places'

export function createPatientStore(database: Database): PatientStore {
  return {
    async getMany(facilityId, patientRefs) {
      if (patientRefs.length === 0) return new Map()
      const rows = await database.all(
        `SELECT * FROM patients
         WHERE facility_id = ? AND patient_ref IN ${placesOf(1, patientRefs.length)}`,
        [facilityId, ...patientRefs],
      )
      return new Map(rows.map((row) => [text(row.patient_ref), toPatient(row)]))
    },
  }
}

/** What a check says of its patient. */
export interface Seen extends PatientInCheck {
  /** ms */
  capturedAt: number
  /** The check, where it has its answer: the one to look at when the patient comes again, by ids in the order of capture. */
  answeredCheckId?: string
}

/** The row does not yet know of a card that was read as late. */
const IS_LATER = 'excluded.card_checked_at >= coalesce(patients.card_checked_at, 0)'

/** Inside a transaction: what checks say of their patients. An older check that comes late changes nothing newer. */
export async function noteSeen(sql: Sql, facilityId: string, seen: readonly Seen[]): Promise<void> {
  // One statement cannot change a row twice: who comes again in a batch is noted again, in its order.
  for (const turn of inTurns(seen)) {
    // One order for all, so that the batches of two devices never wait for each other.
    const sorted = turn.toSorted((one, other) => (one.patientRef < other.patientRef ? -1 : 1))
    for (const some of inParts(sorted)) await upsert(sql, facilityId, some)
  }
}

async function upsert(sql: Sql, facilityId: string, seen: readonly Seen[]): Promise<void> {
  await sql.run(
    `INSERT INTO patients (facility_id, patient_ref, seen_at, card_first_checked_at,
       card_checked_at, card_last_day, certificate_last_day, answered_check_id)
     VALUES ${placesOf(seen.length, 8)}
     ON CONFLICT (facility_id, patient_ref) DO UPDATE SET
       seen_at = CASE WHEN excluded.seen_at > patients.seen_at
         THEN excluded.seen_at ELSE patients.seen_at END,
       card_first_checked_at = CASE
         WHEN excluded.card_first_checked_at < patients.card_first_checked_at
         THEN excluded.card_first_checked_at
         ELSE coalesce(patients.card_first_checked_at, excluded.card_first_checked_at) END,
       card_checked_at = CASE WHEN ${IS_LATER}
         THEN excluded.card_checked_at ELSE patients.card_checked_at END,
       card_last_day = CASE WHEN ${IS_LATER}
         THEN coalesce(excluded.card_last_day, patients.card_last_day)
         ELSE patients.card_last_day END,
       certificate_last_day = CASE WHEN ${IS_LATER}
         THEN coalesce(excluded.certificate_last_day, patients.certificate_last_day)
         ELSE patients.certificate_last_day END,
       answered_check_id = CASE
         WHEN excluded.answered_check_id < patients.answered_check_id
         THEN patients.answered_check_id
         ELSE coalesce(excluded.answered_check_id, patients.answered_check_id) END`,
    seen.flatMap(({ patientRef, card, capturedAt, answeredCheckId = null }) => {
      const cardAt = card && capturedAt
      const days = [card?.lastDay ?? null, card?.certificateLastDay ?? null]
      return [facilityId, patientRef, capturedAt, cardAt, cardAt, ...days, answeredCheckId]
    }),
  )
}

/** The first of each patient, then the second of each, and so on. */
function inTurns(seen: readonly Seen[]): Seen[][] {
  const turns: Seen[][] = []
  const times = new Map<string, number>()
  for (const each of seen) {
    const time = times.get(each.patientRef) ?? 0
    times.set(each.patientRef, time + 1)
    const turn = (turns[time] ??= [])
    turn.push(each)
  }
  return turns
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
