/** A SQLite connection through libsql: pragmas, numbered migrations and a thin typed layer. */
import { chmodSync, closeSync, openSync } from 'node:fs'
import Libsql from 'libsql'

export type SqlValue = string | number | null

export interface SqlDatabase {
  run(sql: string, values?: SqlValue[]): number
  /** The first row; its columns are the caller's claim, stated by the SQL beside it. */
  get(sql: string, values?: SqlValue[]): Record<string, unknown> | undefined
  all(sql: string, values?: SqlValue[]): Record<string, unknown>[]
  /** Takes the write lock first, so that nothing read inside can be stale at commit. */
  transaction<T>(work: () => T): T
  /** Empties the write-ahead log, in which what was overwritten still stands. While another connection reads, later. */
  emptyLog(): void
  close(): void
}

export interface Migration {
  version: number
  sql: string
}

/**
 * Opens or creates a database, brings it to the last migration and keeps it to its owner (0600).
 * `synchronous=FULL` in WAL mode: what was acknowledged survives a power cut.
 * @param path a file, or `:memory:`
 * @throws Error when the file was written by a newer version
 */
export function openDatabase(path: string, migrations: readonly Migration[]): SqlDatabase {
  if (path !== ':memory:') {
    // Made before SQLite opens it, so that it never exists with wider rights.
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  }
  const connection = new Libsql(path)
  connection.pragma('busy_timeout = 5000')
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
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

  const database: SqlDatabase = {
    // Values go in as one array: libsql takes a lone object for named parameters.
    run: (sql, values = []) => statement(sql).run(values).changes,
    get: (sql, values = []) => asRow(statement(sql).get(values)),
    all: (sql, values = []) =>
      statement(sql)
        .all(values)
        .map((row) => asRow(row) ?? {}),
    transaction(work) {
      connection.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        connection.exec('COMMIT')
        return result
      } catch (cause) {
        if (connection.inTransaction) connection.exec('ROLLBACK')
        throw cause
      }
    },
    emptyLog() {
      connection.pragma('wal_checkpoint(TRUNCATE)')
    },
    close() {
      statements.clear()
      connection.close()
    },
  }
  migrate(database, connection, migrations)
  return database
}

function migrate(
  database: SqlDatabase,
  connection: Pick<InstanceType<typeof Libsql>, 'exec'>,
  migrations: readonly Migration[],
): void {
  database.transaction(() => {
    const current = Number(database.get('PRAGMA user_version')?.user_version ?? 0)
    const last = migrations.at(-1)?.version ?? 0
    if (current > last) throw new Error('The data folder was written by a newer version.')
    for (const migration of migrations) {
      if (migration.version <= current) continue
      connection.exec(migration.sql)
      connection.exec(`PRAGMA user_version = ${migration.version}`)
    }
  })
}

function asRow(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}

/** A column that must hold text. @throws TypeError when the schema and the code disagree */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('column is not text')
  return value
}

/** A column that must hold a number. @throws TypeError */
export function integer(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('column is not a number')
  return value
}

export function integerOrNull(value: unknown): number | null {
  return value === null ? null : integer(value)
}

export function textOrNull(value: unknown): string | null {
  return value === null ? null : text(value)
}
