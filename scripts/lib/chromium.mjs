// Finds a Chromium, or installs Debian's where that is possible; never downloads a browser of its own.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { canInstall, install } from './apt.mjs'
import { ensureJapaneseFont } from './fonts.mjs'

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

/** The path of a Chromium that has Japanese letters; ends the process with one sentence where none can be had. */
export function ensureChromium() {
  ensureJapaneseFont()
  const found = findChromium()
  if (found) return found
  if (canInstall()) {
    install(['chromium'])
    const installed = findChromium()
    if (installed) return installed
  }
  console.error(
    'A Chromium is needed: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  )
  process.exit(1)
}
