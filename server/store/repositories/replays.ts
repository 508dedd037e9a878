import type { ReplayStore } from '../store'
import type { Database } from '../sql'

export function createReplayStore(database: Database): ReplayStore {
  return {
    remember(facilityId, key, expiresAt, now) {
      return database.transaction(async (sql) => {
        await sql.run('DELETE FROM replays WHERE expires_at <= ?', [now])
        const isNew = await sql.run(
          `INSERT INTO replays (facility_id, key, expires_at) VALUES (?, ?, ?)
           ON CONFLICT DO NOTHING`,
          [facilityId, key, expiresAt],
        )
        return isNew > 0
      })
    },
  }
}
