const FIRST_MS = 3_000
const LONGEST_MS = 10 * 60_000
/** So many looks at each distance before it doubles. */
const LOOKS_EACH = 5

/**
 * When to look again for an acceptance that has not come: 3 s while the patient may be at it, doubling every five looks
 * up to ten minutes. It never ends by itself: whether to wait on is for people to decide.
 * @param looks that found nothing, this one not counted
 */
export function lookAgainMs(looks: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(30, Math.floor(looks / LOOKS_EACH)))
}
