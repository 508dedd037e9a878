// Finds a Chromium, or installs Debian's where that is possible; never downloads a browser of its own.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'ENOTDIR') return false
    throw error
  }
}

export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name)
      if (folder !== '' && isRunnable(path)) return path
    }
  }
  return null
}

function canInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

/** The path of a Chromium; ends the process with one sentence where none can be had. */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (canInstall()) {
    console.log('Installing Chromium (apt-get install chromium) …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    })
    const installed = findChromium()
    if (installed) return installed
  }
  console.error(
    'A Chromium is needed: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  )
  process.exit(1)
}
