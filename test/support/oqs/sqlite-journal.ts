import type { ExchangeJournal } from '../../../server/authority/oqs/journal'
import { createExchangeJournal } from '../../../server/store/repositories/exchanges'
import { exchangeTable } from '../../../server/store/schema/exchanges'
import type { Database } from '../../../server/store/sql'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { COLUMNS } from '../columns'

/** Two facilities, and nothing but their exchanges. */
export const FACILITIES = ['facility-1', 'facility-2'] as const

const TABLES = `
  CREATE TABLE facilities (id TEXT PRIMARY KEY);
  ${FACILITIES.map((id) => `INSERT INTO facilities (id) VALUES ('${id}');`).join('\n')}
  ${exchangeTable({ integer: 'INTEGER', text: 'TEXT', sorted: 'TEXT' })}
`

/** @param path a file, or `:memory:` */
export function openSqliteJournal(path: string): { database: Database; journal: ExchangeJournal } {
  const database = openSqlite(path, [{ version: 1, sql: TABLES }])
  return { database, journal: createExchangeJournal(database, COLUMNS) }
}
