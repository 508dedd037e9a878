// Finds a Japanese font, or installs Debian's where that is possible: without one Chromium draws and prints boxes.
import { spawnSync } from 'node:child_process'
import { canInstall, install } from './apt.mjs'

/** Whether fontconfig knows one; true where there is no fontconfig to ask and none to install it with. */
function hasJapaneseFont() {
  const { error, stdout } = spawnSync('fc-list', [':lang=ja', 'family'], { encoding: 'utf8' })
  return error ? !canInstall() : stdout.trim() !== ''
}

/** Installs one where there is none and that is possible; else says what is missing, and goes on. */
export function ensureJapaneseFont() {
  if (hasJapaneseFont()) return
  if (canInstall()) install(['fontconfig', 'fonts-noto-cjk'])
  if (hasJapaneseFont()) return
  console.error('A Japanese font is needed: install one (Debian: apt-get install fonts-noto-cjk).')
}
