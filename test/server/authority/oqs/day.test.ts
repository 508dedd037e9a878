import { describe, expect, it } from 'vitest'
import { playDay } from '../../../support/oqs/play-day'

describe.each([
  ['cp932', 7],
  ['utf-8', 8],
] as const)(
  'a day at a terminal that writes %s and does everything wrong that it can',
  (encoding, seed) => {
    it(
      'answers every request once or shows it as unanswered, and none wrong',
      { timeout: 90_000 },
      async () => {
        const report = await playDay({ count: 250, seed, encoding })
        const { answered, failed, unreadable, unanswered } = report
        expect(report).toMatchObject({
          wrong: [],
          askedTwice: [],
          missed: [],
          touched: [],
          faults: [],
        })
        expect(answered + failed + unreadable + unanswered).toBe(250)
        // The faults have struck, and most came through all the same.
        expect(Math.min(failed, unreadable, unanswered, report.strangers)).toBeGreaterThan(0)
        expect(answered).toBeGreaterThan(125)
      },
    )
  },
)
