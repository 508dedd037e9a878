/** A PostgreSQL server of one's own in a folder, started and stopped by the test that needs it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../free-port'
import { findPostgres } from '../../../scripts/lib/postgres.mjs'

export interface PostgresServer {
  /** An empty database of its own. */
  newDatabase(): Promise<string>
  /** Ends the server as a power cut would, and starts it again on the same files. */
  crash(): Promise<void>
  stop(): Promise<void>
}

interface Owner {
  uid: number
  gid: number
}

/** @throws Error where PostgreSQL is not installed */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPostgres()
  if (programs === null)
    throw new Error('PostgreSQL is needed (Debian: apt-get install postgresql)')
  const owner = findOwner()
  const folder = mkdtempSync(join(tmpdir(), 'tazune-postgres-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'tazune',
      '--auth=trust',
      '--encoding=UTF8',
      '--no-sync',
      '--locale=C.UTF-8',
    ],
    { ...owner, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const port = await freePort()
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    [
      `port = ${port}`,
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = '${folder}'`,
      'max_connections = 100',
      '',
    ].join('\n'),
  )
  const address = (name: string) => `postgres://tazune@127.0.0.1:${port}/${name}`
  let server = await start()
  let databases = 0

  async function start(): Promise<ChildProcess> {
    const child = spawn(join(programs ?? '', 'postgres'), ['-D', data], {
      ...owner,
      cwd: folder,
      stdio: 'ignore',
    })
    await untilReady(address('postgres'), child)
    return child
  }

  return {
    async newDatabase() {
      const name = `test_${++databases}`
      await ask(address('postgres'), `CREATE DATABASE ${name}`)
      return address(name)
    },
    async crash() {
      // SIGQUIT: at once, without a checkpoint; what was committed is in the log only.
      await ended(server, 'SIGQUIT')
      server = await start()
    },
    async stop() {
      await ended(server, 'SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user whom Debian's package made for it. */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`)
    try {
      await ask(url, 'SELECT 1')
      return
    } catch {
      // Not yet: it refuses connections while it starts.
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function ended(child: ChildProcess, signal: 'SIGQUIT'): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve()
    })
    child.kill(signal)
  })
}
