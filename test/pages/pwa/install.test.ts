import { describe, expect, it, vi } from 'vitest'
import { isIosDevice, watchInstall } from '../../../src/pwa/install'

const ANDROID = { userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/140', maxTouchPoints: 5 }

function makeOffer() {
  const prompt = vi.fn(() => Promise.resolve())
  return {
    event: Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }),
    prompt,
  }
}

describe('the offer to install', () => {
  it('is kept out of the way and shown when asked for, once', async () => {
    const target = new EventTarget()
    const state = watchInstall(target, ANDROID, false)
    const { event, prompt } = makeOffer()
    target.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(true)
    expect(state.canOffer.value).toBe(true)
    await state.offer()
    await state.offer()
    expect(prompt).toHaveBeenCalledOnce()
    expect(state.canOffer.value).toBe(false)
  })

  it('is gone once the app is installed', async () => {
    const target = new EventTarget()
    const state = watchInstall(target, ANDROID, false)
    const { event, prompt } = makeOffer()
    target.dispatchEvent(event)
    target.dispatchEvent(new Event('appinstalled'))
    expect(state.canOffer.value).toBe(false)
    await state.offer()
    expect(prompt).not.toHaveBeenCalled()
  })

  it('is not made where the browser makes none', () => {
    expect(watchInstall(new EventTarget(), ANDROID, true)).toMatchObject({
      isInstalled: true,
      isIos: false,
    })
  })
})

describe('telling iOS apart', () => {
  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', 5, true],
    ['Mozilla/5.0 (iPad; CPU OS 15_0 like Mac OS X)', 5, true],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5, true],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0, false],
    [ANDROID.userAgent, 5, false],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/140', 10, false],
  ])('%s with %d touch points: %s', (userAgent, maxTouchPoints, expected) => {
    expect(isIosDevice({ userAgent, maxTouchPoints })).toBe(expected)
  })
})
