import { afterAll, beforeAll } from 'vitest'
import { openPostgresStore } from '../../../server/store/open'
import type { Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'
import { describeStore } from './contract'
import { describePatients } from './contract-patients'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(() => server.stop())

const open = async (): Promise<Store> => openPostgresStore(await server.newDatabase(), COLUMNS)

describeStore('PostgreSQL', open)
describePatients('PostgreSQL', open)
