import { describe, expect, it } from 'vitest'
import { CONSENT_ENDING_RULES, endsSoon } from '../../domain/consent-ending'
import { coversEveryDay } from '../../domain/rules'

const END = '2026-11-22T09:00:00.000Z'
const LEAD_MS = (CONSENT_ENDING_RULES.at(-1)?.leadHours ?? 0) * 3_600_000
const before = (ms: number): number => Date.parse(END) - ms

describe('a consent ends soon (R32)', () => {
  it('from its lead on, to the last moment before its end', () => {
    expect(endsSoon(END, before(LEAD_MS + 1))).toBe(false)
    expect(endsSoon(END, before(LEAD_MS))).toBe(true)
    expect(endsSoon(END, before(1))).toBe(true)
  })

  it('not at its end, nor after it', () => {
    expect(endsSoon(END, before(0))).toBe(false)
    expect(endsSoon(END, before(-1))).toBe(false)
  })

  it('never, where it holds until it is revoked', () => {
    expect(endsSoon(null, before(0))).toBe(false)
  })

  it('by a rule for every day', () => {
    expect(coversEveryDay(CONSENT_ENDING_RULES)).toBe(true)
    expect(LEAD_MS).toBeGreaterThan(0)
    expect(LEAD_MS).toBeLessThan(24 * 3_600_000)
  })
})
