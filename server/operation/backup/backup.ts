/** Backs a gateway's database up while it serves; its keys are kept apart. */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Mode } from '../../../api/wire'
import { namesIn } from '../../files'
import type { GatewayKeys } from '../../keys/gateway-keys'
import { StartError } from '../../start-error'
import { dumpPostgres } from '../../store/postgres/dump'
import { copySqlite } from '../../store/sqlite/copy'
import { BACKUP_FILES, digestOf, writeManifest, type Manifest } from './manifest'

export interface BackupOptions {
  /** A folder that is empty, or not there yet. */
  folder: string
  /** Of SQLite; not there: nothing was ever stored. */
  database: { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string }
  mode: Mode
  keys: Pick<GatewayKeys, 'fingerprints'>
  now?: () => number
}

/** @throws StartError when the folder is in use or there is nothing to back up */
export async function backUp(options: BackupOptions): Promise<Manifest> {
  const { folder, database, mode, keys, now = Date.now } = options
  if (namesIn(folder).length > 0) throw new StartError('The folder of the backup is not empty.')
  if (database.kind === 'sqlite' && !existsSync(database.path)) {
    throw new StartError('There is nothing to back up: the data folder has no database.')
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, BACKUP_FILES[database.kind])
  const facts = await writeCopy(database, file)
  const manifest: Manifest = {
    v: 1,
    kind: database.kind,
    mode,
    madeAt: new Date(now()).toISOString(),
    ...facts,
    sha256: await digestOf(file),
    keys: [...keys.fingerprints],
  }
  // Last: a folder without it is no backup.
  writeManifest(folder, manifest)
  return manifest
}

async function writeCopy(database: BackupOptions['database'], file: string) {
  try {
    return database.kind === 'sqlite'
      ? copySqlite(database.path, file)
      : await dumpPostgres(database.url, file)
  } catch (cause) {
    // Half a backup would be in the way of the next try.
    rmSync(file, { force: true })
    throw cause
  }
}
