import { integer, type Database } from '../sql'
import type { FiguresStore } from '../figures-store'

const DAY_MS = 86_400_000
/** Japan has had no summer time since 1951. */
const JAPAN_MS = 9 * 3_600_000

export function createFiguresStore(database: Database): FiguresStore {
  return {
    async perDay(facilityId, from, to) {
      const start = Date.parse(from) - JAPAN_MS
      const end = Date.parse(to) - JAPAN_MS + DAY_MS
      const rows = await database.all(
        `SELECT (received_at + ${JAPAN_MS}) / ${DAY_MS} AS day_number, count(*) AS received,
           count(CASE WHEN verdict = 'rejected' THEN 1 END) AS rejected,
           count(answered_at) AS answered, count(withdrawn_at) AS withdrawn,
           count(DISTINCT device_id) AS devices
         FROM checks WHERE facility_id = ? AND received_at >= ? AND received_at < ?
         GROUP BY day_number ORDER BY day_number`,
        [facilityId, start, end],
      )
      return rows.map((row) => ({
        day: new Date(integer(row.day_number) * DAY_MS).toISOString().slice(0, 10),
        received: integer(row.received),
        rejected: integer(row.rejected),
        answered: integer(row.answered),
        withdrawn: integer(row.withdrawn),
        devices: integer(row.devices),
      }))
    },
  }
}
