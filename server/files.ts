/** Files that must survive a power cut and be read by their owner only. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a whole file or leaves the old one: temporary file, fsync, rename, fsync of the folder; mode 0600.
 */
export function writeDurably(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** The text of a file; undefined when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw cause
  }
}

/** The text of a file; undefined when there is none, or it is not this process's to read. */
export function readIfReadable(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    // The caller says what was expected there; which error of the system it was tells nobody more.
    if (cause instanceof Error && 'code' in cause) return undefined
    throw cause
  }
}

export function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
}

/** What stands in a folder, in the order of its names; a folder that is missing holds nothing. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (cause) {
    if (isMissing(cause)) return []
    throw cause
  }
}
