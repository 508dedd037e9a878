import { afterAll, beforeAll } from 'vitest'
import { openPostgres } from '../../../server/store/postgres/connection'
import { createExportQueue, createLockNoteStore } from '../../../server/store/repositories/exports'
import { exportTables } from '../../../server/store/schema/exports'
import type { Database } from '../../../server/store/sql'
import { COLUMNS } from '../../support/columns'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'
import { describeLockNotes, describeQueue, TABLES_BEFORE } from './queue-contract'

let server: PostgresServer
const databases: Database[] = []

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(async () => {
  for (const database of databases) await database.close()
  await server.stop()
})

const SQL =
  TABLES_BEFORE + exportTables({ integer: 'bigint', text: 'text', sorted: 'text COLLATE "C"' })

async function openDatabase(): Promise<Database> {
  const database = await openPostgres(await server.newDatabase(), [{ version: 1, sql: SQL }])
  databases.push(database)
  return database
}

describeQueue('PostgreSQL', async () => createExportQueue(await openDatabase(), COLUMNS))
describeLockNotes('PostgreSQL', async () => createLockNoteStore(await openDatabase(), COLUMNS))
