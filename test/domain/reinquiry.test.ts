import { describe, expect, it } from 'vitest'
import type { Setting } from '../../domain/check'
import { planReinquiry, type ReinquirySituation } from '../../domain/reinquiry'

const situation = (changes: Partial<ReinquirySituation> = {}): ReinquirySituation => ({
  setting: 'homeNursing',
  today: '2026-05-20',
  cardCheckedOn: '2026-01-10',
  continuing: true,
  lastVisitOn: '2026-05-13',
  consentWithdrawn: false,
  ...changes,
})
const refusal = (changes: Partial<ReinquirySituation>) => {
  const plan = planReinquiry(situation(changes))
  return plan.allowed ? 'allowed' : plan.refusal
}

describe('再照会 without the card (R33)', () => {
  it('is allowed in a continuing relation after a card check', () => {
    expect(planReinquiry(situation())).toEqual({ allowed: true, warning: null })
  })

  it.each<Setting>(['houseCall', 'onlineCare', 'fever', 'emergencyAdmission', 'treatmentRoom'])(
    'is never allowed for %s',
    (setting) => {
      expect(refusal({ setting })).toBe('setting')
    },
  )

  it('needs an earlier card check by the same facility', () => {
    expect(refusal({ cardCheckedOn: null })).toBe('noCardCheck')
    expect(refusal({ cardCheckedOn: '2026-05-21' })).toBe('noCardCheck')
  })

  it('ends with the relation and with the consent', () => {
    expect(refusal({ continuing: false })).toBe('notContinuing')
    expect(refusal({ consentWithdrawn: true })).toBe('withdrawn')
  })

  it('warns after a long gap and does not block', () => {
    const plan = planReinquiry(situation({ lastVisitOn: '2026-02-18' }))
    expect(plan.allowed && plan.warning?.days).toBe(91)
    expect(planReinquiry(situation({ lastVisitOn: '2026-02-19' }))).toEqual({
      allowed: true,
      warning: null,
    })
  })

  it('takes the length of the gap from the facility, and an unknown last visit for none', () => {
    const plan = planReinquiry(situation(), 6)
    expect(plan.allowed && plan.warning?.text).toContain('7日')
    expect(planReinquiry(situation({ lastVisitOn: null }), 0)).toEqual({
      allowed: true,
      warning: null,
    })
  })

  it('says why not, in a sentence', () => {
    const plan = planReinquiry(situation({ cardCheckedOn: null }))
    expect(!plan.allowed && plan.reason).toMatch(/カードが必要です。$/)
  })
})
