import { afterAll, beforeAll } from 'vitest'
import { openPostgres } from '../../../server/store/postgres/connection'
import { rosterTables } from '../../../server/store/schema/roster'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'
import { describeRosterStore, TABLES_BEFORE } from './store-contract'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(() => server.stop())

const SQL =
  TABLES_BEFORE + rosterTables({ integer: 'bigint', text: 'text', sorted: 'text COLLATE "C"' })

describeRosterStore('PostgreSQL', async () =>
  openPostgres(await server.newDatabase(), [{ version: 1, sql: SQL }]),
)
