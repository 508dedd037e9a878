/** Leases of gateways that share a database: a gateway's name begins the token of each. */
import { text, type Database } from '../sql'
import type { Lane } from '../work-store'
import { placesOf } from './places'

/** A gateway's name is a UUID. */
const NAME_LENGTH = 36

export const holderOf = (name: string) => `gateway ${name}`

/** The end of a condition that leaves these alone, and the values that it takes; empty where there are none. */
export function butFor(table: string, lanes: readonly Lane[]): { sql: string; values: string[] } {
  const facilities = padded(lanes.filter(isWhole).map(({ facilityId }) => facilityId))
  const places = placesOf(1, facilities.length)
  const parts = facilities.length > 0 ? [` AND ${table}.facility_id NOT IN ${places}`] : []
  const values = [...facilities]
  for (const { facilityId, destination } of lanes) {
    if (destination === undefined) continue
    parts.push(` AND NOT (${table}.facility_id = ? AND ${table}.destination = ?)`)
    values.push(facilityId, destination)
  }
  return { sql: parts.join(''), values }
}

function isWhole({ destination }: Lane): boolean {
  return destination === undefined
}

/** To the next power of two, by its last: each length is a statement that every connection keeps. */
function padded(texts: string[]): string[] {
  const last = texts.at(-1)
  if (last === undefined) return texts
  const length = 2 ** Math.ceil(Math.log2(texts.length))
  return [...texts, ...Array<string>(length - texts.length).fill(last)]
}

/**
 * Ends the leases whose gateway no longer lives: one that was killed is not waited for.
 * @param waiting which rows of the table have work to do, as a condition of SQL
 */
export function releaseDeadLeases(
  database: Database,
  name: string,
  table: 'checks' | 'exports',
  waiting: string,
): Promise<void> {
  return database.transaction(async (sql) => {
    const holders = await sql.all(
      `SELECT DISTINCT substr(lease_token, 1, ${NAME_LENGTH}) AS name FROM ${table}
       WHERE lease_token IS NOT NULL AND ${waiting}`,
    )
    for (const other of holders.map((row) => text(row.name))) {
      if (other === name || !(await sql.isFree(holderOf(other)))) continue
      await sql.run(
        `UPDATE ${table} SET lease_until = 0, lease_token = NULL
         WHERE substr(lease_token, 1, ${NAME_LENGTH}) = ? AND ${waiting}`,
        [other],
      )
    }
  })
}
