// Installs the locked dependencies when they are missing or stale. Uses nothing but Node.
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Runs a command in the repository; ends this process with its code when it fails. */
export function runOrExit(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
  if (result.error) {
    console.error(`${command}: ${result.error.message}`)
    process.exit(1)
  }
  if (result.status !== 0) process.exit(result.status ?? 1)
}

export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Tazune needs Node 20.19 or newer; this is ${process.versions.node}.`)
    process.exit(1)
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  const stamp = join(ROOT, 'node_modules', '.tazune-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  // What a command prints and reads is its own: npm gets neither.
  console.error('Installing dependencies (npm ci) …')
  runOrExit('npm', ['ci', '--no-fund', '--no-audit'], {
    shell: process.platform === 'win32',
    stdio: ['ignore', 2, 2],
  })
  writeFileSync(stamp, lock)
}

/** The path of a tool that the dependencies bring, to be run with this Node. */
export function tool(path) {
  return join(ROOT, 'node_modules', ...path.split('/'))
}
