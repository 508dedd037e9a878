import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../src/sync/backoff'

describe('the back-off', () => {
  it('doubles its ceiling from one second to one minute and stays there', () => {
    const almost = () => 0.999999
    const timeline = Array.from({ length: 9 }, (_, n) => `${n + 1}: ${backoffMs(n + 1, almost)}`)
    expect(timeline).toEqual([
      '1: 999',
      '2: 1999',
      '3: 3999',
      '4: 7999',
      '5: 15999',
      '6: 31999',
      '7: 59999',
      '8: 59999',
      '9: 59999',
    ])
  })

  it('spreads over the whole span down to nothing, so that a fleet does not return as one', () => {
    expect([0, 0.25, 0.5].map((random) => backoffMs(4, () => random))).toEqual([0, 2_000, 4_000])
  })

  it('never undercuts what the server ordered', () => {
    for (const random of [0, 0.5, 0.999]) {
      expect(backoffMs(1, () => random, 30_000)).toBeGreaterThanOrEqual(30_000)
      expect(backoffMs(1, () => random, 30_000)).toBeLessThan(31_000)
    }
  })

  it('does not let a server send it away for more than an hour', () => {
    expect(backoffMs(1, () => 0, 10 * 86_400_000)).toBe(3_600_000)
  })

  it('stays finite after any number of failures', () => {
    expect(backoffMs(10_000, () => 0.5)).toBe(30_000)
  })
})
