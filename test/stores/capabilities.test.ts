import { describe, expect, it } from 'vitest'
import type { DeviceKind } from '../../domain/device-ways'
import { detectDeviceKind, readCapabilities } from '../../src/stores/capabilities'

const CHROME = '(KHTML, like Gecko) Chrome/150.0.0.0'

describe('which device this is', () => {
  it.each<[DeviceKind, string, number, { platform: string; mobile: boolean }?]>([
    ['androidPhone', `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`, 5],
    ['androidTablet', `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Safari/537.36`, 5],
    [
      'androidTablet',
      `Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`,
      5,
      { platform: 'Android', mobile: false },
    ],
    ['iphone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', 5],
    ['ipad', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15', 5],
    ['ipad', 'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X)', 5],
    ['mac', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME}`, 0],
    ['windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`, 10],
    ['chromebook', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME}`, 0],
    ['chromebook', 'anything', 0, { platform: 'Chrome OS', mobile: false }],
    ['linux', `Mozilla/5.0 (X11; Linux x86_64) ${CHROME}`, 0],
    ['other', 'Mozilla/5.0 (PlayStation 5)', 0],
  ])('is %s: %s', (kind, userAgent, maxTouchPoints, userAgentData) => {
    const told = userAgentData ? { userAgentData } : {}
    expect(detectDeviceKind({ userAgent, maxTouchPoints, ...told })).toBe(kind)
  })
})

describe('what this browser has', () => {
  async function read(window: Record<string, unknown>, navigator: Record<string, unknown> = {}) {
    const found = await readCapabilities({
      navigator: navigator as unknown as Navigator,
      window: { matchMedia: () => ({ matches: false }), ...window } as unknown as Window,
    })
    return new Map(found.map(({ id, available }) => [id, available]))
  }

  it('is said for each thing, with words, also where there is nothing', async () => {
    const found = await read({})
    expect([...found.values()]).not.toContain(true)
    expect(found.has('visitTags')).toBe(true)
  })

  it('reads tags with Web NFC, and never a card', async () => {
    const found = await read({ NDEFReader: EventTarget })
    expect([found.get('visitTags'), found.get('webNfc')]).toEqual([true, false])
  })

  it('offers no passkey that the browser says cannot derive a key', async () => {
    const withPrf = (prf: boolean | undefined) => ({
      PublicKeyCredential: {
        getClientCapabilities: () => Promise.resolve({ 'extension:prf': prf }),
      },
    })
    expect((await read(withPrf(false))).get('passkey')).toBe(false)
    expect((await read(withPrf(true))).get('passkey')).toBe(true)
    expect((await read(withPrf(undefined))).get('passkey')).toBe(true)
    expect((await read({ PublicKeyCredential: {} })).get('passkey')).toBe(true)
  })
})
