import type { FacePasscodeStore, StoredFacePasscode } from '../store'
import { integer, integerOrNull, text, type SqlDatabase } from './database'
import { settle } from './devices'

const REPLACE = `UPDATE face_passcodes SET replaced_at = ? WHERE facility_id = ? AND replaced_at IS NULL`

export function createFacePasscodeStore(database: SqlDatabase): FacePasscodeStore {
  return {
    issue({ id, facilityId, salt, iterations, digest, issuedAt }) {
      return settle(() => {
        database.transaction(() => {
          database.run(REPLACE, [issuedAt, facilityId])
          database.run(
            `INSERT INTO face_passcodes (id, facility_id, salt, iterations, digest, issued_at)
             VALUES (?, ?, ?, ?, ?, ?)`,
            [id, facilityId, salt, iterations, digest, issuedAt],
          )
        })
      })
    },
    withdraw(facilityId, now) {
      return settle(() => database.run(REPLACE, [now, facilityId]) > 0)
    },
    list(facilityId) {
      return settle(() =>
        database
          .all('SELECT * FROM face_passcodes WHERE facility_id = ? ORDER BY rowid DESC', [
            facilityId,
          ])
          .map(toFacePasscode),
      )
    },
  }
}

function toFacePasscode(row: Record<string, unknown>): StoredFacePasscode {
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
