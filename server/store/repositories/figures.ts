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
        `SELECT (c.received_at + ${JAPAN_MS}) / ${DAY_MS} AS day_number, count(*) AS received,
           count(CASE WHEN c.verdict = 'rejected' THEN 1 END) AS rejected,
           count(a.check_id) AS answered, count(u.check_id) AS unanswered,
           count(c.withdrawn_at) AS withdrawn, count(DISTINCT c.device_id) AS devices
         FROM checks c
         LEFT JOIN answers a ON a.facility_id = c.facility_id AND a.check_id = c.id
         LEFT JOIN unanswered u ON u.facility_id = c.facility_id AND u.check_id = c.id
         WHERE c.facility_id = ? AND c.received_at >= ? AND c.received_at < ?
         GROUP BY day_number ORDER BY day_number`,
        [facilityId, start, end],
      )
      return rows.map((row) => ({
        day: new Date(integer(row.day_number) * DAY_MS).toISOString().slice(0, 10),
        received: integer(row.received),
        rejected: integer(row.rejected),
        answered: integer(row.answered),
        unanswered: integer(row.unanswered),
        withdrawn: integer(row.withdrawn),
        devices: integer(row.devices),
      }))
    },
  }
}
