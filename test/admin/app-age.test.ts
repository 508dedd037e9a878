import { describe, expect, it } from 'vitest'
import { OLDEST_APP_VERSION } from '../../api/wire'
import { ageOfApp } from '../../src/admin/app-age'

const NOW = { current: '1.4.2', oldest: '1.2.0' }

describe('the app of a tablet', () => {
  it.each([
    ['1.4.2', 'current'],
    ['1.4.3', 'current'],
    ['2.0.0', 'current'],
    ['1.4.2-rc.1', 'current'],
    ['1.4.1', 'behind'],
    ['1.2.0', 'behind'],
    ['1.10.0', 'current'],
    ['1.1.99', 'unsupported'],
    ['0.9.9', 'unsupported'],
  ])('of version %s is %s', (version, age) => {
    expect(ageOfApp(version, NOW)).toBe(age)
  })

  it.each([[null], [''], ['1.4'], ['dev'], ['1.4.2.1'], ['９.９.９']])(
    'that tells %o has no age',
    (version) => {
      expect(ageOfApp(version, NOW)).toBeNull()
    },
  )

  it('of the oldest version that is served is not called too old', () => {
    expect(ageOfApp(OLDEST_APP_VERSION)).not.toBe('unsupported')
  })
})
