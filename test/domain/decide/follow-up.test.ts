import { describe, expect, it } from 'vitest'
import { needsFollowUp } from '../../../domain/decide'

describe('what stays to be done after an answer', () => {
  it.each([
    ['valid', false],
    ['validUnregistered', true],
    ['invalid', true],
    ['invalidNewExists', true],
    ['none', true],
    ['multiple', true],
  ] as const)('%s: %s', (validity, asks) => {
    expect(needsFollowUp({ validity })).toBe(asks)
  })
})
