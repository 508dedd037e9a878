/** Whether this gateway can do its work now: for whoever sends requests its way, and for whoever looks after it. */
import type { Timers } from '../gateway-options'
import type { OperationStore } from '../store/store'

/** `authority`: the exchange folder cannot be used; where there are several, none of them. */
export const UNREADY_REASONS = ['stopping', 'database', 'migrations', 'authority', 'disk'] as const
export type UnreadyReason = (typeof UNREADY_REASONS)[number]

export interface Readiness {
  /** Empty when it is ready. Never rejects. */
  reasons(): Promise<UnreadyReason[]>
  /** From now on it is not ready: it takes no more work. */
  stop(): void
}

export interface ReadinessOptions {
  operation: Pick<OperationStore, 'schemaVersion'>
  /** Whether the exchange folder can be used, of each facility that has one. */
  folders?: () => Promise<readonly boolean[]>
  freeBytes?: () => Promise<number>
  neededBytes?: number
  now: () => number
  timers: Timers
}

const PROBE_MS = 2_000
/** Anybody may ask: what was found is told again for so long. */
const KEEP_MS = 1_000

export function createReadiness(options: ReadinessOptions): Readiness {
  const { operation, folders, freeBytes, neededBytes = 0, now, timers } = options
  /** The schema that this gateway found, or made, at its start. */
  let expected: number | undefined
  let stopping = false
  let last: { at: number; reasons: Promise<UnreadyReason[]> } | undefined

  async function probeDatabase(): Promise<UnreadyReason | null> {
    const version = await within(operation.schemaVersion(), timers)
    if (version === undefined) return 'database'
    expected ??= version
    return version === expected ? null : 'migrations'
  }

  async function probeFolders(): Promise<UnreadyReason | null> {
    const usable = folders ? await within(folders(), timers) : []
    return usable === undefined || (usable.length > 0 && !usable.includes(true))
      ? 'authority'
      : null
  }

  async function probeDisk(): Promise<UnreadyReason | null> {
    const free = freeBytes ? await within(freeBytes(), timers) : Infinity
    return free === undefined || free < neededBytes ? 'disk' : null
  }

  async function probe(): Promise<UnreadyReason[]> {
    const found = await Promise.all([probeDatabase(), probeFolders(), probeDisk()])
    return found.filter((reason) => reason !== null)
  }

  return {
    async reasons() {
      if (stopping) return ['stopping']
      // A clock that was put back must not keep what was found before for as long.
      const isFresh = last && now() >= last.at && now() - last.at < KEEP_MS
      if (!last || !isFresh) last = { at: now(), reasons: probe() }
      return last.reasons
    },
    stop() {
      stopping = true
    },
  }
}

/** undefined when it failed or took too long: either way it cannot be relied upon now. */
async function within<T>(work: Promise<T>, timers: Timers): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = timers.setTimeout(() => {
      resolve(undefined)
    }, PROBE_MS)
  })
  try {
    return await Promise.race([work.catch(() => undefined), late])
  } finally {
    if (timer) timers.clearTimeout(timer)
  }
}
