import { describe, expect, it } from 'vitest'
import { mayNeedPairing, pairingHelp } from '../../domain/pairing'

describe('pairing', () => {
  it.each(['windows', 'chromebook', 'linux', 'other'] as const)('comes first on %s', (kind) => {
    const { when, steps } = pairingHelp(kind)
    expect(when).toBe('before')
    expect(steps.join('')).toContain('先にペアリング')
    expect(steps.join('')).toContain('000000')
  })

  it.each(['androidPhone', 'androidTablet', 'mac'] as const)('is asked for by %s', (kind) => {
    const { when, steps } = pairingHelp(kind)
    expect(when).toBe('on demand')
    expect(steps.join('')).toContain('000000')
  })

  it.each(['ipad', 'iphone'] as const)('leads nowhere on %s, and another way is named', (kind) => {
    const { when, steps } = pairingHelp(kind)
    expect(when).toBe('never')
    expect(steps.join('')).not.toContain('000000')
    expect(steps.join('')).toContain('マイナポータル')
  })

  it('is explained after the errors it may be the cause of, and no others', () => {
    expect(mayNeedPairing('TZ-R12')).toBe(true)
    expect(mayNeedPairing('TZ-R03')).toBe(true)
    expect(mayNeedPairing('TZ-R05')).toBe(false)
    expect(mayNeedPairing(null)).toBe(false)
  })
})
