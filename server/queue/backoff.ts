const FIRST_MS = 1_000
const LONGEST_MS = 5 * 60_000
/** Never at once: a fault that answers immediately would otherwise keep a processor busy. */
const SHORTEST_MS = 50

/**
 * Full-jitter exponential backoff: anything up to 1 s, 2 s, 4 s … 5 min.
 * @param attempts tries that have failed so far, this one included
 * @param random 0 ≤ x < 1
 */
export function backoffMs(attempts: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30))
  return Math.max(SHORTEST_MS, Math.floor(random() * ceiling))
}
