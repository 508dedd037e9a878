/** Every parser of outside bytes, with a small share of what `npm run fuzz` gives it. */
import { describe, expect, it } from 'vitest'
import { runTarget } from '../../tools/fuzz/run-target'
import { shareOf } from '../../tools/fuzz/target'
import { makeTargets } from '../../tools/fuzz/targets'

const COUNT = 10_000
/** The same inputs every time, unless told otherwise: a failure is no matter of luck. */
const SEED = Number(process.env.TAZUNE_FUZZ_SEED ?? 20_261_122)

const targets = await makeTargets()

describe(`each parser of outside bytes (seed ${SEED}, TAZUNE_FUZZ_SEED sets it)`, () => {
  it.each(targets)(
    `$name takes its share of ${COUNT.toLocaleString('en')} generated and spoiled inputs without a fault of its own, a hang or more memory than they justify`,
    async (target) => {
      const count = shareOf(target, COUNT)
      const report = await runTarget(target, { seed: SEED, count })
      expect(report).toMatchObject({ finding: null, inputs: count })
      expect(report.refused).toBeGreaterThan(0)
    },
  )

  it.each(targets)('$name takes every good input it is spoiled from', async (target) => {
    for (const good of target.corpus) expect(await target.eat(new Uint8Array(good))).toBe(true)
  })

  it('has a name of its own', () => {
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length)
  })
})
