import { describe, expect, it } from 'vitest'
import { beforePin, type PinSituation } from '../../../domain/decide'

const situation: PinSituation = {
  triesLeft: 3,
  certificate: 'valid',
  hasPin: true,
  confirmedLastTry: false,
}

describe('before the PIN', () => {
  it.each([3, 2])('the patient types with %s tries left', (triesLeft) => {
    expect(beforePin({ ...situation, triesLeft })).toBe('go')
  })

  it('the last try is asked for, and goes on when confirmed (R10)', () => {
    expect(beforePin({ ...situation, triesLeft: 1 })).toBe('askLastTry')
    expect(beforePin({ ...situation, triesLeft: 1, confirmedLastTry: true })).toBe('go')
  })

  it('a locked card is locked, whatever was confirmed', () => {
    expect(beforePin({ ...situation, triesLeft: 0, confirmedLastTry: true })).toBe('locked')
  })

  it('a card without a PIN goes to 目視, though it has no tries (R11)', () => {
    expect(beforePin({ ...situation, hasPin: false, triesLeft: 0 })).toBe('faceCheck')
  })

  it.each(['alert', 'grace'] as const)(
    'a certificate in %s still works (R21, R22)',
    (certificate) => {
      expect(beforePin({ ...situation, certificate })).toBe('go')
    },
  )

  it('a dead certificate stops before any try is spent (R23)', () => {
    expect(beforePin({ ...situation, certificate: 'dead' })).toBe('dead')
    expect(beforePin({ ...situation, certificate: 'dead', triesLeft: 0 })).toBe('dead')
    expect(beforePin({ ...situation, certificate: 'dead', hasPin: false })).toBe('dead')
  })
})
