/** Every version since a row knows its facility, with a row in every table that it has, brought to the last one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StartError } from '../../../server/start-error'
import { openPostgres } from '../../../server/store/postgres/connection'
import { POSTGRES_MIGRATIONS } from '../../../server/store/schema/postgres'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { text } from '../../../server/store/sql'
import { openDatabase } from '../../../server/store/sqlite/database'
import { COLUMNS } from '../../support/columns'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'

const folder = mkdtempSync(join(tmpdir(), 'tazune-rows-'))
let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const SQLITE = sqliteMigrations(COLUMNS)
const VERSIONS = POSTGRES_MIGRATIONS.map(({ version }) => version)
const LAST = VERSIONS.at(-1) ?? 0

/** Where a column takes only some words. */
const WORDS: Readonly<Record<string, string>> = {
  verdict: 'accepted',
  face_issuer: 'trusted',
  kind: 'visit',
  decided_by: 'patient',
  step: 'single',
  state: 'done',
  role: 'staff',
}

interface Column {
  table: string
  name: string
  isText: boolean
}

/** One row a table, with the same word in every other column of text: so each refers to a row that is there. */
function insertsFor(columns: readonly Column[]): string[] {
  return tablesOf(columns).map((table) => {
    const own = columns.filter((column) => column.table === table)
    const values = own.map(({ name, isText }) => (isText ? `'${WORDS[name] ?? 'x'}'` : '1'))
    const names = own.map(({ name }) => name)
    return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.join(', ')})`
  })
}

/** All but the one that PostgreSQL's versions stand in. */
function tablesOf(columns: readonly Column[]): string[] {
  const names = new Set(columns.map(({ table }) => table))
  return [...names].filter((name) => name !== 'schema_version')
}

/** How it stands with a database of one kind, whatever the kind. */
interface Opened {
  columns(): Promise<Column[]>
  /** In one transaction, in any order. */
  fill(inserts: readonly string[]): Promise<void>
  rows(table: string): Promise<number>
  close(): Promise<void>
}

function openSqlite(path: string, upTo: number): Promise<Opened> {
  const database = openDatabase(
    path,
    SQLITE.filter(({ version }) => version <= upTo),
  )
  return Promise.resolve({
    columns: () =>
      Promise.resolve(
        database
          .all(
            `SELECT m.name AS tab, c.name AS col, c.type FROM sqlite_master AS m, pragma_table_info(m.name) AS c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`,
          )
          .map(({ tab, col, type }) => ({
            ...{ table: text(tab), name: text(col), isText: type === 'TEXT' },
          })),
      ),
    fill(inserts) {
      database.exec('PRAGMA foreign_keys = OFF')
      for (const insert of inserts) database.run(insert)
      database.exec('PRAGMA foreign_keys = ON')
      return Promise.resolve()
    },
    rows: (table) =>
      Promise.resolve(Number(database.get(`SELECT count(*) AS n FROM ${table}`)?.n ?? -1)),
    close: () => {
      database.close()
      return Promise.resolve()
    },
  })
}

async function openRemote(url: string, upTo: number): Promise<Opened> {
  const migrations = POSTGRES_MIGRATIONS.filter(({ version }) => version <= upTo)
  const database = await openPostgres(url, migrations, { connections: 1 })
  return {
    async columns() {
      const found = await database.all(
        `SELECT table_name::text AS tab, column_name::text AS col, data_type::text AS type
         FROM information_schema.columns WHERE table_schema = current_schema()`,
      )
      return found.map(({ tab, col, type }) => ({
        ...{ table: text(tab), name: text(col), isText: type === 'text' },
      }))
    },
    fill: (inserts) =>
      database.transaction(async (sql) => {
        await sql.run('SET LOCAL session_replication_role = replica')
        for (const insert of inserts) await sql.run(insert)
      }),
    rows: async (table) => Number((await database.get(`SELECT count(*) AS n FROM ${table}`))?.n),
    close: () => database.close(),
  }
}

const KINDS: [string, () => Promise<(upTo: number) => Promise<Opened>>][] = [
  [
    'SQLite',
    () => {
      const path = join(mkdtempSync(join(folder, 'data-')), 'gateway.sqlite')
      return Promise.resolve((upTo) => openSqlite(path, upTo))
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const url = await server.newDatabase()
      return (upTo) => openRemote(url, upTo)
    },
  ],
]

describe.each(KINDS)('a database on %s', (_, newDatabase) => {
  it.each(VERSIONS)('of version %i keeps its row of every table', async (version) => {
    const open = await newDatabase()
    const before = await open(version)
    const columns = await before.columns()
    await before.fill(insertsFor(columns))
    await before.close()
    const after = await open(LAST)
    const tables = tablesOf(columns)
    expect(tables.length).toBeGreaterThan(14)
    for (const table of tables) expect([table, await after.rows(table)]).toEqual([table, 1])
    await after.close()
  })

  it('is left alone by a gateway of an earlier version, which says why', async () => {
    const open = await newDatabase()
    await (await open(LAST)).close()
    const older = () => Promise.resolve().then(() => open(LAST - 1))
    await expect(older()).rejects.toThrow(StartError)
    await expect(older()).rejects.toThrow(/newer version/)
    const again = await open(LAST)
    expect((await again.columns()).length).toBeGreaterThan(100)
    await again.close()
  })

  it('is brought to the last version by one of those who open it at once', async () => {
    const open = await newDatabase()
    const before = await open(VERSIONS[0] ?? 0)
    await before.fill(insertsFor(await before.columns()))
    await before.close()
    const opened = await Promise.all(Array.from({ length: 4 }, () => open(LAST)))
    for (const each of opened) {
      expect(await each.rows('checks')).toBe(1)
      await each.close()
    }
  })
})
