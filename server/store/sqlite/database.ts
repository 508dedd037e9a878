/** A SQLite connection through libsql: pragmas, numbered migrations and a thin typed layer. */
import { chmodSync, closeSync, openSync } from 'node:fs'
import Libsql from 'libsql'
import { StartError } from '../../start-error'
import type { Row, SqlValue } from '../sql'

export interface SqliteDatabase {
  run(sql: string, values?: readonly SqlValue[]): number
  get(sql: string, values?: readonly SqlValue[]): Row | undefined
  all(sql: string, values?: readonly SqlValue[]): Row[]
  exec(sql: string): void
  /** Takes the write lock first, so that nothing read inside can be stale at commit. */
  transaction<T>(work: () => T): T
  /** Ends a transaction without it, if one is open. */
  rollBack(): void
  /** The last migration it has been through. */
  version(): number
  /** Empties the write-ahead log, in which what was overwritten still stands. While another connection reads, later. */
  emptyLog(): void
  close(): void
}

export interface Migration {
  version: number
  sql: string
  /** What SQL alone cannot do, in the same transaction. */
  then?: (database: SqliteDatabase) => void
}

/**
 * Opens or creates a database, brings it to the last migration and keeps it to its owner (0600).
 * `synchronous=FULL` in WAL mode: what was acknowledged survives a power cut.
 * @param path a file, or `:memory:`
 * @throws StartError when the file was written by a newer version
 */
export function openDatabase(path: string, migrations: readonly Migration[]): SqliteDatabase {
  if (path !== ':memory:') {
    // Made before SQLite opens it, so that it never exists with wider rights.
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  }
  const connection = new Libsql(path)
  connection.pragma('busy_timeout = 5000')
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  // What is deleted or overwritten is gone from the file as well.
  connection.pragma('secure_delete = ON')
  const statements = new Map<string, ReturnType<typeof connection.prepare>>()

  function statement(sql: string) {
    let prepared = statements.get(sql)
    if (!prepared) {
      prepared = connection.prepare(sql)
      statements.set(sql, prepared)
    }
    return prepared
  }

  const database: SqliteDatabase = {
    // Values go in as one array: libsql takes a lone object for named parameters.
    run: (sql, values = []) => statement(sql).run([...values]).changes,
    get: (sql, values = []) => asRow(statement(sql).get([...values])),
    all: (sql, values = []) =>
      statement(sql)
        .all([...values])
        .map((row) => asRow(row) ?? {}),
    exec(sql) {
      connection.exec(sql)
    },
    transaction(work) {
      connection.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        connection.exec('COMMIT')
        return result
      } catch (cause) {
        database.rollBack()
        throw cause
      }
    },
    rollBack() {
      if (connection.inTransaction) connection.exec('ROLLBACK')
    },
    version: () => Number(database.get('PRAGMA user_version')?.user_version ?? 0),
    emptyLog() {
      connection.pragma('wal_checkpoint(TRUNCATE)')
    },
    close() {
      statements.clear()
      connection.close()
    },
  }
  // Off meanwhile: a migration may make a table anew that others refer to.
  connection.pragma('foreign_keys = OFF')
  // What a migration sealed or moved is in clear in the log still.
  if (migrate(database, migrations)) database.emptyLog()
  statements.clear()
  connection.pragma('foreign_keys = ON')
  return database
}

/** Whether there was anything to do. */
function migrate(database: SqliteDatabase, migrations: readonly Migration[]): boolean {
  return database.transaction(() => {
    const current = database.version()
    const last = migrations.at(-1)?.version ?? 0
    if (current > last) throw new StartError('The data folder was written by a newer version.')
    for (const migration of migrations) {
      if (migration.version <= current) continue
      database.exec(migration.sql)
      migration.then?.(database)
      database.exec(`PRAGMA user_version = ${migration.version}`)
    }
    if (current < last && database.get('PRAGMA foreign_key_check')) {
      throw new Error('A migration left a row without what it refers to.')
    }
    return current < last
  })
}

function asRow(value: unknown): Row | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}
