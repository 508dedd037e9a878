import { afterAll, beforeAll } from 'vitest'
import { openPostgresStore } from '../../../server/store/open'
import { openPostgres } from '../../../server/store/postgres/connection'
import { POSTGRES_MIGRATIONS } from '../../../server/store/schema/postgres'
import type { Database } from '../../../server/store/sql'
import type { Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'
import { describeAudit } from './audit-contract'
import { describePeople } from './people-contract'

let server: PostgresServer
let store: Store
let database: Database

beforeAll(async () => {
  server = await startPostgres()
  const url = await server.newDatabase()
  store = await openPostgresStore(url, COLUMNS)
  database = await openPostgres(url, POSTGRES_MIGRATIONS)
})

afterAll(async () => {
  await store.close()
  await database.close()
  await server.stop()
})

/** One database for all, emptied: making one for each takes longer than what is tested on it. */
const emptied = async <T extends object>(each: () => T): Promise<T> => {
  await database.run('TRUNCATE facilities CASCADE')
  return { ...each(), close: () => Promise.resolve() }
}

describePeople('PostgreSQL', () => emptied(() => store))
describeAudit('PostgreSQL', () => emptied(() => database))
