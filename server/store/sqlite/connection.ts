/** SQLite behind the repositories: one connection, one transaction at a time. */
import type { Database, Transaction } from '../sql'
import { openDatabase, type Migration } from './database'
import { settle } from './settle'

/** @param path a file, or `:memory:` */
export function openSqlite(path: string, migrations: readonly Migration[]): Database {
  const database = openDatabase(path, migrations)
  const inside: Transaction = {
    run: (sql, values) => settle(() => database.run(sql, values)),
    get: (sql, values) => settle(() => database.get(sql, values)),
    all: (sql, values) => settle(() => database.all(sql, values)),
    lock: () => Promise.resolve(),
    isFree: () => Promise.resolve(true),
    // One process serves a file: it knows what it has done.
    announce: () => undefined,
  }
  let last: Promise<unknown> = Promise.resolve()

  /** A statement that came between the steps of a transaction would belong to it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    isShared: false,
    skipLocked: '',
    run: (sql, values) => inTurn(() => inside.run(sql, values)),
    get: (sql, values) => inTurn(() => inside.get(sql, values)),
    all: (sql, values) => inTurn(() => inside.all(sql, values)),
    transaction(work) {
      return inTurn(async () => {
        // The write lock first, so that nothing read inside can be stale at commit.
        database.exec('BEGIN IMMEDIATE')
        try {
          const result = await work(inside)
          database.exec('COMMIT')
          return result
        } catch (cause) {
          database.rollBack()
          throw cause
        }
      })
    },
    hold: () => Promise.resolve(() => Promise.resolve()),
    listen: () => Promise.resolve(() => Promise.resolve()),
    version: () => inTurn(() => settle(() => database.version())),
    emptyLog: () => inTurn(() => settle(() => database.emptyLog())),
    close: () => inTurn(() => settle(() => database.close())),
  }
}
