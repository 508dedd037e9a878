/** A page of the gateway's origin that holds the benchmark's script and not the app: nothing else is at work in it. */
import type { Page } from 'playwright-core'
import type { LaunchedChromium } from '../test/support/chromium'
import { PASSCODE } from '../tools/player/nurse'
import { bundlePage } from './bundle-page'
import type { SignedCheck, TazuneBench } from './page'
import { readGoodCards, signCheck, type Signer } from './signed-checks'
import { firstPage, type Tablet } from './tablet'

declare global {
  var tazuneBench: TazuneBench
}

export interface BenchPage {
  page: Page
  signer: Signer
}

/** `chromium` must bypass the gateway's content policy, which rightly forbids what a benchmark does. */
export async function openBenchPage(
  chromium: LaunchedChromium,
  { origin, data }: Tablet,
): Promise<BenchPage> {
  const page = await firstPage(chromium)
  await page.goto(`${origin}/openapi.json`)
  await page.evaluate(await bundlePage('./page.ts'))
  const device = await page.evaluate((passcode) => tazuneBench.open(passcode), PASSCODE)
  return { page, signer: { ...device, cards: readGoodCards(data) } }
}

const CHUNK = 250

/** Signs checks in Node, as a card would, and lays them ready in the page. */
export async function giveChecks({ page, signer }: BenchPage, count: number): Promise<void> {
  for (let given = 0; given < count; given += CHUNK) {
    const chunk: SignedCheck[] = Array.from({ length: Math.min(CHUNK, count - given) }, (_, at) =>
      signCheck(signer, given + at),
    )
    await page.evaluate((checks) => tazuneBench.give(checks), chunk)
  }
}
