import { describe, expect, it } from 'vitest'
import { chooseCoverage, isInForce } from '../../domain/coverage'
import { answer, coverage, TODAY } from './answers'

describe('an insurance is in force', () => {
  it('from the day it begins to the day before it is lost', () => {
    const one = coverage({ qualifiedOn: '2026-04-01', disqualifiedOn: '2026-06-01' })
    expect(isInForce(one, '2026-03-31')).toBe(false)
    expect(isInForce(one, '2026-04-01')).toBe(true)
    expect(isInForce(one, '2026-05-31')).toBe(true)
    expect(isInForce(one, '2026-06-01')).toBe(false)
  })

  it('always, where the authority gave no days', () => {
    expect(isInForce(coverage({ qualifiedOn: null, disqualifiedOn: null }), TODAY)).toBe(true)
  })
})

describe('the insurance to use', () => {
  const old = coverage({ number: '1', disqualifiedOn: '2026-04-01' })
  const current = coverage({ number: '2', qualifiedOn: '2026-04-01' })
  const another = coverage({ number: '3' })

  it('is the only one of a valid answer, by the authority’s word', () => {
    expect(chooseCoverage(answer({ coverages: [old] }))).toEqual({ kind: 'one', coverage: old })
  })

  it('is the one in force where a valid answer lists a past one too', () => {
    const choice = chooseCoverage(answer({ coverages: [old, current] }))
    expect(choice).toEqual({ kind: 'one', coverage: current })
  })

  it('is left to a person where two are in force, or none by its days', () => {
    expect(chooseCoverage(answer({ coverages: [current, another] })).kind).toBe('several')
    const both = [old, { ...old, number: '9' }]
    expect(chooseCoverage(answer({ coverages: both }))).toEqual({ kind: 'several', choices: both })
  })

  it('is the new one of 無効（新しい資格あり） (R42)', () => {
    const validity = 'invalidNewExists'
    expect(chooseCoverage(answer({ validity, coverages: [old, current] }))).toEqual({
      kind: 'one',
      coverage: current,
    })
    expect(chooseCoverage(answer({ validity, coverages: [old] })).kind).toBe('none')
    expect(chooseCoverage(answer({ validity, coverages: [current, another] })).kind).toBe('several')
  })

  it('is never picked among several, even if only one is in force (R44)', () => {
    const choice = chooseCoverage(answer({ validity: 'multiple', coverages: [old, current] }))
    expect(choice).toEqual({ kind: 'several', choices: [old, current] })
    expect(chooseCoverage(answer({ validity: 'multiple', coverages: [old] })).kind).toBe('several')
  })

  it('is none of an invalid answer, which is for the claim only', () => {
    expect(chooseCoverage(answer({ validity: 'invalid', coverages: [old] })).kind).toBe('none')
    expect(chooseCoverage(answer({ validity: 'none', coverages: [] })).kind).toBe('none')
    expect(chooseCoverage(answer({ validity: 'multiple', coverages: [] })).kind).toBe('none')
  })
})
