import { afterAll, beforeAll } from 'vitest'
import { openPostgres } from '../../../../server/store/postgres/connection'
import { createExchangeJournal } from '../../../../server/store/repositories/exchanges'
import { exchangeTable } from '../../../../server/store/schema/exchanges'
import type { Database } from '../../../../server/store/sql'
import { COLUMNS } from '../../../support/columns'
import { startPostgres, type PostgresServer } from '../../../support/postgres/server'
import { FACILITIES } from '../../../support/oqs/sqlite-journal'
import { describeJournal } from './journal-contract'

let server: PostgresServer
const databases: Database[] = []

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(async () => {
  for (const database of databases) await database.close()
  await server.stop()
})

const SQL = `CREATE TABLE facilities (id text PRIMARY KEY);
  ${FACILITIES.map((id) => `INSERT INTO facilities (id) VALUES ('${id}');`).join('\n')}
  ${exchangeTable({ integer: 'bigint', text: 'text', sorted: 'text COLLATE "C"' })}`

describeJournal('PostgreSQL', async () => {
  const database = await openPostgres(await server.newDatabase(), [{ version: 1, sql: SQL }])
  databases.push(database)
  return createExchangeJournal(database, COLUMNS)
})
