/** The harness finds what it is there to find. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createInput } from '../../tools/fuzz/mutate'
import { createRandom } from '../../tools/fuzz/random'
import { inputOf, runTarget, SLOWEST_MS } from '../../tools/fuzz/run-target'
import type { FuzzTarget } from '../../tools/fuzz/target'
import { runWatched } from '../../tools/fuzz/watch'

class OwnError extends Error {}

function target(change: Partial<FuzzTarget>): FuzzTarget {
  return { name: 'sample', corpus: [Uint8Array.of(1, 2, 3)], eat: () => true, ...change }
}

const plan = { seed: 7, count: 500 }

describe('an input', () => {
  it('is the same for the same seed, parser and number, and another for another', () => {
    const all = Array.from({ length: 200 }, (_, index) => inputOf(target({}), 7, index))
    expect(Array.from({ length: 200 }, (_, index) => inputOf(target({}), 7, index))).toEqual(all)
    expect(inputOf(target({}), 8, 50)).not.toEqual(all[50])
    expect(inputOf(target({ name: 'other' }), 7, 50)).not.toEqual(all[50])
    expect(new Set(all.map((input) => input.join())).size).toBeGreaterThan(100)
  })

  it.each([
    ['bytes', Uint8Array.of(1, 2, 3)],
    ['a Buffer, whose slices are views', Buffer.of(1, 2, 3)],
  ])('never changes the good one it is made from: %s', (_, good) => {
    for (let index = 0; index < 500; index += 1) createInput(createRandom(7, 'x', index), [good])
    expect([...good]).toEqual([1, 2, 3])
  })

  it('of a parser with words of its own holds them now and then', () => {
    const tokens = [Uint8Array.of(0xde, 0xad, 0xbe)]
    const inputs = Array.from({ length: 300 }, (_, index) =>
      createInput(createRandom(7, 'x', index), [Uint8Array.of(1, 2, 3)], tokens),
    )
    expect(inputs.some((input) => input.join().includes('222,173,190'))).toBe(true)
  })
})

describe('a run', () => {
  it('begins with the good inputs and counts what was taken and refused', async () => {
    const seen: string[] = []
    const eat = (input: Uint8Array): boolean => {
      seen.push(input.join())
      return input.length > 3
    }
    const report = await runTarget(target({ eat }), plan)
    expect(seen[0]).toBe('1,2,3')
    expect(report.inputs).toBe(500)
    expect(report.taken + report.refused).toBe(500)
    expect(report.taken).toBe(seen.filter((input) => input.split(',').length > 3).length)
  })

  it('takes an error of the own types for a refusal', async () => {
    const eat = (): boolean => {
      throw new OwnError()
    }
    const report = await runTarget(target({ eat, refusals: [OwnError] }), plan)
    expect(report).toMatchObject({ finding: null, refused: 500 })
  })

  it.each([
    [
      'another error',
      () => {
        throw new RangeError('Maximum call stack')
      },
      /RangeError/,
    ],
    ['a rejection', () => Promise.reject(new TypeError('undefined')), /TypeError/],
    ['too much memory', () => new Uint8Array(1_000_000).length > 0, /allocated 1000000 bytes/],
    [
      'too much memory piece by piece',
      () => Array.from({ length: 99 }, () => new Uint8Array(999)).length > 0,
      /allocated/,
    ],
  ])('ends at %s and tells the input', async (_, eat, what) => {
    const isBad = (input: Uint8Array): boolean => input.length > 10
    const guarded = (input: Uint8Array): boolean | Promise<boolean> => !isBad(input) || eat()
    const { finding, inputs } = await runTarget(target({ eat: guarded }), plan)
    expect(finding?.what).toMatch(what)
    expect(inputs).toBe((finding?.index ?? 0) + 1)
    const input = inputOf(target({}), plan.seed, finding?.index ?? 0)
    expect(finding?.input).toBe(Buffer.from(input).toString('hex'))
  })

  it('ends at an input that is slow every time', async () => {
    const eat = (input: Uint8Array): boolean => {
      const begun = process.cpuUsage()
      const worked = (): number => process.cpuUsage(begun).user / 1_000
      while (input.length > 10 && worked() < 2 * SLOWEST_MS);
      return true
    }
    expect((await runTarget(target({ eat }), plan)).finding?.what).toMatch(/^took \d+ ms$/)
  })

  it('leaves the platform as it found it', async () => {
    const before = Uint8Array
    await runTarget(target({}), plan)
    expect(Uint8Array).toBe(before)
  })

  it('in a thread that hangs is stopped and told by its number', async () => {
    const file = fileURLToPath(new URL('./hanging-thread.mjs', import.meta.url))
    const run = { name: 'sample', seed: 7, count: 10, from: 0 }
    expect(await runWatched(run, 200, file)).toMatchObject({
      inputs: 3,
      finding: { index: 3, what: 'never ends' },
    })
  })
})
