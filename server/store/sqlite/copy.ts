/** A consistent copy of a SQLite database that may be in use, and whether a copy is whole. */
import { chmodSync } from 'node:fs'
import Libsql from 'libsql'
import { syncToDisk } from '../../files'
import { integer, text } from '../sql'

/** Rows by table, and the last migration. */
export interface DatabaseFacts {
  schemaVersion: number
  tables: Record<string, number>
}

/**
 * Writes a copy as of one moment, while another process may go on writing, and brings it to the disk.
 * @param to a path at which nothing is
 */
export function copySqlite(from: string, to: string): DatabaseFacts {
  const connection = new Libsql(from, { readonly: true })
  try {
    connection.pragma('busy_timeout = 30000')
    connection.prepare('VACUUM INTO ?').run([to])
  } finally {
    connection.close()
  }
  chmodSync(to, 0o600)
  syncToDisk(to)
  return checkSqlite(to)
}

/** @throws Error when a page, an index or a reference of it is broken */
export function checkSqlite(path: string): DatabaseFacts {
  const connection = new Libsql(path, { readonly: true })
  try {
    const all = (sql: string) => connection.prepare(sql).all([]) as Record<string, unknown>[]
    const found = all('PRAGMA integrity_check').map((row) => row.integrity_check)
    if (found.length !== 1 || found[0] !== 'ok') throw new Error('the file is damaged')
    if (all('PRAGMA foreign_key_check').length > 0) throw new Error('a row lacks what it refers to')
    const names = all(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    ).map(({ name }) => text(name))
    return {
      schemaVersion: integer(all('PRAGMA user_version')[0]?.user_version),
      tables: Object.fromEntries(
        names.map((name) => [name, integer(all(`SELECT count(*) AS n FROM "${name}"`)[0]?.n)]),
      ),
    }
  } finally {
    connection.close()
  }
}
