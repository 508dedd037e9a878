/** Starting the app cold and without a line, with a full outbox against an empty one. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { closeBrowser } from '../test/support/chromium'
import { PASSCODE } from '../tools/player/nurse'
import { giveChecks, openBenchPage } from './bench-page'
import { bundlePage } from './bundle-page'
import type { MarkName, Marks } from './cold-start-marks'
import { spreadOf, type Line } from './figures'
import { firstPage, VIEWPORT, type Tablet } from './tablet'

export interface ColdStartOptions {
  count: number
  repetitions: number
}

/** With so many waiting the list may be usable at most so many times as late as with none. */
const MOST_RATIO = 1.2

/** Milliseconds; the person's time and the passcode's slow hash are in none of them. */
interface ColdStart {
  /** From the navigation to the unlock screen that takes a passcode. */
  toUnlock: number
  /** From the tap on 解錠する to the painted list, less the hash. */
  toList: number
  hash: number
}

/** The profile's own registration is used twice, so that the two differ in nothing but the outbox. */
export async function measureColdStart(
  tablet: Tablet,
  { count, repetitions }: ColdStartOptions,
): Promise<Line[]> {
  const full = await tablet.copyProfile()
  const empty = await tablet.copyProfile()
  await fillOutbox(tablet, full, count)
  await tablet.gateway.kill('SIGTERM')
  const marking = await bundlePage('./cold-start-marks.ts')
  const starts: { full: ColdStart[]; empty: ColdStart[] } = { full: [], empty: [] }
  // The first of each fills the system's file cache and is thrown away.
  for (let round = 0; round <= repetitions; round++) {
    const order = round % 2 === 0 ? (['full', 'empty'] as const) : (['empty', 'full'] as const)
    for (const which of order) {
      const profileDir = which === 'full' ? full : empty
      const start = await startCold(tablet, profileDir, which === 'full' ? count : 0, marking)
      if (round > 0) starts[which].push(start)
    }
  }
  return toLines(starts, count)
}

async function fillOutbox(tablet: Tablet, profileDir: string, count: number): Promise<void> {
  const chromium = await tablet.launch({ profileDir, bypassCSP: true })
  const bench = await openBenchPage(chromium, tablet)
  await giveChecks(bench, count)
  await bench.page.evaluate((many) => tazuneBench.fill(many), count)
  const { waiting } = await bench.page.evaluate(() => tazuneBench.counts())
  if (waiting !== count) throw new Error(`the outbox holds ${waiting} of ${count}`)
  await closeBrowser(chromium)
}

declare global {
  var coldStartMarks: Marks
}

async function startCold(
  tablet: Tablet,
  profileDir: string,
  waiting: number,
  marking: string,
): Promise<ColdStart> {
  const chromium = await tablet.launch({ profileDir, viewport: VIEWPORT })
  try {
    await chromium.context.setOffline(true)
    const page = await firstPage(chromium)
    await page.addInitScript(marking)
    await page.goto(`${tablet.origin}/outbox`)
    await waitForMark(page, 'unlockUsable')
    const choice = page.getByRole('radio').first()
    if (await choice.isVisible()) await choice.check()
    await page.locator('input[type=password]').fill(PASSCODE)
    await page.getByRole('button', { name: '解錠する' }).click()
    await waitForMark(page, 'listShown')
    if (waiting > 0) await page.getByText(`未送信 ${waiting}件`).first().waitFor()
    return readMarks(await page.evaluate(() => coldStartMarks))
  } finally {
    await closeBrowser(chromium)
  }
}

async function waitForMark(page: Page, name: MarkName): Promise<void> {
  const until = Date.now() + 30_000
  for (;;) {
    const mark = await page.evaluate((which) => coldStartMarks[which] ?? null, name)
    if (mark !== null && Number.isFinite(mark)) return
    if (Date.now() > until) {
      const words = await page.evaluate(() => document.body.textContent)
      throw new Error(`${name} was not reached; the screen says: ${words}`)
    }
    await wait(20)
  }
}

function readMarks(marks: Marks): ColdStart {
  const { unlockUsable, tapped, hashBegun, hashDone, listShown } = marks
  const all = [unlockUsable, tapped, hashBegun, hashDone, listShown]
  if (all.some((mark) => mark === undefined || !Number.isFinite(mark))) {
    throw new Error(`a mark was not reached: ${JSON.stringify(marks)}`)
  }
  const [usable = 0, tap = 0, begun = 0, done = 0, shown = 0] = all
  const hash = done - begun
  return { toUnlock: usable, toList: shown - tap - hash, hash }
}

function toLines(starts: { full: ColdStart[]; empty: ColdStart[] }, count: number): Line[] {
  const of = (which: ColdStart[], part: (start: ColdStart) => number) => spreadOf(which.map(part))
  const total = (start: ColdStart): number => start.toUnlock + start.toList
  const parts = [
    ['navigation → unlock screen usable', 'toUnlock', (start: ColdStart) => start.toUnlock],
    ['tap on 解錠する → list painted, less the hash', 'toList', (start: ColdStart) => start.toList],
    ['both: the list is usable', 'toUsable', total],
  ] as const
  const lines = parts.flatMap(([what, name, part]) =>
    (['full', 'empty'] as const).map((which): Line => {
      const spread = of(starts[which], part)
      const label = which === 'full' ? `${count} queued` : 'empty'
      return {
        what: `cold start offline, ${label}: ${what}`,
        name: `${name}-${which}`,
        value: spread.median,
        spread,
        unit: 'ms',
        digits: 0,
      }
    }),
  )
  const ratio = of(starts.full, total).median / of(starts.empty, total).median
  return [
    ...lines,
    {
      what: `the list is usable, ${count} queued ÷ empty, medians of ${starts.full.length}`,
      name: 'coldStartRatio',
      value: ratio,
      unit: '',
      digits: 2,
      limit: { kind: 'atMost', value: MOST_RATIO },
    },
    {
      what: 'the hash of the passcode (argon2id), in neither',
      name: 'hash',
      value: of([...starts.full, ...starts.empty], (start) => start.hash).median,
      spread: of([...starts.full, ...starts.empty], (start) => start.hash),
      unit: 'ms',
      digits: 0,
    },
  ]
}
