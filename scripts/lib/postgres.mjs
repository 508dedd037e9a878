// Finds PostgreSQL's programs, or installs Debian's where that is possible.
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { canInstall, install } from './apt.mjs'

/** Debian keeps the server's programs away from the path, a folder for each version. */
const VERSIONS = '/usr/lib/postgresql'

/** The folder with `initdb` and `postgres`, of the newest version; null where there is none. */
export function findPostgres() {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : []
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one))
  const folders = [
    ...newestFirst.map((version) => join(VERSIONS, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const isWhole = (folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))
  return folders.find((folder) => folder !== '' && isWhole(folder)) ?? null
}

/** Installs the server where it is missing and that is possible. Without it its tests say so and fail. */
export function ensurePostgres() {
  if (findPostgres() === null && canInstall()) install(['postgresql'])
}
