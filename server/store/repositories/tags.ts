import * as v from 'valibot'
import { TAG_KINDS, type VisitTag } from '../../../domain/tags'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { StoredTag, TagStore } from '../store'
import { text, type Database, type Sql } from '../sql'

const TABLE = 'visit_tags'
const Kind = v.picklist(TAG_KINDS)

export function createTagStore(database: Database, columns: ColumnSealer): TagStore {
  /** The condition is the whole of it: a row that is another patient's is not touched and counts as no change. */
  async function keep(sql: Sql, facilityId: string, tag: StoredTag): Promise<boolean> {
    const place = { table: TABLE, facilityId, row: tag.id }
    const changed = await sql.run(
      `INSERT INTO visit_tags (facility_id, id, kind, patient, patient_ref, written_at, retired_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (facility_id, id) DO UPDATE
         SET retired_at = coalesce(visit_tags.retired_at, excluded.retired_at)
         WHERE visit_tags.kind = excluded.kind AND visit_tags.patient_ref = excluded.patient_ref`,
      [
        facilityId,
        tag.id,
        tag.kind,
        columns.seal(place, tag.patientId),
        columns.reference({ ...place, row: 'patient' }, tag.patientId),
        tag.writtenAt,
        tag.retiredAt,
      ],
    )
    return changed > 0
  }

  return {
    keep(facilityId, tags) {
      return database.transaction(async (sql) => {
        const kept: boolean[] = []
        for (const tag of tags) kept.push(await keep(sql, facilityId, tag))
        return kept
      })
    },
    async inUse(facilityId) {
      const found = new Map<string, VisitTag[]>()
      const rows = await database.all(
        `SELECT id, kind, patient FROM visit_tags
         WHERE facility_id = ? AND retired_at IS NULL ORDER BY written_at, id`,
        [facilityId],
      )
      for (const row of rows) {
        const id = text(row.id)
        const patientId = columns.open({ table: TABLE, facilityId, row: id }, text(row.patient))
        const tag = { id, kind: v.parse(Kind, row.kind) }
        found.set(patientId, [...(found.get(patientId) ?? []), tag])
      }
      return found
    },
  }
}

/** All of a patient, with the transaction that erases the patient. */
export async function forgetTags(
  sql: Sql,
  columns: ColumnSealer,
  facilityId: string,
  patientId: string,
): Promise<void> {
  await sql.run('DELETE FROM visit_tags WHERE facility_id = ? AND patient_ref = ?', [
    facilityId,
    columns.reference({ table: TABLE, facilityId, row: 'patient' }, patientId),
  ])
}
