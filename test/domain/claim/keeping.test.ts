import { describe, expect, it } from 'vitest'
import { addDays } from '../../../domain/days'
import {
  isErasedSoon,
  keptForClaimUntil,
  keptVisitsFrom,
  mustEraseKept,
} from '../../../domain/claim/keeping'

describe('a 申立書 is destroyed (R55)', () => {
  const keptUntil = '2026-06-10'

  it('on the day the claim work is closed, not before', () => {
    const keeping = { claimClosedOn: '2026-06-02', keptUntil }
    expect(mustEraseKept(keeping, '2026-06-01')).toBe(false)
    expect(mustEraseKept(keeping, '2026-06-02')).toBe(true)
  })

  it('after the last day on which the device keeps anything, whether or not it is closed', () => {
    const keeping = { claimClosedOn: null, keptUntil }
    expect(mustEraseKept(keeping, '2026-06-10')).toBe(false)
    expect(mustEraseKept(keeping, '2026-06-11')).toBe(true)
  })

  it('by itself after the claim could be filed twice, on the 10th of the second month', () => {
    expect(keptForClaimUntil('2026-05-01')).toBe('2026-07-10')
    expect(keptForClaimUntil('2026-05-31')).toBe('2026-07-10')
    expect(keptForClaimUntil('2026-12-31')).toBe('2027-02-10')
  })

  it('all of them from one day on, which is the other way round the same', () => {
    expect(keptVisitsFrom('2026-07-10')).toBe('2026-05-01')
    expect(keptVisitsFrom('2026-07-11')).toBe('2026-06-01')
    for (let day = '2026-01-01'; day < '2028-03-01'; day = addDays(day, 1)) {
      const from = keptVisitsFrom(day)
      expect(keptForClaimUntil(from) >= day).toBe(true)
      expect(keptForClaimUntil(addDays(from, -1)) < day).toBe(true)
    }
  })

  it('and is pointed out in the seven days before', () => {
    const keeping = { claimClosedOn: null, keptUntil }
    expect(isErasedSoon(keeping, '2026-06-03')).toBe(false)
    expect(isErasedSoon(keeping, '2026-06-04')).toBe(true)
  })
})
