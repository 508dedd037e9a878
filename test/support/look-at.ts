/** What every story in Chromium does with a screen: axe looks at it, and a person may. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const SIZES = [
  [360, 740],
  [820, 1180],
  [1280, 800],
] as const

/** In the page itself: the other way makes a tab for each result, which takes the focus from the one that is looked at. */
export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
}

/** Axe, and pictures where somebody asks for them. */
export async function lookAt(
  page: Page,
  name: string,
  options: { fullPage?: boolean } = {},
): Promise<void> {
  await expectNoViolations(page)
  await keepPictures(page, name, options)
}

/** At phone, tablet and PC size, as long as the page is or as it stands on the screen; only where somebody asks for them. */
export async function keepPictures(
  page: Page,
  name: string,
  { fullPage = true }: { fullPage?: boolean } = {},
): Promise<void> {
  const folder = process.env.TAZUNE_PICTURES
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  const before = page.viewportSize()
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage })
  }
  if (before) await page.setViewportSize(before)
}
