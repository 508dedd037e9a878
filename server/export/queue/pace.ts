const FIRST_MS = 5_000
const LONGEST_MS = 3_600_000
/** A destination may be switched off over a long weekend. */
export const GIVE_UP_MS = 5 * 24 * 3_600_000

/**
 * When the next try is: full-jitter exponential backoff, anything up to 5 s, 10 s, 20 s … 1 h, and never before the other
 * side asked for, with up to a tenth more so that many do not come at the same instant.
 * @param attempts tries that have failed so far, this one included
 * @param random 0 ≤ x < 1
 */
export function nextTryMs(
  attempts: number,
  afterMs: number | undefined,
  random: () => number,
): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20))
  const wait = Math.max(1_000, Math.floor(random() * ceiling))
  return afterMs === undefined
    ? wait
    : Math.max(wait, afterMs + Math.floor(random() * (afterMs / 10)))
}
