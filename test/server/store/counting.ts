/** A database that counts the statements it is asked. */
import type { Database, Sql } from '../../../server/store/sql'

export function counting(database: Database): { database: Database; asked: () => number } {
  let count = 0
  const counted = (sql: Sql): Sql => ({
    run: (text, values) => (count++, sql.run(text, values)),
    get: (text, values) => (count++, sql.get(text, values)),
    all: (text, values) => (count++, sql.all(text, values)),
  })
  return {
    asked: () => count,
    database: {
      ...database,
      ...counted(database),
      transaction: (work) => database.transaction((sql) => work({ ...sql, ...counted(sql) })),
    },
  }
}
