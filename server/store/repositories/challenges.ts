import type { ChallengeStore, StoredChallenge } from '../store'
import { integer, text, textOrNull, type Database, type Row } from '../sql'

export function createChallengeStore(database: Database): ChallengeStore {
  return {
    async add(facilityId, challenges) {
      await database.transaction(async (sql) => {
        for (const each of challenges) {
          await sql.run(
            `INSERT INTO challenges (facility_id, id, device_id, challenge, issued_at, expires_at,
               used_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
            [
              facilityId,
              each.id,
              each.deviceId,
              each.challenge,
              each.issuedAt,
              each.expiresAt,
              each.usedBy,
            ],
          )
        }
      })
    },
    async getMany(facilityId, ids) {
      const found = new Map<string, StoredChallenge>()
      for (const id of ids) {
        const row = await database.get(
          'SELECT * FROM challenges WHERE facility_id = ? AND id = ?',
          [facilityId, id],
        )
        if (row) found.set(id, toChallenge(row))
      }
      return found
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
