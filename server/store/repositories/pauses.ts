import type { Pause, PauseStore } from '../pause-store'
import { integer, text, type Database, type Row } from '../sql'

export function createPauseStore(database: Database): PauseStore {
  return {
    noteFault({ facilityId, now, forgetBefore, pauseMs }) {
      return database.transaction(async (sql) => {
        const row = await sql.get(
          `INSERT INTO authority_pauses (facility_id, faults, faulted_at, paused_until)
           VALUES (?, 1, ?, 0)
           ON CONFLICT (facility_id) DO UPDATE SET faulted_at = excluded.faulted_at,
             faults = CASE WHEN authority_pauses.faulted_at < ? THEN 1
               ELSE authority_pauses.faults + 1 END
           RETURNING faults`,
          [facilityId, now, forgetBefore],
        )
        const faults = integer(row?.faults)
        const pausedUntil = now + pauseMs(faults)
        await sql.run('UPDATE authority_pauses SET paused_until = ? WHERE facility_id = ?', [
          pausedUntil,
          facilityId,
        ])
        return { facilityId, faults, pausedUntil }
      })
    },
    async noteAnswer(facilityId) {
      await database.run('DELETE FROM authority_pauses WHERE facility_id = ?', [facilityId])
    },
    async inForce(now) {
      const rows = await database.all(
        'SELECT * FROM authority_pauses WHERE paused_until > ? ORDER BY facility_id',
        [now],
      )
      return rows.map(toPause)
    },
  }
}

function toPause(row: Row): Pause {
  return {
    facilityId: text(row.facility_id),
    faults: integer(row.faults),
    pausedUntil: integer(row.paused_until),
  }
}
