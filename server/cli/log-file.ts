/** The gateway's log: JSON lines in a file of the data folder, for its owner only, never larger than two files. */
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'
import type { Log } from '../http/log'

const MAX_BYTES = 5_000_000

export interface LogFile {
  log: Log
  close(): void
}

/** Opens `path` for appending; at 5 MB it becomes `path.1` and a new one begins. */
export function openLogFile(path: string, maxBytes = MAX_BYTES): LogFile {
  let file = openSync(path, 'a', 0o600)
  let size = fstatSync(file).size
  return {
    log(line) {
      const text = `${JSON.stringify(line)}\n`
      if (size > 0 && size + text.length > maxBytes) {
        closeSync(file)
        renameSync(path, `${path}.1`)
        file = openSync(path, 'a', 0o600)
        size = 0
      }
      size += writeSync(file, text)
    },
    close() {
      closeSync(file)
    },
  }
}
