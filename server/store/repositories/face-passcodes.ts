import type { ColumnSealer } from '../../keys/column-sealer'
import type { FacePasscodeStore, StoredFacePasscode } from '../store'
import { appendAudit } from './audit'
import { integer, integerOrNull, text, type Database, type Row } from '../sql'

const REPLACE = `UPDATE face_passcodes SET replaced_at = ?
  WHERE facility_id = ? AND replaced_at IS NULL`

export function createFacePasscodeStore(
  database: Database,
  columns: ColumnSealer,
): FacePasscodeStore {
  return {
    async issue({ id, facilityId, salt, iterations, digest, issuedAt }, note) {
      await database.transaction(async (sql) => {
        await sql.lock(`passcode ${facilityId}`)
        await sql.run(REPLACE, [issuedAt, facilityId])
        await sql.run(
          `INSERT INTO face_passcodes (facility_id, id, salt, iterations, digest, issued_at)
           VALUES (?, ?, ?, ?, ?, ?)`,
          [facilityId, id, salt, iterations, digest, issuedAt],
        )
        if (note) await appendAudit(sql, columns, facilityId, note)
      })
    },
    withdraw(facilityId, now, note) {
      return database.transaction(async (sql) => {
        const changed = (await sql.run(REPLACE, [now, facilityId])) > 0
        if (changed && note) await appendAudit(sql, columns, facilityId, note)
        return changed
      })
    },
    async list(facilityId) {
      const rows = await database.all(
        `SELECT * FROM face_passcodes WHERE facility_id = ?
         ORDER BY CASE WHEN replaced_at IS NULL THEN 0 ELSE 1 END, replaced_at DESC, issued_at DESC`,
        [facilityId],
      )
      return rows.map(toFacePasscode)
    },
  }
}

function toFacePasscode(row: Row): StoredFacePasscode {
  return {
    id: text(row.id),
    facilityId: text(row.facility_id),
    salt: text(row.salt),
    iterations: integer(row.iterations),
    digest: text(row.digest),
    issuedAt: integer(row.issued_at),
    replacedAt: integerOrNull(row.replaced_at),
  }
}
