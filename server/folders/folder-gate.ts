/**
 * Steps on shares, which may never end: a share whose machine is gone holds the thread that asks, and Node has few of them, for names,
 * signatures and the files of everybody. So a folder has one thread at a time, all folders together leave some free, and who asks
 * hears in time that nothing comes.
 */
import type { Timers } from '../gateway-options'
import type { FolderFiles, OpenFile } from './files'

export interface FolderGate {
  /** The same files, where each step waits for its turn. @throws Error `ETIMEDOUT` where it does not end in time; it may still */
  files(files: FolderFiles): FolderFiles
}

export interface FolderGateOptions {
  /** Threads that all folders together may hold. */
  threads?: number
  withinMs?: number
  timers?: Timers
}

/** Longer than a share takes that is well, and shorter than anybody waits for its answer. */
const WITHIN_MS = 10_000
const USUAL_THREADS = 4

/** Half of Node's threads, so that a dead share leaves the others theirs. */
export function threadsForFolders(
  size: string | undefined = process.env.UV_THREADPOOL_SIZE,
): number {
  const threads = Number(size)
  return Math.max(1, Math.floor((threads > 0 ? threads : USUAL_THREADS) / 2))
}

interface Step {
  act: () => Promise<unknown>
  /** Nobody waits for it any more. */
  isLate: boolean
  /** It is done all the same. */
  isNeeded: boolean
}

interface Lane {
  steps: Step[]
  underWay: Step | null
  /** The step under way has not ended in time. */
  isDead: boolean
}

export function createFolderGate(options: FolderGateOptions = {}): FolderGate {
  const { threads = threadsForFolders(), withinMs = WITHIN_MS, timers = globalThis } = options
  /** Lanes with a step to do, in turn. */
  const waiting: Lane[] = []
  let free = threads

  function next(): void {
    while (free > 0) {
      const lane = waiting.shift()
      if (!lane) return
      if (lane.underWay) continue
      const step = lane.steps.shift()
      if (!step) continue
      if (step.isLate && !step.isNeeded) {
        waiting.push(lane)
        continue
      }
      lane.underWay = step
      free -= 1
      const ended = () => {
        lane.underWay = null
        lane.isDead = false
        free += 1
        if (lane.steps.length > 0) waiting.push(lane)
        next()
      }
      step.act().then(ended, ended)
    }
  }

  function run<T>(
    lane: Lane,
    act: () => Promise<T>,
    { isNeeded = false, late }: { isNeeded?: boolean; late?: (value: T) => void } = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (lane.isDead && !isNeeded) {
        reject(tooLate())
        return
      }
      const timer = timers.setTimeout(() => {
        step.isLate = true
        if (lane.underWay === step) lane.isDead = true
        reject(tooLate())
      }, withinMs)
      const step: Step = {
        isLate: false,
        isNeeded,
        async act() {
          try {
            const value = await act()
            if (step.isLate) late?.(value)
            resolve(value)
          } catch (fault) {
            reject(fault instanceof Error ? fault : new Error('no step', { cause: fault }))
          } finally {
            timers.clearTimeout(timer)
          }
        },
      }
      lane.steps.push(step)
      if (!lane.underWay) waiting.push(lane)
      next()
    })
  }

  return {
    files(files) {
      const lane: Lane = { steps: [], underWay: null, isDead: false }
      const through = <T>(act: () => Promise<T>) => run(lane, act)
      const close = (file: OpenFile) => run(lane, () => file.close(), { isNeeded: true })
      return {
        access: (path, mode) => through(() => files.access(path, mode)),
        mkdir: (path, how) => through(() => files.mkdir(path, how)),
        readdir: (path) => through(() => files.readdir(path)),
        rename: (from, to) => through(() => files.rename(from, to)),
        stat: (path) => through(() => files.stat(path)),
        unlink: (path) => through(() => files.unlink(path)),
        async open(path, flags, mode) {
          const file = await run(lane, () => files.open(path, flags, mode), {
            late: (unwanted) => void close(unwanted).catch(() => undefined),
          })
          return {
            stat: () => through(() => file.stat()),
            sync: () => through(() => file.sync()),
            readFile: () => through(() => file.readFile()),
            writeFile: (bytes) => through(() => file.writeFile(bytes)),
            chmod: (rights) => through(() => file.chmod(rights)),
            close: () => close(file),
          }
        },
      }
    },
  }
}

function tooLate(): Error {
  return Object.assign(new Error('the folder does not answer'), { code: 'ETIMEDOUT' })
}
