/** Leases of gateways that share a database: a gateway's name begins the token of each. */
import { text, type Database } from '../sql'

/** A gateway's name is a UUID. */
const NAME_LENGTH = 36

export const holderOf = (name: string) => `gateway ${name}`

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
