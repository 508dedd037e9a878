/** Randomness that can be had again: an input is a function of seed, parser and number, and of nothing else. */

export interface Random {
  /** 0 ≤ n < `below`. */
  below(below: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
}

/** mulberry32 over the hash of its names: small, fast, and good enough to spoil bytes with. */
export function createRandom(seed: number, name: string, index: number): Random {
  let state = hashOf(seed, name, index)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, pick: (choices) => choices[below(choices.length)] ?? choices[0] }
}

/** FNV-1a over the name, then one round of mixing for seed and number. */
function hashOf(seed: number, name: string, index: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  }
  for (const part of [seed, index]) {
    hash = Math.imul(hash ^ part ^ (hash >>> 15), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  }
  return hash ^ (hash >>> 16)
}
