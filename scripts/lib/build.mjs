// Builds the app and the gateway when a source is newer than what was built.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runOrExit, tool } from './install.mjs'

const SOURCES = [
  'domain',
  'api',
  'src',
  'server',
  'public',
  'index.html',
  'admin.html',
  'vite.config.ts',
  'vite.server.config.ts',
  'package.json',
  'package-lock.json',
]

function addToHash(hash, path) {
  const full = join(ROOT, path)
  if (!existsSync(full)) return
  const entries = readdirOrNull(full)
  if (entries === null) {
    hash.update(path).update(readFileSync(full))
    return
  }
  for (const entry of entries.sort()) addToHash(hash, join(path, entry))
}

function readdirOrNull(path) {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}

export function ensureBuilt() {
  const hash = createHash('sha256')
  for (const source of SOURCES) addToHash(hash, source)
  const wanted = hash.digest('hex')
  const stamp = join(ROOT, 'dist', '.built-from')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Building the app and the gateway …')
  const vite = tool('vite/bin/vite.js')
  runOrExit(process.execPath, [vite, 'build', '--logLevel', 'warn'])
  runOrExit(process.execPath, [
    vite,
    'build',
    '--config',
    'vite.server.config.ts',
    '--logLevel',
    'warn',
  ])
  writeFileSync(stamp, wanted)
}
