/** The gateway's log: JSON lines with their level, in a file of the data folder or on standard output. */
import * as nodeFiles from 'node:fs'
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
  files?: LogFiles
}

/** As in `node:fs`; tests put faults into it. */
export interface LogFiles extends Pick<typeof nodeFiles, 'closeSync' | 'fstatSync' | 'renameSync'> {
  openSync(path: string, flags: 'a', mode: number): number
  writeSync(file: number, bytes: Uint8Array): number
}

/**
 * Opens `path` for appending, for its owner only; at 5 MB it becomes `path.1` and a new one begins. Several gateways may
 * write into it: the first that finds it full moves it, the others follow. What cannot be written is counted, and told by a
 * line of its own as soon as one can be: a full disk must not refuse what the database has taken.
 */
export function openLogFile(
  path: string,
  { level = 'info', maxBytes = MAX_BYTES, files = nodeFiles }: LogOptions = {},
): LogFile {
  let file = files.openSync(path, 'a', 0o600)
  let lost = 0
  /** A line that was begun and not ended must not spoil the next. */
  let isBroken = false

  function makeRoom(bytes: number): void {
    const { size } = files.fstatSync(file)
    if (size === 0 || size + bytes <= maxBytes) return
    if (isStillAt(path, file)) files.renameSync(path, `${path}.1`)
    // The old one is closed last: its number would soon be that of another file.
    const next = files.openSync(path, 'a', 0o600)
    files.closeSync(file)
    file = next
    isBroken = false
  }

  function append(line: LogLine): void {
    const text = format(line)
    makeRoom(Buffer.byteLength(text))
    const bytes = Buffer.from(isBroken ? `\n${text}` : text)
    const written = files.writeSync(file, bytes)
    isBroken = written < bytes.length && (written > 0 || isBroken)
    if (written < bytes.length) throw new Error('not the whole line')
  }

  return {
    log(line) {
      if (!isWanted(line, level)) return
      try {
        if (lost > 0) append({ event: 'log', time: line.time, lost })
        lost = 0
        append(line)
      } catch {
        // Nowhere is left to say it; readiness tells that the disk is full.
        lost += 1
      }
    },
    close() {
      files.closeSync(file)
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
    return nodeFiles.statSync(path).ino === nodeFiles.fstatSync(file).ino
  } catch (cause) {
    if (isMissing(cause)) return false
    throw cause
  }
}
