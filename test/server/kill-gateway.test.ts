import { describe, expect, it } from 'vitest'
import { playKills, type KillReport } from '../support/kill/play-kills'

/** `npm run bench -- kill` kills a hundred times on each. */
const KILLS = 3
const FRACTIONS = [0.1, 0.9, 0.4]

const NOTHING_WRONG: Partial<KillReport> = {
  lost: 0,
  twice: 0,
  askedTwice: 0,
  neverAsked: 0,
  broken: [],
  wrong: [],
}

describe('a gateway killed under load', () => {
  it.each(['sqlite', 'postgres'] as const)(
    'loses nothing that it acknowledged and asks about each check once (%s)',
    async (database) => {
      const fractions = [...FRACTIONS]
      const random = () => fractions.pop() ?? 0
      const report = await playKills({ kills: KILLS, database, tablets: 2, random })
      expect(report).toMatchObject(NOTHING_WRONG)
      expect(report.acknowledged).toBeGreaterThan(KILLS)
    },
    180_000,
  )
})
