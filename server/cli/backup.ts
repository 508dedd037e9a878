/** The commands `--backup` and `--restore`. */
import { backUp } from '../operation/backup/backup'
import { restore } from '../operation/backup/restore'
import type { Manifest } from '../operation/backup/manifest'
import { lockDataFolder, openDataFolder, ownKeys } from './data-folder'
import { openStore, storePath } from './open-store'
import type { BackupCommand, CliOptions } from './options'

type Print = (line: string) => void

export async function printBackup(options: CliOptions, { folder }: BackupCommand, print: Print) {
  const { data, mode } = options
  openDataFolder(data, mode)
  const keys = await ownKeys(data)
  const manifest = await backUp({ folder, database: databaseOf(options), mode, keys })
  printManifest(manifest, print)
  print('keys.json is not in it; keep a copy of it apart, or nothing of this can be read.')
}

/** @throws StartError when a gateway serves the folder, or there is a database already */
export async function printRestore(options: CliOptions, { folder }: BackupCommand, print: Print) {
  const { data, mode } = options
  openDataFolder(data, mode)
  const keys = await ownKeys(data)
  const unlock = await lockDataFolder(data)
  try {
    const open = (path: string | null) =>
      openStore({ ...options, ...(path !== null && { path }) }, keys)
    const database = databaseOf(options)
    printManifest(await restore({ folder, database, mode, keys, open }), print)
    print('Codes, invitations and sign-ins are over. Revoke again what was revoked since, and give')
    print('devices that were registered since a new code.')
  } finally {
    unlock()
  }
}

function printManifest({ madeAt, schemaVersion, tables }: Manifest, print: Print): void {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
  print(`as of     ${madeAt}`)
  print(`schema    ${schemaVersion}`)
  print(`rows      ${rows} in ${Object.keys(tables).length} tables, verified`)
}

function databaseOf({ data, databaseUrl }: CliOptions) {
  return databaseUrl === null
    ? { kind: 'sqlite' as const, path: storePath(data) }
    : { kind: 'postgres' as const, url: databaseUrl }
}
