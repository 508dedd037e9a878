import type { ChallengeStore, StoredChallenge } from '../store'
import { integer, text, textOrNull, type Database, type Row } from '../sql'
import { inParts, placesOf } from './places'

export function createChallengeStore(database: Database): ChallengeStore {
  return {
    async add(facilityId, challenges) {
      await database.transaction(async (sql) => {
        for (const some of inParts(challenges)) {
          await sql.run(
            `INSERT INTO challenges (facility_id, id, device_id, challenge, issued_at, expires_at,
               used_by) VALUES ${placesOf(some.length, 7)}`,
            some.flatMap(({ id, deviceId, challenge, issuedAt, expiresAt, usedBy }) => [
              facilityId,
              id,
              deviceId,
              challenge,
              issuedAt,
              expiresAt,
              usedBy,
            ]),
          )
        }
      })
    },
    async getMany(facilityId, ids) {
      if (ids.length === 0) return new Map()
      const rows = await database.all(
        `SELECT * FROM challenges WHERE facility_id = ? AND id IN ${placesOf(1, ids.length)}`,
        [facilityId, ...ids],
      )
      return new Map(rows.map((row) => [text(row.id), toChallenge(row)]))
    },
    async countOpen(facilityId, deviceId, now) {
      const row = await database.get(
        `SELECT count(*) AS n FROM challenges
         WHERE facility_id = ? AND device_id = ? AND used_by IS NULL AND expires_at > ?`,
        [facilityId, deviceId, now],
      )
      return integer(row?.n)
    },
  }
}

function toChallenge(row: Row): StoredChallenge {
  return {
    id: text(row.id),
    deviceId: text(row.device_id),
    challenge: text(row.challenge),
    issuedAt: integer(row.issued_at),
    expiresAt: integer(row.expires_at),
    usedBy: textOrNull(row.used_by),
  }
}
