/**
 * Restores a backup into an empty place, verified before it stands there, and brings it into the present: what tablets and
 * people have done since is not in it (docs/running.md).
 */
import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Mode } from '../../../api/wire'
import { syncToDisk } from '../../files'
import type { GatewayKeys } from '../../keys/gateway-keys'
import { StartError } from '../../start-error'
import { isEmptyPostgres, restorePostgres } from '../../store/postgres/dump'
import { checkSqlite, type DatabaseFacts } from '../../store/sqlite/copy'
import type { Store } from '../../store/store'
import { checkKeys } from '../check-keys'
import { BACKUP_FILES, digestOf, readManifest, type Manifest } from './manifest'

export interface RestoreOptions {
  /** Of the backup. */
  folder: string
  database: { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string }
  mode: Mode
  /** Those of the gateway that made the backup. */
  keys: Pick<GatewayKeys, 'fingerprints'>
  /** Opens what was restored, and brings it to this gateway's schema. @param path of SQLite, which does not stand in its place yet */
  open: (path: string | null) => Promise<Store>
  now?: () => number
}

/**
 * @throws StartError with one sentence. What is wrong with the backup or the keys leaves a data folder as empty as it was; a database of
 * PostgreSQL too, except where only the counts differ, which are known when all is in.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { folder, database, mode, keys, open, now = Date.now } = options
  const manifest = readManifest(folder)
  checkFits(manifest, options)
  const file = join(folder, BACKUP_FILES[manifest.kind])
  if (!existsSync(file) || (await digestOf(file)) !== manifest.sha256) {
    throw new StartError('The backup is damaged: its file is not the one that manifest.json names.')
  }
  if (manifest.mode !== mode) throw new StartError(`This is a backup of ${manifest.mode} mode.`)
  if (manifest.keys.some((key) => !isAmong(key, keys.fingerprints))) {
    throw new StartError(
      'Put the keys.json that belongs to this backup into the data folder first.',
    )
  }
  const bringOn = async (path: string | null) => {
    const store = await open(path)
    try {
      await checkKeys(store, keys, now())
      await store.operation.beginAnew(now())
      // All of it stands in the file then, and nothing in a log beside.
      await store.retention.emptyLog()
    } finally {
      await store.close()
    }
  }
  if (database.kind === 'sqlite') await restoreSqlite(file, database.path, manifest, bringOn)
  else {
    await restoreRemote(file, database.url, manifest)
    await bringOn(null)
  }
  return manifest
}

function checkFits({ kind }: Manifest, { database }: RestoreOptions): void {
  if (kind === database.kind) return
  throw new StartError(
    kind === 'sqlite'
      ? 'This is a backup of SQLite: restore it without DATABASE_URL.'
      : 'This is a backup of PostgreSQL: name an empty database by DATABASE_URL.',
  )
}

/** Last of all it is put in its place: what stands there has been brought into the present, however the restore ended. */
async function restoreSqlite(
  file: string,
  path: string,
  manifest: Manifest,
  bringOn: (path: string) => Promise<void>,
): Promise<void> {
  if (existsSync(path)) throw new StartError('The data folder has a database already.')
  // Left by a database that was moved away: they would be taken for this one's.
  for (const left of LOGS) {
    if (existsSync(path + left))
      throw new StartError('The data folder has a database’s log already.')
  }
  const beside = `${path}.restoring`
  const discard = () => {
    for (const ending of ['', ...LOGS]) rmSync(beside + ending, { force: true })
  }
  discard()
  try {
    copyFileSync(file, beside)
    checkSame(checkWhole(beside), manifest)
    await bringOn(beside)
    if (sizeOf(`${beside}-wal`) > 0) throw new Error('what was restored is not in its file')
    syncToDisk(beside)
    renameSync(beside, path)
    syncToDisk(dirname(path))
  } finally {
    discard()
  }
}

const LOGS = ['-wal', '-shm'] as const

function checkWhole(path: string): DatabaseFacts {
  try {
    return checkSqlite(path)
  } catch (cause) {
    throw new StartError('The backup is damaged.', { cause })
  }
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

async function restoreRemote(file: string, url: string, manifest: Manifest): Promise<void> {
  if (!(await isEmptyPostgres(url))) throw new StartError('The database is not empty.')
  checkSame(await restorePostgres(url, file), manifest)
}

function checkSame(found: DatabaseFacts, { schemaVersion, tables }: Manifest): void {
  const names = new Set([...Object.keys(found.tables), ...Object.keys(tables)])
  const isSame = [...names].every((name) => found.tables[name] === tables[name])
  if (found.schemaVersion !== schemaVersion || !isSame) {
    throw new StartError('What was restored does not hold what manifest.json counts.')
  }
}

function isAmong(key: Manifest['keys'][number], all: GatewayKeys['fingerprints']): boolean {
  return all.some(
    ({ use, id, fingerprint }) =>
      use === key.use && id === key.id && fingerprint === key.fingerprint,
  )
}
