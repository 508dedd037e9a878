/** PostgreSQL's own dump and restore, as of one moment, with what it holds counted in the same snapshot. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { StartError } from '../../start-error'
import { text } from '../sql'
import type { DatabaseFacts } from '../sqlite/copy'

/** @param to a path at which nothing is */
export async function dumpPostgres(url: string, to: string): Promise<DatabaseFacts> {
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id')
    const facts = await factsOf(client)
    await runProgram('pg_dump', url, [
      '--format=custom',
      '--no-owner',
      '--no-privileges',
      `--snapshot=${text(rows[0]?.id)}`,
      `--file=${to}`,
    ])
    await client.query('COMMIT')
    return facts
  })
}

/** All of the dump or nothing of it. */
export async function restorePostgres(url: string, from: string): Promise<DatabaseFacts> {
  await runProgram('pg_restore', url, [
    '--exit-on-error',
    '--single-transaction',
    '--no-owner',
    '--no-privileges',
    `--dbname=${databaseOf(url)}`,
    from,
  ])
  return withClient(url, factsOf)
}

export async function isEmptyPostgres(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await tablesOf(client)).length === 0)
}

async function factsOf(client: pg.Client): Promise<DatabaseFacts> {
  const { rows } = await client.query<{ version: number }>(
    'SELECT max(version) AS version FROM schema_version',
  )
  const tables: Record<string, number> = {}
  for (const name of await tablesOf(client)) {
    const counted = await client.query<{ n: string }>(
      `SELECT count(*) AS n FROM ${client.escapeIdentifier(name)}`,
    )
    tables[name] = Number(counted.rows[0]?.n)
  }
  return { schemaVersion: rows[0]?.version ?? 0, tables }
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
  )
  return rows.map(({ name }) => name)
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * The address goes into the environment of the program: an argument, with its password, could be read by every user of the
 * machine.
 */
async function runProgram(program: string, url: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environmentOf(url) },
    stdio: 'ignore',
  })
  const [code] = await Promise.race([
    once(child, 'close') as Promise<[number | null]>,
    once(child, 'error').then(([cause]: unknown[]): never => {
      throw new StartError(`${program} is not installed or not in the path.`, { cause })
    }),
  ])
  if (code !== 0) {
    throw new StartError(`${program} ended with ${code ?? 'a signal'}; run it by hand to see why.`)
  }
}

function environmentOf(url: string): Record<string, string> {
  const { hostname, port, username, password, searchParams } = new URL(url)
  const given = {
    PGHOST: searchParams.get('host') ?? hostname.replace(/^\[|\]$/g, ''),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: databaseOf(url),
    PGSSLMODE: searchParams.get('sslmode') ?? '',
    PGSSLROOTCERT: searchParams.get('sslrootcert') ?? '',
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
}

function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}
