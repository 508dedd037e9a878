import type { Morning, MorningResult, MorningStore } from '../morning-store'
import { integer, integerOrNull, text, textOrNull, type Database, type Row } from '../sql'

const MORNINGS = 'SELECT * FROM roster_mornings'

export function createMorningStore(database: Database): MorningStore {
  return {
    take({ facilityId, day, now, until, token }) {
      return database.transaction(async (sql) => {
        const taken = await sql.run(
          `INSERT INTO roster_mornings
             (facility_id, day, begun_at, changed_at, next_at, lease_until, lease_token)
           VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (facility_id, day) DO UPDATE
             SET lease_until = excluded.lease_until, lease_token = excluded.lease_token
             WHERE roster_mornings.next_at <= ? AND roster_mornings.lease_until <= ?`,
          [facilityId, day, now, now, now, until, token, now, now],
        )
        const row =
          taken > 0 &&
          (await sql.get(`${MORNINGS} WHERE facility_id = ? AND day = ?`, [facilityId, day]))
        return row ? toMorning(row) : null
      })
    },
    async keep({ facilityId, day, now, token, result, nextAt }) {
      const changed = await database.run(
        `UPDATE roster_mornings
         SET result = ?, changed_at = ?, next_at = ?, lease_until = 0, lease_token = NULL
         WHERE facility_id = ? AND day = ? AND lease_token = ?`,
        [JSON.stringify(result), now, nextAt, facilityId, day, token],
      )
      return changed > 0
    },
    async hasten(facilityId, day, now) {
      await database.run(
        `UPDATE roster_mornings SET next_at = ?
         WHERE facility_id = ? AND day = ? AND next_at > ?`,
        [now, facilityId, day, now],
      )
    },
    async due(now, { from, to }) {
      const rows = await database.all(
        `SELECT facility_id, day FROM roster_mornings
         WHERE next_at <= ? AND lease_until <= ? AND day >= ? AND day <= ?
         ORDER BY facility_id, day`,
        [now, now, from, to],
      )
      return rows.map((row) => ({ facilityId: text(row.facility_id), day: text(row.day) }))
    },
    async get(facilityId, day) {
      const row = await database.get(`${MORNINGS} WHERE facility_id = ? AND day = ?`, [
        facilityId,
        day,
      ])
      return row && toMorning(row)
    },
    async list(facilityId, limit) {
      const rows = await database.all(
        `${MORNINGS} WHERE facility_id = ? ORDER BY day DESC LIMIT ?`,
        [facilityId, limit],
      )
      return rows.map(toMorning)
    },
    async releaseAll() {
      await database.run(
        'UPDATE roster_mornings SET lease_until = 0, lease_token = NULL WHERE lease_token IS NOT NULL',
      )
    },
  }
}

function toMorning(row: Row): Morning {
  const result = textOrNull(row.result)
  return {
    facilityId: text(row.facility_id),
    day: text(row.day),
    begunAt: integer(row.begun_at),
    changedAt: integer(row.changed_at),
    nextAt: integerOrNull(row.next_at),
    result: result === null ? null : (JSON.parse(result) as MorningResult),
  }
}
