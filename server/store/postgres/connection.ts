/** PostgreSQL behind the repositories: a pool, transactions that begin again after a deadlock, named statements. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { StartError } from '../../start-error'
import type { Database, Row, Sql, SqlValue, Transaction } from '../sql'
import { keepConnection } from './kept-connection'
import { listen } from './listen'

export interface PostgresMigration {
  version: number
  sql: string
}

export interface PostgresOptions {
  /** Connections at once; PostgreSQL's own limit is for all gateways together. */
  connections?: number
  random?: () => number
}

/** 40001 serialization_failure, 40P01 deadlock_detected: nothing of the transaction happened. */
const AGAIN = new Set(['40001', '40P01'])
const MOST_TRIES = 5
const CONNECT_MS = 10_000
const BIGINT: number = pg.types.builtins.INT8
/** Whoever migrates holds it; any number, as long as it stays the same. */
const MIGRATION_LOCK = 7_829_364
const LAST_VERSION = 'SELECT max(version) AS version FROM schema_version'

/**
 * Opens a database by its address, brings it to the last migration and refuses one that would lose what it acknowledges.
 * @param url `postgres://user:password@host:port/name`
 * @throws StartError when it is newer than this gateway, or runs with `fsync` off
 */
export async function openPostgres(
  url: string,
  migrations: readonly PostgresMigration[],
  { connections = 10, random = Math.random }: PostgresOptions = {},
): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    // What was acknowledged is on the disk, whatever the server's own default is.
    options: '-c synchronous_commit=on',
    types: { getTypeParser: parserOf },
  })
  // An idle connection that breaks is replaced at the next use, which is where the fault then shows.
  pool.on('error', () => undefined)
  // One that breaks in use fails what it was asked; unheard, the event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await checkDurable(pool)
    await migrate(pool, migrations)
  } catch (cause) {
    await pool.end()
    throw cause
  }

  async function once<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const announced: Announcement[] = []
    let broken: Error | undefined
    try {
      await client.query('BEGIN')
      const result = await work(inside(client, announced))
      await client.query('COMMIT')
      void announce(announced)
      return result
    } catch (cause) {
      // One that cannot roll back is thrown away, and its transaction with it.
      await client.query('ROLLBACK').catch((fault: unknown) => {
        broken = new Error('no rollback', { cause: fault })
      })
      throw cause
    } finally {
      client.release(broken)
    }
  }

  /** By itself: transactions that announce commit one after another, over the whole server, while one waits for its disk. */
  async function announce(announced: readonly Announcement[]): Promise<void> {
    try {
      for (const { topic, text } of announced) {
        await pool.query('SELECT pg_notify($1, $2)', [topic, text])
      }
    } catch {
      // What is lost with a connection is found by who looks for itself (see `listen`); the transaction stands.
    }
  }

  return {
    ...speak(pool),
    isShared: true,
    skipLocked: ' FOR UPDATE SKIP LOCKED',
    async transaction(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await once(work)
        } catch (fault) {
          if (!AGAIN.has(codeOf(fault)) || tries === MOST_TRIES) throw fault
          await new Promise((resolve) => setTimeout(resolve, random() * 20 * tries))
        }
      }
    },
    hold: (name) =>
      keepConnection(url, async (client) => {
        await client.query('SELECT pg_advisory_lock(hashtextextended($1, 1))', [name])
      }),
    listen: (topic, hear) => listen(url, topic, hear),
    version: async () => {
      const { rows } = await pool.query<{ version: number | null }>(LAST_VERSION)
      return rows[0]?.version ?? 0
    },
    // Its log and its vacuum are its administrator's.
    emptyLog: () => Promise.resolve(),
    close: () => pool.end(),
  }
}

type Queryable = Pick<pg.Pool, 'query'>

function speak(connection: Queryable): Sql {
  const ask = (sql: string, values: readonly SqlValue[] = []) =>
    connection.query<Row>({ ...prepared(sql), values: [...values] })
  return {
    run: async (sql, values) => (await ask(sql, values)).rowCount ?? 0,
    get: async (sql, values) => (await ask(sql, values)).rows[0],
    all: async (sql, values) => (await ask(sql, values)).rows,
  }
}

interface Announcement {
  topic: string
  text: string
}

function inside(connection: Queryable, announced: Announcement[]): Transaction {
  const sql = speak(connection)
  return {
    ...sql,
    async lock(name) {
      await sql.get('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [name])
    },
    async isFree(name) {
      const ask = 'SELECT pg_try_advisory_xact_lock(hashtextextended(?, 1)) AS free'
      return (await sql.get(ask, [name]))?.['free'] === true
    },
    announce(topic, text) {
      announced.push({ topic, text })
    },
  }
}

const statements = new Map<string, { name: string; text: string }>()

/** The same statement in PostgreSQL's accent, under a name by which a connection parses it once. */
function prepared(sql: string): { name: string; text: string } {
  const known = statements.get(sql)
  if (known) return known
  let count = 0
  const text = sql.replaceAll('?', () => `$${++count}`)
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 40)
  const statement = { name, text }
  statements.set(sql, statement)
  return statement
}

/** bigint comes as text, because it might not fit; times in ms and counts do. */
const parserOf: pg.CustomTypesConfig['getTypeParser'] = (type, format) =>
  [BIGINT].includes(type) ? Number : pg.types.getTypeParser(type, format)

function codeOf(fault: unknown): string {
  return fault instanceof pg.DatabaseError ? (fault.code ?? '') : ''
}

async function checkDurable(pool: Queryable): Promise<void> {
  const { rows } = await pool.query<{ fsync: string }>('SHOW fsync')
  if (rows[0]?.fsync !== 'on') {
    throw new StartError('PostgreSQL runs with fsync off: what it acknowledges may be lost.')
  }
}

async function migrate(pool: pg.Pool, migrations: readonly PostgresMigration[]): Promise<void> {
  const client = await pool.connect()
  try {
    // Several gateways may start at once: one migrates, the others wait and find it done.
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await client.query('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)')
    const { rows } = await client.query<{ version: number | null }>(LAST_VERSION)
    const current = rows[0]?.version ?? 0
    const last = migrations.at(-1)?.version ?? 0
    if (current > last) throw new StartError('The database was written by a newer version.')
    for (const { version, sql } of migrations) {
      if (version <= current) continue
      await client.query(sql)
      await client.query('INSERT INTO schema_version (version) VALUES ($1)', [version])
    }
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw cause
  } finally {
    client.release()
  }
}
