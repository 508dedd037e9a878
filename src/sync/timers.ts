/** Timers as a parameter, so that a test can own the time. */

export interface Timers {
  /** Runs once after `ms`; the result cancels it. */
  after(ms: number, run: () => void): () => void
}

export const platformTimers: Timers = {
  after(ms, run) {
    const handle = setTimeout(run, ms)
    return () => clearTimeout(handle)
  },
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function pause(timers: Timers, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve()
      return
    }
    const cancel = timers.after(ms, finish)
    signal?.addEventListener('abort', finish)
    function finish(): void {
      cancel()
      signal?.removeEventListener('abort', finish)
      resolve()
    }
  })
}
