/** Looks whenever something changes, and every few seconds anyway: a share may tell nothing, or stop telling. */
import { watch as nodeWatch, type FSWatcher } from 'node:fs'
import type { Timers } from '../../../gateway-options'

export interface WatchOptions {
  folder: string
  /** Looks once; what it throws is told, the same again only after a look that went well, and does not end the watch. */
  look: () => Promise<void>
  rescanMs: number
  /** Asked before a watch is opened: on a share that is dead that would hold the whole process, not a thread of it. */
  answers?: () => Promise<boolean>
  onFault: (fault: unknown) => void
  timers?: Timers
  watch?: (folder: string, onChange: () => void) => FSWatcher
}

/** Files come in bursts; one look serves them all. */
const GATHER_MS = 25

export interface FolderWatch {
  start(): void
  /** Resolves when the look under way has ended. */
  stop(): Promise<void>
}

export function watchFolder(options: WatchOptions): FolderWatch {
  const { folder, look, rescanMs, answers, onFault, timers = globalThis } = options
  const watch = options.watch ?? ((path, onChange) => nodeWatch(path, onChange))
  let watcher: FSWatcher | undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  const told = new Map<'watch' | 'look', string>()
  let isStopped = true
  let changes = 0

  function openWatcher(): void {
    if (watcher || isStopped) return
    try {
      const opened = watch(folder, () => {
        changes += 1
        if (!running) schedule(GATHER_MS)
      })
      // The folder went away, or the share did; the next rescan tries again.
      opened.on('error', () => {
        opened.close()
        if (watcher === opened) watcher = undefined
      })
      watcher = opened
    } catch (fault) {
      tell('watch', fault)
    }
  }

  /** A share that is away for a night is told once. */
  function tell(what: 'watch' | 'look', fault: unknown): void {
    const sentence = String(fault)
    if (told.get(what) !== sentence) onFault(fault)
    told.set(what, sentence)
  }

  function schedule(ms: number): void {
    if (timer) timers.clearTimeout(timer)
    timer = isStopped ? undefined : timers.setTimeout(() => void run(), ms)
  }

  async function run(): Promise<void> {
    if (!watcher && (!answers || (await answers()))) openWatcher()
    const before = changes
    running = look().then(
      () => void told.delete('look'),
      (fault: unknown) => tell('look', fault),
    )
    await running
    running = undefined
    schedule(changes === before ? rescanMs : GATHER_MS)
  }

  return {
    start() {
      if (!isStopped) return
      isStopped = false
      schedule(0)
    },
    async stop() {
      isStopped = true
      schedule(0)
      watcher?.close()
      watcher = undefined
      await running
    },
  }
}
