import { describe, expect, it } from 'vitest'
import { findCallerBehind } from '../../../server/http/caller'

const PROXY = '127.0.0.1'
const SECOND = '10.1.2.3'
const TABLET = '203.0.113.7'
const LIAR = '198.51.100.9'

describe('who calls', () => {
  it('is who connects where no proxy is known, whatever the request says', () => {
    const find = findCallerBehind([])
    expect(find(TABLET, undefined)).toBe(TABLET)
    expect(find(TABLET, LIAR)).toBe(TABLET)
    expect(find(undefined, LIAR)).toBe('unknown')
  })

  it('is whom the facility’s own proxy saw', () => {
    const find = findCallerBehind([PROXY])
    expect(find(PROXY, TABLET)).toBe(TABLET)
    expect(find(`::ffff:${PROXY}`, ` ${TABLET} `)).toBe(TABLET)
    expect(find(PROXY, '2001:db8::7')).toBe('2001:db8::7')
  })

  it('is whom the first of several of its proxies saw', () => {
    expect(findCallerBehind([PROXY, '10.1.0.0/16'])(PROXY, `${TABLET}, ${SECOND}`)).toBe(TABLET)
  })

  it('is not whom somebody wrote who only came through a proxy', () => {
    expect(findCallerBehind([PROXY])(PROXY, `${LIAR}, ${TABLET}`)).toBe(TABLET)
  })

  it('is not whom somebody wrote who came past the proxy', () => {
    expect(findCallerBehind([PROXY])(TABLET, LIAR)).toBe(TABLET)
  })

  it.each(['', 'unknown', `${TABLET}:443`, 'x'.repeat(5_000), ','])(
    'is the proxy where what it wrote is no address: %j',
    (written) => {
      expect(findCallerBehind([PROXY])(PROXY, written)).toBe(PROXY)
    },
  )

  it('is a proxy where one of them asks by itself', () => {
    expect(findCallerBehind([PROXY, SECOND])(PROXY, SECOND)).toBe(SECOND)
  })

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '', '10.0.0.0/8/8'])(
    'is not to be found by %j',
    (range) => {
      expect(() => findCallerBehind([range])).toThrow(RangeError)
    },
  )
})
