import { describe, expect, it } from 'vitest'
import { BURDEN_RULES } from '../../domain/burden'
import { CARD_LIFE_RULES, CERTIFICATE_RULES } from '../../domain/certificate'
import { SERVICES } from '../../domain/decide/services'
import { LADDERS, TREATMENT_ROOM_LADDERS } from '../../domain/decide/steps-to-try'
import { NOTICE_ALONE_RULES, UNIVERSAL_ISSUE_RULES } from '../../domain/eligibility-certificate'
import { coversEveryDay, type DatedRule, ruleInForce, ruleOn } from '../../domain/rules'
import { SETTINGS } from '../../domain/settings'

const rule = (from: string | null, until: string | null): DatedRule => ({
  id: 'R1',
  from,
  until,
  source: 'test',
})

describe('dated rules', () => {
  const table = [rule(null, '2026-03-31'), rule('2026-04-01', null)]

  it('are chosen by the day, both ends included', () => {
    expect(ruleOn(table, '2026-03-31')).toBe(table[0])
    expect(ruleOn(table, '2026-04-01')).toBe(table[1])
  })

  it('say null for a day outside all of them', () => {
    expect(ruleOn([rule('2026-04-01', '2026-04-30')], '2026-05-01')).toBeNull()
  })

  it('treat a hole in a table that should have none as a bug', () => {
    expect(() => ruleInForce([rule('2026-04-01', null)], '2026-03-31')).toThrow(RangeError)
  })

  it('are told to have a hole, an overlap or an end', () => {
    expect(coversEveryDay(table)).toBe(true)
    expect(coversEveryDay([rule(null, '2026-03-30'), rule('2026-04-01', null)])).toBe(false)
    expect(coversEveryDay([rule(null, '2026-04-01'), rule('2026-04-01', null)])).toBe(false)
    expect(coversEveryDay([rule(null, '2026-04-01')])).toBe(false)
    expect(coversEveryDay([rule('2026-04-01', null)])).toBe(false)
  })

  it.each([
    ['certificate', CERTIFICATE_RULES],
    ['card life', CARD_LIFE_RULES],
    ['share', BURDEN_RULES],
    ['お知らせ alone', NOTICE_ALONE_RULES],
    ['資格確認書', UNIVERSAL_ISSUE_RULES],
    ...Object.entries(SETTINGS),
    ...Object.entries(SERVICES),
    ...Object.entries(LADDERS),
    ...Object.entries(TREATMENT_ROOM_LADDERS),
  ])('cover every day once: %s', (_, rules) => {
    expect(coversEveryDay(rules)).toBe(true)
    expect(rules.every(({ source }) => source.length > 0)).toBe(true)
  })
})
