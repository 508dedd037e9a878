/** The gateway's log: JSON lines with their level, in a file of the data folder or on standard output. */
import { closeSync, fstatSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { isMissing } from '../files'
import { levelOf, LOG_LEVELS, type Log, type LogLevel, type LogLine } from '../http/log'

const MAX_BYTES = 5_000_000

export interface LogFile {
  log: Log
  close(): void
}

export interface LogOptions {
  /** Less than this is left out. */
  level?: LogLevel
  maxBytes?: number
}

/**
 * Opens `path` for appending, for its owner only; at 5 MB it becomes `path.1` and a new one begins. Several gateways may
 * write into it: the first that finds it full moves it, the others follow.
 */
export function openLogFile(
  path: string,
  { level = 'info', maxBytes = MAX_BYTES }: LogOptions = {},
): LogFile {
  let file = openSync(path, 'a', 0o600)
  return {
    log(line) {
      if (!isWanted(line, level)) return
      const text = format(line)
      const { size } = fstatSync(file)
      if (size > 0 && size + Buffer.byteLength(text) > maxBytes) {
        if (isStillAt(path, file)) renameSync(path, `${path}.1`)
        closeSync(file)
        file = openSync(path, 'a', 0o600)
      }
      writeSync(file, text)
    },
    close() {
      closeSync(file)
    },
  }
}

/** For containers and systemd, which keep what is written to standard output. */
export function openLogStream(
  write: (text: string) => void,
  { level = 'info' }: LogOptions = {},
): LogFile {
  return {
    log(line) {
      if (isWanted(line, level)) write(format(line))
    },
    close: () => undefined,
  }
}

function format(line: LogLine): string {
  return `${JSON.stringify({ level: levelOf(line), ...line })}\n`
}

function isWanted(line: LogLine, level: LogLevel): boolean {
  return LOG_LEVELS.indexOf(levelOf(line)) >= LOG_LEVELS.indexOf(level)
}

function isStillAt(path: string, file: number): boolean {
  try {
    return statSync(path).ino === fstatSync(file).ino
  } catch (cause) {
    if (isMissing(cause)) return false
    throw cause
  }
}
