/** Files that must survive a power cut and be read by their owner only. */
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { errorCodeOf } from './error-code'

/**
 * Writes a whole file or leaves the old one: temporary file, fsync, rename, fsync of the folder; mode 0600. Several processes may do so
 * at once: each writes a file of its own, and the last one stays.
 */
export function writeDurably(path: string, content: string): void {
  place(path, content, (temporary) => {
    renameSync(temporary, path)
  })
}

/** As {@link writeDurably} where there is no such file yet. False, and nothing written: another was first. */
export function createDurably(path: string, content: string): boolean {
  let isFirst = true
  place(path, content, (temporary) => {
    try {
      linkSync(temporary, path)
    } catch (cause) {
      if (errorCodeOf(cause) !== 'EEXIST') throw cause
      isFirst = false
    }
    rmSync(temporary)
  })
  return isFirst
}

function place(path: string, content: string, put: (temporary: string) => void): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomUUID()}.new`
  try {
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(file, content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    put(temporary)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw cause
  }
  syncToDisk(dirname(path))
}

/** Flushes a file as it stands, or the names in a folder: a power cut does not take them back. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
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
  return errorCodeOf(cause) === 'ENOENT'
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
