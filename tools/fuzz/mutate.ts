/** Inputs: good ones that were spoiled in a few places, and bytes that never were good. */
import type { Random } from './random'

/** Where lengths, tags and signs change their meaning. */
const EDGES = [0x00, 0x01, 0x1f, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x90, 0xfe, 0xff] as const
const MAX_RANDOM = 300
const MAX_INPUT = 8_192

/** `tokens` are pieces that mean something to the parser, to be put in somewhere. */
export function createInput(
  random: Random,
  corpus: readonly Uint8Array[],
  tokens: readonly Uint8Array[] = [],
): Uint8Array {
  const base = corpus[random.below(corpus.length)]
  // One input in eight knows nothing of the form.
  if (!base || random.below(8) === 0) return randomBytes(random, random.below(MAX_RANDOM))
  // A copy: `slice` of a Buffer is a view, and spoiling it would spoil the good one.
  let bytes: Uint8Array = new Uint8Array(base)
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    bytes = mutate(bytes, random, corpus, tokens)
  }
  return bytes.length > MAX_INPUT ? bytes.slice(0, MAX_INPUT) : bytes
}

function mutate(
  bytes: Uint8Array,
  random: Random,
  corpus: readonly Uint8Array[],
  tokens: readonly Uint8Array[],
): Uint8Array {
  const at = random.below(bytes.length + 1)
  const to = Math.min(bytes.length, at + 1 + random.below(random.below(4) === 0 ? 64 : 4))
  switch (random.below(10)) {
    case 0:
      return changeAt(bytes, at, (byte) => byte ^ (1 << random.below(8)))
    case 1:
      return changeAt(bytes, at, () => random.below(256))
    case 2:
      return changeAt(bytes, at, () => random.pick(EDGES))
    case 3:
      return changeAt(bytes, at, (byte) => byte + random.pick([1, -1]))
    case 4:
      return splice(bytes, at, at, randomBytes(random, 1 + random.below(8)))
    case 5:
      return splice(bytes, at, to, new Uint8Array())
    case 6:
      return splice(bytes, to, to, bytes.slice(at, to))
    case 7:
      return bytes.slice(0, at)
    case 8: {
      const other = corpus[random.below(corpus.length)] ?? bytes
      return splice(bytes, at, bytes.length, other.slice(random.below(other.length + 1)))
    }
    default: {
      const token = tokens[random.below(tokens.length)]
      if (token) return splice(bytes, at, random.below(2) === 0 ? at : to, token)
      // A length of two bytes that promises what is not there.
      return splice(bytes, at, to, Uint8Array.of(random.pick(EDGES), random.pick(EDGES)))
    }
  }
}

function changeAt(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const copy = bytes.slice()
  if (at < copy.length) copy[at] = change(copy[at] ?? 0)
  return copy
}

function splice(bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array {
  const joined = new Uint8Array(from + put.length + bytes.length - to)
  joined.set(bytes.subarray(0, from))
  joined.set(put, from)
  joined.set(bytes.subarray(to), from + put.length)
  return joined
}

function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256))
}
