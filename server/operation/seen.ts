/** Who was seen when, for as long as somebody asks; in memory only. */
export interface Seen {
  see(id: string): void
  countSince(since: number): number
}

/** @param keepMs what is older is forgotten */
export function createSeen(keepMs: number, now: () => number): Seen {
  // In the order of the last time: an id that is seen again moves to the end.
  const times = new Map<string, number>()

  function forget(): void {
    const before = now() - keepMs
    for (const [id, at] of times) {
      if (at >= before) return
      times.delete(id)
    }
  }

  return {
    see(id) {
      times.delete(id)
      times.set(id, now())
      forget()
    },
    countSince(since) {
      forget()
      return [...times.values()].filter((at) => at >= since).length
    },
  }
}
