/** How long to wait before the next try: exponential with full jitter, so that a fleet does not come back as one. */

const FIRST_MS = 1_000
const LONGEST_MS = 60_000
const LONGEST_ORDERED_MS = 3_600_000

/**
 * @param failures tries that failed so far, 1 and up
 * @param random in [0, 1)
 * @param orderedMs what the server asked for (Retry-After, RFC 9110 §10.2.3): never undercut, and spread by up to a second
 * @returns whole milliseconds
 */
export function backoffMs(failures: number, random: () => number, orderedMs?: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16))
  const jittered = Math.floor(random() * ceiling)
  if (orderedMs === undefined) return jittered
  return Math.min(orderedMs, LONGEST_ORDERED_MS) + Math.floor(random() * FIRST_MS)
}
