import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BURDEN_RULES,
  burdenOf,
  elderlyFirstDay,
  preschoolLastDay,
  ruleShare,
  shareOf,
} from '../../domain/burden'
import { addDays } from '../../domain/days'
import { ruleInForce } from '../../domain/rules'
import { answer, anyAnswer, anyDay, coverage, ticket, TODAY } from './answers'

const rule = ruleInForce(BURDEN_RULES, TODAY)

describe('the share by age (R47)', () => {
  it.each([
    ['2020-04-01', '2026-03-31'],
    ['2020-04-02', '2027-03-31'],
    ['2020-03-31', '2026-03-31'],
    ['2020-12-31', '2027-03-31'],
    ['2020-02-29', '2026-03-31'],
  ])('is 2割 for one born %s up to %s', (birthdate, lastDay) => {
    expect(preschoolLastDay(birthdate, rule)).toBe(lastDay)
    expect(ruleShare(birthdate, lastDay).percent).toBe(20)
    expect(ruleShare(birthdate, addDays(lastDay, 1)).percent).toBe(30)
  })

  it.each([
    ['1956-05-20', '2026-06-01'],
    ['1956-05-01', '2026-05-01'],
    ['1956-05-31', '2026-06-01'],
    ['1956-12-02', '2027-01-01'],
    ['1956-02-29', '2026-03-01'],
  ])('is to be asked for one born %s from %s', (birthdate, firstDay) => {
    expect(elderlyFirstDay(birthdate, rule)).toBe(firstDay)
    expect(ruleShare(birthdate, addDays(firstDay, -1)).percent).toBe(30)
    const share = ruleShare(birthdate, firstDay)
    expect(share).toMatchObject({ percent: null, choices: [10, 20, 30], text: '1〜3割' })
    expect(share.note).toContain('尋ねて')
  })

  it('may always be settled later, as nobody has confirmed it', () => {
    for (const birthdate of ['2022-01-01', '1980-01-01', '1940-01-01', null]) {
      expect(ruleShare(birthdate, TODAY)).toMatchObject({ source: 'rule', mayBeSettledLater: true })
    }
  })

  it('is 3割 where the age is unknown, and says who pays less', () => {
    for (const birthdate of [null, '', '2026-02-30', '2026-05-21', '9999-01-01']) {
      const share = ruleShare(birthdate, TODAY)
      expect(share.percent).toBe(30)
      expect(share.note).toContain('未就学')
    }
  })
})

describe('the share of an insurance', () => {
  it.each([10, 20, 30] as const)('is the answer’s %s percent, settled', (percent) => {
    const share = shareOf(coverage({ burdenPercent: percent }), TODAY)
    expect(share).toMatchObject({ percent, source: 'answer', mayBeSettledLater: false, note: null })
    expect(share.text).toBe(`${percent / 10}割`)
  })

  it('is that of a 高齢受給者証 in force, on its first and last day', () => {
    const elderlyRecipient = { from: '2026-05-01', until: '2026-07-31', burdenPercent: 20 } as const
    const one = coverage({ elderlyRecipient, burdenPercent: 30 })
    expect(shareOf(one, '2026-05-01').percent).toBe(20)
    expect(shareOf(one, '2026-07-31').percent).toBe(20)
    expect(shareOf(one, '2026-08-01').percent).toBe(30)
  })

  it('is 2割 where the answer says 未就学', () => {
    expect(shareOf(coverage({ preschool: true, burdenPercent: null }), TODAY)).toMatchObject({
      percent: 20,
      source: 'answer',
    })
  })

  it('is by age where the answer gives none', () => {
    const one = coverage({ burdenPercent: null, birthdate: '1980-04-01' })
    expect(shareOf(one, TODAY)).toMatchObject({ percent: 30, source: 'rule' })
  })
})

describe('the share of an answer', () => {
  it('of several insurances is settled only if all agree', () => {
    const validity = 'multiple'
    const agree = [coverage(), coverage({ number: '2' })]
    expect(burdenOf(answer({ validity, coverages: agree }), TODAY).percent).toBe(30)
    const differ = [coverage(), coverage({ burdenPercent: 10 })]
    const share = burdenOf(answer({ validity, coverages: differ }), TODAY)
    expect(share).toMatchObject({ percent: null, choices: [10, 30], text: '1割か3割' })
    expect(share.note).toContain('選ぶ')
  })

  it('of 医療扶助 alone is the amount on its ticket', () => {
    const only = answer({ coverages: [], publicExpenses: [ticket({ selfPayAmount: 1200 })] })
    expect(burdenOf(only, TODAY)).toMatchObject({
      percent: null,
      source: 'publicExpense',
      selfPayYen: 1200,
      text: '医療扶助',
    })
  })

  it('of an insurance with 医療扶助 names the amount beside the share', () => {
    const both = answer({ publicExpenses: [ticket({ use: 'combined', selfPayAmount: 500 })] })
    expect(burdenOf(both, TODAY)).toMatchObject({ percent: 30, selfPayYen: 500 })
    expect(burdenOf(both, TODAY).note).toContain('併用')
  })

  it('does not mind a ticket of another month', () => {
    const past = ticket({ from: '2026-04-01', until: '2026-04-30', selfPayAmount: 500 })
    expect(burdenOf(answer({ publicExpenses: [past] }), TODAY).selfPayYen).toBeNull()
  })

  it('of an invalid answer is by age, not the old insurance’s', () => {
    const old = coverage({ burdenPercent: 10, birthdate: '1980-04-01' })
    const share = burdenOf(answer({ validity: 'invalid', coverages: [old] }), TODAY)
    expect(share).toMatchObject({ percent: 30, source: 'rule', mayBeSettledLater: true })
  })

  it('that names nobody uses the birthdate the facility knows', () => {
    const nobody = answer({ validity: 'none', coverages: [] })
    expect(burdenOf(nobody, TODAY, '2022-01-01').percent).toBe(20)
    expect(burdenOf(nobody, TODAY, '1940-01-01').percent).toBeNull()
    expect(burdenOf(nobody, TODAY).percent).toBe(30)
  })

  it('is never anything but 1割, 2割 or 3割', () => {
    fc.assert(
      fc.property(anyAnswer, anyDay, (any, day) => {
        const share = burdenOf(any, day)
        for (const percent of [share.percent ?? 30, ...share.choices]) {
          expect([10, 20, 30]).toContain(percent)
        }
        expect(share.choices.length > 0 || share.source === 'publicExpense').toBe(true)
      }),
    )
  })
})
