/** Tells how long the database takes: each statement outside a transaction, and each transaction as a whole. */
import type { Database } from './sql'

export type ObserveDatabase = (kind: 'statement' | 'transaction', ms: number, ok: boolean) => void

export function measureDatabase(
  database: Database,
  observe: ObserveDatabase,
  now: () => number = () => performance.now(),
): Database {
  async function timed<T>(kind: 'statement' | 'transaction', work: () => Promise<T>): Promise<T> {
    const startedAt = now()
    let ok = false
    try {
      const result = await work()
      ok = true
      return result
    } finally {
      observe(kind, now() - startedAt, ok)
    }
  }

  return {
    ...database,
    run: (sql, values) => timed('statement', () => database.run(sql, values)),
    get: (sql, values) => timed('statement', () => database.get(sql, values)),
    all: (sql, values) => timed('statement', () => database.all(sql, values)),
    transaction: (work) => timed('transaction', () => database.transaction(work)),
  }
}
