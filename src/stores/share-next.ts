/**
 * Runs `work` once at a time. Calls during a run share the one that follows it, never the run under way: what it has
 * read may be older than the change that made them ask.
 */
export function shareNext<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  let next: Promise<T> | null = null

  function begin(): Promise<T> {
    const run = work().finally(() => {
      running = null
    })
    running = run
    return run
  }

  return () => {
    if (running === null) return begin()
    next ??= running
      .catch(() => null)
      .then(() => {
        next = null
        return begin()
      })
    return next
  }
}
