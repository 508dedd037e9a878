/** Chance that can be had again: of the n-th request, a function of the seed and n. */
export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  shuffle<T>(list: readonly T[]): T[]
}

/** mulberry32 */
export function chanceOf(seed: number, index: number): Chance {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) | 0
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    shuffle(list) {
      const left = [...list]
      const drawn: (typeof list)[number][] = []
      while (left.length > 0) drawn.push(...left.splice(Math.floor(next() * left.length), 1))
      return drawn
    },
  }
}
