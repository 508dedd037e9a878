import { afterAll, beforeAll } from 'vitest'
import { openPostgres } from '../../../server/store/postgres/connection'
import { POSTGRES_MIGRATIONS } from '../../../server/store/schema/postgres'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'
import { describeRosterStore } from './store-contract'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(() => server.stop())

describeRosterStore('PostgreSQL', async () =>
  openPostgres(await server.newDatabase(), POSTGRES_MIGRATIONS),
)
