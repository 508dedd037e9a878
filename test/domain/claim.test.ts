import { describe, expect, it } from 'vitest'
import { adviseClaim, refuseUnknownClaim, type UnknownClaimSituation } from '../../domain/claim'
import { answer, coverage, ticket } from './answers'

describe('the claim (R60)', () => {
  it('goes with the current numbers', () => {
    const valid = answer()
    expect(adviseClaim(valid, false)).toMatchObject({
      kind: 'current',
      coverage: valid.coverages[0],
      rule: 'R60',
    })
  })

  it('goes with the new numbers where a new insurance exists', () => {
    const fresh = coverage({ number: '2' })
    const old = coverage({ disqualifiedOn: '2026-04-01' })
    const advice = adviseClaim(
      answer({ validity: 'invalidNewExists', coverages: [old, fresh] }),
      false,
    )
    expect(advice).toMatchObject({ kind: 'current', coverage: fresh })
    expect(advice.text).toContain('新しい')
  })

  it('goes with the former numbers after 無効, and never as 不詳', () => {
    const old = coverage({ disqualifiedOn: '2026-04-01' })
    const advice = adviseClaim(answer({ validity: 'invalid', coverages: [old] }), false)
    expect(advice).toMatchObject({ kind: 'former', coverage: old })
    expect(advice.text).toContain('不詳にはしません')
    const none = adviseClaim(answer({ validity: 'invalid', coverages: [] }), false)
    expect(none).toMatchObject({ kind: 'toBeFound', coverage: null })
    expect(none.text).toContain('不詳にはしません')
  })

  it('picks none of several former insurances', () => {
    const two = [coverage(), coverage({ number: '2' })]
    expect(adviseClaim(answer({ validity: 'invalid', coverages: two }), false).coverage).toBeNull()
  })

  it('waits for the choice where there are several', () => {
    const two = [coverage(), coverage({ number: '2' })]
    expect(adviseClaim(answer({ validity: 'multiple', coverages: two }), false).kind).toBe(
      'afterChoice',
    )
  })

  it('goes with the 公費 numbers where there is 医療扶助 alone', () => {
    const only = answer({ coverages: [], publicExpenses: [ticket()] })
    expect(adviseClaim(only, false).kind).toBe('publicExpense')
  })

  it('looks for numbers after 情報なし, and speaks of 不詳 to a 医療機関 only (R54)', () => {
    const none = answer({ validity: 'none', coverages: [] })
    expect(adviseClaim(none, false).text).toContain('条件がすべてそろうときだけ')
    expect(adviseClaim(none, true)).toMatchObject({ kind: 'toBeFound', rule: 'R54' })
    expect(adviseClaim(none, true).text).not.toContain('不詳')
  })
})

describe('不詳 (R61)', () => {
  const fits: UnknownClaimSituation = {
    treatmentRoom: false,
    answeredInvalid: false,
    saysInsured: true,
    physicalCardShown: true,
    firstVisit: true,
    careDays: 1,
    numbersFound: false,
    newbornUnregistered: false,
  }

  it('may be claimed when every condition holds', () => {
    expect(refuseUnknownClaim(fits)).toEqual([])
  })

  it.each<Partial<UnknownClaimSituation>>([
    { treatmentRoom: true },
    { answeredInvalid: true },
    { saysInsured: false },
    { physicalCardShown: false },
    { firstVisit: false },
    { careDays: 2 },
    { careDays: 0 },
    { numbersFound: true },
    { newbornUnregistered: true },
  ])('is refused by one condition alone, which is named: %j', (change) => {
    const refusals = refuseUnknownClaim({ ...fits, ...change })
    expect(refusals.map(({ condition }) => condition)).toEqual(Object.keys(change))
    expect(refusals[0]?.reason).toMatch(/。$/)
  })

  it('names every condition that fails', () => {
    const refusals = refuseUnknownClaim({ ...fits, firstVisit: false, careDays: 3 })
    expect(refusals.map(({ condition }) => condition)).toEqual(['firstVisit', 'careDays'])
  })
})
