import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../tools/player/world'

/** On the slow lines of a round, more would keep a nurse waiting at the door; 120 kB are promised. */
const MOST_BYTES = 100_000
/**
 * What Resource Timing adds to each `transferSize` for the headers. A script that this page's process still holds in memory
 * has a `transferSize` of 0: a tablet that was just switched on holds none.
 */
const HEADERS = 300
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
  /** The same of each script by its path. */
  bytesOf: ReadonlyMap<string, number>
}

interface Asked {
  name: string
  startTime: number
  size: number
}

declare global {
  /** When the largest thing of the screen so far was painted, as the bench reads it; ms as of `performance`. */
  var largestPaintAt: number | undefined
}

/** Runs in the page before everything else: waits for the largest paint, and fetches `early` when the title is there. */
function watchPaints({ title, early }: { title: string; early: readonly string[] }): void {
  const PRELOAD = { rel: 'modulepreload' }
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) globalThis.largestPaintAt = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  let isThere = false
  new MutationObserver(() => {
    if (isThere || document.querySelector('h1')?.textContent.trim() !== title) return
    isThere = true
    for (const href of early) {
      document.head.append(Object.assign(document.createElement('link'), PRELOAD, { href }))
    }
  }).observe(document, { childList: true, subtree: true })
}

/**
 * What a load of `path` asks for as script before the largest paint of the screen with that title, as `npm run bench --
 * screens` counts it; nothing comes from a cache. Text is painted again, larger, when its font comes: what is fetched
 * between the two keeps the line busy while a nurse waits.
 */
async function load(
  page: Page,
  path: string,
  title: string,
  early: readonly string[] = [],
): Promise<Sizes> {
  const session = await page.context().newCDPSession(page)
  const origin = world.line.origin
  const storageTypes = 'service_workers,cache_storage'
  await page.goto('about:blank')
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes })
  await session.send('Network.clearBrowserCache')
  await session.detach()
  const watching = await page.addInitScript(watchPaints, { title, early })
  await page.goto(origin + path)
  await page.getByRole('heading', { name: title }).waitFor(WAIT)
  await page.waitForFunction(() => globalThis.largestPaintAt !== undefined)
  // No later paint counts once nothing more is fetched.
  await page.waitForLoadState('networkidle')
  const { asked, paintedAt } = await page.evaluate(
    (headers) => ({
      asked: performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => 'transferSize' in entry)
        .filter(({ name }) => name.endsWith('.js'))
        .map(({ name, startTime, encodedBodySize }): Asked => {
          return { name, startTime, size: encodedBodySize + headers }
        }),
      paintedAt: globalThis.largestPaintAt ?? 0,
    }),
    HEADERS,
  )
  await watching.dispose()
  const before = asked.filter(({ startTime }) => startTime <= paintedAt)
  return {
    scripts: before.map(({ name }) => new URL(name).pathname),
    bytes: before.reduce((sum, { size }) => sum + size, 0),
    bytesOf: new Map(before.map(({ name, size }) => [new URL(name).pathname, size])),
  }
}

/** Paths of all scripts of the app that was built. */
function builtScripts(): string[] {
  const dist = process.env['TAZUNE_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url))
  const folder = join(dist, 'app', 'assets')
  if (!existsSync(folder)) throw new Error('the app is not built')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => `/assets/${name}`)
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
    expect(scripts.join(' ')).not.toMatch(
      /vault|argon2|software-card|capture|answer-page|staff-side|errors|register/,
    )
  })

  it('counts what is fetched ahead while the screen is still being painted', async () => {
    const { page } = world.nurse
    const early = builtScripts().filter((path) => /vault|software-card|capture-page/.test(path))
    const { bytesOf } = await load(page, '/', '解錠', early)
    expect(early.length).toBeGreaterThan(0)
    expect(early.filter((path) => (bytesOf.get(path) ?? 0) === 0)).toEqual([])
    const all = await load(page, '/', '解錠', builtScripts())
    expect(all.bytes).toBeGreaterThan(MOST_BYTES)
  })
})

describe('without a line', () => {
  it('all that is fetched later stands on the device, and a fault at the lock has its words', async () => {
    const { page } = world.nurse
    await page.goto(world.line.origin)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await world.goOffline()
    await page.reload()
    await page.locator('input[type=password]').fill('これではない2026')
    await page.getByRole('button', { name: '解錠する' }).click()
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('TZ-D05')
    const missing = await page.evaluate(async (paths) => {
      const replies = await Promise.all(paths.map((path) => fetch(path).catch(() => null)))
      return paths.filter((_, at) => replies[at]?.ok !== true)
    }, builtScripts())
    expect(missing).toEqual([])
    await world.nurse.unlock()
    await page.getByRole('navigation', { name: '画面の切り替え' }).waitFor(WAIT)
  })
})
