/** `req` and `res` of the exchange root, and a work folder of our own beside them: whole files in, whole files out. */
import * as nodeFiles from 'node:fs/promises'
import { join } from 'node:path'
import { errorCodeOf } from '../../../error-code'
import type { FolderFiles } from '../../../folders/files'
import type { Timers } from '../../../gateway-options'
import { CodecFault } from '../codec/fault'

export interface FolderOptions {
  /** Of the 連携アプリケーション: `C:\OQS`, or where it is shared. */
  root: string
  /** On the same volume, so that a move is one step; ours alone. */
  work: string
  /** Bytes of a result file. */
  largest: number
  files?: FolderFiles
  timers?: Timers
}

/** `busy`: locked, or changing under our eyes. `version` changes with the file. */
export type FoundFile =
  { kind: 'found'; bytes: Uint8Array; version: string } | { kind: 'absent' } | { kind: 'busy' }

/** `otherVolume`: the work folder is not where a file could be moved into `req` in one step. */
export type FolderState = 'ok' | 'missing' | 'readonly' | 'otherVolume'

export interface ExchangeFolder {
  /** Writes a file into the work folder and makes it durable. @throws Error of the file system */
  stage(workFile: string, bytes: Uint8Array): Promise<void>
  /** Moves it into `req`. `gone`: it no longer lies in the work folder. `busy`: it may still do, not now. */
  submit(workFile: string, name: string): Promise<'moved' | 'gone' | 'busy'>
  discard(workFile: string): Promise<void>
  resultNames(): Promise<string[]>
  /** null where there is none, or none that can be looked at now. */
  versionOf(name: string): Promise<string | null>
  readResult(name: string): Promise<FoundFile>
  /** Only ever a result of our own. False: not now. */
  removeResult(name: string): Promise<boolean>
  /** Removes files that were left in the work folder, of nobody's exchange and that old. */
  sweep(isKept: (workFile: string) => boolean, before: number): Promise<void>
  state(): Promise<FolderState>
  /** Whether results can be looked for now. */
  answers(): Promise<boolean>
  readonly results: string
}

/** Somebody has the file open, or the share is slow to see it. */
const BUSY = new Set(['EBUSY', 'EACCES', 'EPERM', 'ETXTBSY', 'EAGAIN', 'EMFILE', 'ENFILE'])
const NO_FOLDER_SYNC = new Set(['EISDIR', 'EINVAL', 'ENOTSUP', 'ENOSYS', 'EBADF'])
const TRIES = 4
const BETWEEN_TRIES_MS = 200
/** `fs.constants.W_OK` */
const WRITABLE = 2

export function openExchangeFolder(options: FolderOptions): ExchangeFolder {
  const { root, work, largest, files = nodeFiles, timers = globalThis } = options
  const requests = join(root, 'req')
  const results = join(root, 'res')

  /** Again a few times while it is busy. */
  async function patiently<T>(act: () => Promise<T>): Promise<T | 'busy' | 'gone'> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await act()
      } catch (cause) {
        const code = errorCodeOf(cause) ?? ''
        if (code === 'ENOENT') return 'gone'
        if (!BUSY.has(code)) throw cause
        if (tried === TRIES) return 'busy'
        await new Promise<void>((resolve) => timers.setTimeout(resolve, BETWEEN_TRIES_MS))
      }
    }
  }

  async function isAllThere(): Promise<boolean> {
    const looks = [requests, work].map((folder) => files.access(folder))
    return (await Promise.allSettled(looks)).every(({ status }) => status === 'fulfilled')
  }

  /** So that a power cut takes no entry back. Windows and some shares do not have it; they write entries through. */
  async function syncFolder(path: string): Promise<void> {
    try {
      const folder = await files.open(path, 'r')
      await folder.sync().finally(() => folder.close())
    } catch (cause) {
      const code = errorCodeOf(cause) ?? ''
      if (!NO_FOLDER_SYNC.has(code) && !BUSY.has(code)) throw cause
    }
  }

  async function isSameVolume(): Promise<boolean> {
    const [one, other] = await Promise.all([requests, work].map((folder) => files.stat(folder)))
    return one?.dev === other?.dev
  }

  async function versionOf(name: string): Promise<string | null> {
    try {
      const about = await files.stat(join(results, name))
      // A pipe would hold whoever opens it.
      return about.isFile() ? `${about.ino}:${about.size}:${about.mtimeMs}` : null
    } catch (cause) {
      const code = errorCodeOf(cause) ?? ''
      if (code === 'ENOENT' || BUSY.has(code)) return null
      throw cause
    }
  }

  async function readOnce(name: string): Promise<FoundFile> {
    const before = await versionOf(name)
    if (before === null) return { kind: 'absent' }
    const file = await files.open(join(results, name), 'r')
    try {
      const about = await file.stat()
      if (about.size > largest) throw new CodecFault('tooLarge', 'file')
      const bytes = await file.readFile()
      const after = await versionOf(name)
      if (after !== before || bytes.length !== about.size) return { kind: 'busy' }
      return { kind: 'found', bytes, version: before }
    } finally {
      await file.close()
    }
  }

  return {
    results,
    versionOf,
    async stage(workFile, bytes) {
      // Never into the bare mount point of a share that is away.
      await files.access(requests)
      await files.mkdir(work, { recursive: true, mode: 0o700 })
      if (!(await isSameVolume())) throw new Error('the work folder is on another volume than req')
      // Who may read it is for the folder to say: the terminal's own account must.
      const file = await files.open(join(work, workFile), 'wx')
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await syncFolder(work)
    },
    async submit(workFile, name) {
      const moved = await patiently(async () => {
        await files.rename(join(work, workFile), join(requests, name))
        await syncFolder(requests)
        return 'moved' as const
      })
      // Nothing is found either where the folders themselves are away.
      return moved === 'gone' && !(await isAllThere()) ? 'busy' : moved
    },
    async discard(workFile) {
      await patiently(() => files.unlink(join(work, workFile)))
    },
    async resultNames() {
      return files.readdir(results)
    },
    async readResult(name) {
      const found = await patiently(() => readOnce(name))
      if (found === 'gone') return { kind: 'absent' }
      return found === 'busy' ? { kind: 'busy' } : found
    },
    async removeResult(name) {
      return (await patiently(() => files.unlink(join(results, name)))) !== 'busy'
    },
    async sweep(isKept, before) {
      const left = await patiently(() => files.readdir(work))
      if (left === 'gone' || left === 'busy') return
      for (const name of left.filter((each) => each.endsWith('.part') && !isKept(each))) {
        await patiently(async () => {
          const { mtimeMs } = await files.stat(join(work, name))
          if (mtimeMs < before) await files.unlink(join(work, name))
        })
      }
    },
    answers: () =>
      files.access(results).then(
        () => true,
        () => false,
      ),
    async state() {
      try {
        for (const folder of [requests, results]) await files.access(folder)
        await files.access(requests, WRITABLE)
        await files.mkdir(work, { recursive: true, mode: 0o700 })
        await files.access(work, WRITABLE)
        return (await isSameVolume()) ? 'ok' : 'otherVolume'
      } catch (cause) {
        return ['EACCES', 'EPERM', 'EROFS'].includes(errorCodeOf(cause) ?? '')
          ? 'readonly'
          : 'missing'
      }
    },
  }
}
