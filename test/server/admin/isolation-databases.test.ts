import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore, openSqliteStore } from '../../../server/store/open'
import { openPostgres } from '../../../server/store/postgres/connection'
import { POSTGRES_MIGRATIONS } from '../../../server/store/schema/postgres'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { COLUMNS } from '../../support/columns'
import { startPostgres } from '../../support/postgres/server'
import { describeIsolation } from './isolation-walk'

describeIsolation('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tazune-isolation-'))
  const path = join(folder, 'gateway.sqlite')
  const store = openSqliteStore(path, COLUMNS)
  const database = openSqlite(path, sqliteMigrations(COLUMNS))
  return Promise.resolve({
    store,
    database,
    async tables() {
      const tables = await database.all(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
      )
      const all: { name: string; columns: string[] }[] = []
      for (const table of tables) {
        const name = String(table.name)
        const columns = await database.all(`PRAGMA table_info(${name})`)
        all.push({ name, columns: columns.map((column) => String(column.name)) })
      }
      return all
    },
    async end() {
      await database.close()
      rmSync(folder, { recursive: true })
    },
  })
})

describeIsolation('PostgreSQL', async () => {
  const server = await startPostgres()
  const url = await server.newDatabase()
  const store = await openPostgresStore(url, COLUMNS)
  const database = await openPostgres(url, POSTGRES_MIGRATIONS)
  return {
    store,
    database,
    async tables() {
      const rows = await database.all(
        `SELECT table_name, column_name FROM information_schema.columns
          WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
      )
      const all = new Map<string, string[]>()
      for (const row of rows) {
        const name = String(row.table_name)
        all.set(name, [...(all.get(name) ?? []), String(row.column_name)])
      }
      return [...all].map(([name, columns]) => ({ name, columns }))
    },
    async end() {
      await database.close()
      await server.stop()
    },
  }
})
