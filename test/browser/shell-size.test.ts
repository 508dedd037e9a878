import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../tools/player/world'

/** On the slow lines of a round, more would keep a nurse waiting at the door. */
const MOST_BYTES = 120_000
const WAIT = { timeout: 30_000 }

let world: World

beforeAll(async () => {
  world = await createWorld()
})

afterAll(() => world.end())

interface Sizes {
  scripts: string[]
  /** As they came over the line: compressed, with their headers. */
  bytes: number
}

declare global {
  var screenShownAt: number | undefined
}

/** What a load of `path` asks for as script before the screen with that title is there; nothing comes from a cache. */
async function load(page: Page, path: string, title: string): Promise<Sizes> {
  const session = await page.context().newCDPSession(page)
  const origin = world.line.origin
  const storageTypes = 'service_workers,cache_storage'
  await page.goto('about:blank')
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes })
  await session.send('Network.clearBrowserCache')
  await session.detach()
  await page.addInitScript((awaited) => {
    new MutationObserver(() => {
      if (document.querySelector('h1')?.textContent.trim() === awaited) {
        globalThis.screenShownAt ??= performance.now()
      }
    }).observe(document, { childList: true, subtree: true })
  }, title)
  await page.goto(origin + path)
  await page.getByRole('heading', { name: title }).waitFor(WAIT)
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => 'transferSize' in entry)
      .filter(({ name }) => name.endsWith('.js'))
      .filter(({ startTime }) => startTime < (globalThis.screenShownAt ?? 0))
      .map(({ name, transferSize }) => ({ name, transferSize })),
  )
  return {
    scripts: scripts.map(({ name }) => new URL(name).pathname),
    bytes: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0),
  }
}

describe('the script before the first screen', () => {
  it('is small on a new device, which has to be registered', async () => {
    const { scripts, bytes } = await load(world.nurse.page, '/', '端末の登録')
    expect(scripts.length).toBeGreaterThan(1)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
  })

  it('is small on a registered device, which has to be unlocked', async () => {
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    const { scripts, bytes } = await load(world.nurse.page, '/', '解錠')
    expect(scripts.some((path) => path.includes('unlock-page'))).toBe(true)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
  })

  it('leaves out what only an unlocked device needs', async () => {
    const { scripts } = await load(world.nurse.page, '/', '解錠')
    expect(scripts.join(' ')).not.toMatch(/vault|argon2|software-card|capture-page|answer-page/)
  })
})
