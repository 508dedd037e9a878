import * as v from 'valibot'
import { TAG_KINDS, type VisitTag } from '../../../domain/tags'
import type { StoredTag, TagStore } from '../store'
import { text, type SqlDatabase } from './database'
import { settle } from './devices'

const Kind = v.picklist(TAG_KINDS)

export function createTagStore(database: SqlDatabase): TagStore {
  /** The condition is the whole of it: a row that is somebody else's is not touched and counts as no change. */
  function keep(tag: StoredTag): boolean {
    return (
      database.run(
        `INSERT INTO visit_tags (id, facility_id, kind, patient_id, written_at, retired_at)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET retired_at = coalesce(retired_at, excluded.retired_at)
           WHERE facility_id = excluded.facility_id AND kind = excluded.kind
             AND patient_id = excluded.patient_id`,
        [tag.id, tag.facilityId, tag.kind, tag.patientId, tag.writtenAt, tag.retiredAt],
      ) > 0
    )
  }

  return {
    keep(tags) {
      return settle(() => database.transaction(() => tags.map(keep)))
    },
    inUse(facilityId) {
      return settle(() => {
        const found = new Map<string, VisitTag[]>()
        const rows = database.all(
          `SELECT id, kind, patient_id FROM visit_tags
           WHERE facility_id = ? AND retired_at IS NULL ORDER BY written_at, id`,
          [facilityId],
        )
        for (const row of rows) {
          const patientId = text(row.patient_id)
          const tag = { id: text(row.id), kind: v.parse(Kind, row.kind) }
          found.set(patientId, [...(found.get(patientId) ?? []), tag])
        }
        return found
      })
    },
  }
}
