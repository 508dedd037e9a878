import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSoftwareCard, type SoftwareCard } from '../../src/nfc/emulator/software-card'
import { attachBleReader, type BleRig } from '../support/ble-chromium'
import { issueTestCard } from '../support/card-fixtures'
import { createCcidEmulator, type CcidEmulator } from '../support/ccid-emulator'
import { closeBrowser, launchChromium, type LaunchedChromium } from '../support/chromium'
import type { Harness } from './harness/bluetooth-page'
import { servePage, type ServedPage } from './harness/serve'

declare global {
  var harness: Harness
}

let served: ServedPage
let chromium: LaunchedChromium
let reader: CcidEmulator
let rig: BleRig
let page: Page
let card: SoftwareCard

beforeAll(async () => {
  served = await servePage('./bluetooth-page.ts')
})

afterAll(() => served.close())

beforeEach(async () => {
  card = createSoftwareCard(await issueTestCard())
  reader = createCcidEmulator()
  reader.insert(card)
  chromium = await launchChromium()
  page = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  rig = await attachBleReader(chromium.browser, chromium.context, page, reader)
  await page.goto(served.url)
  await page.waitForFunction(() => 'harness' in globalThis)
})

afterEach(async () => {
  await closeBrowser(chromium)
  expect(rig.faults).toEqual([])
})

const sign = () => page.evaluate(() => harness.sign('1234'))
const verifies = () =>
  card.log.filter((header) => header.startsWith('002000') && header.endsWith('80')).length

describe('a CCID reader on the browser’s own Web Bluetooth', () => {
  it('is chosen in the same dialog, and signs with the card', async () => {
    expect(await page.evaluate(() => harness.choose())).toBe('chosen')
    expect(await page.evaluate(() => harness.connect())).toBe('FT_0123456789')
    expect(await page.evaluate(() => harness.kind())).toBe('ccid')
    expect(await page.evaluate(() => harness.battery())).toBe(80)
    expect(await sign()).toEqual({ kind: 'signed', bytes: 256 })
    expect(card.triesLeft).toBe(3)
    expect(rig.chosen).toBe(1)
  })

  it('that is lost under the VERIFY is opened again without a chooser, and nothing is sent twice', async () => {
    await page.evaluate(() => harness.choose())
    await page.evaluate(() => harness.connect())
    await sign()
    const before = verifies()
    reader.pause = ({ data }) => {
      if (data[1] === 0x20 && data.length > 5) {
        reader.pause = () => Promise.resolve()
        reader.restart(false)
      }
      return Promise.resolve()
    }
    expect(await sign()).toMatchObject({ kind: 'unknown' })
    await vi.waitFor(async () =>
      expect(await page.evaluate(() => harness.events.at(-1))).toBe('link lost'),
    )
    const presented = verifies() - before
    expect(await sign()).toEqual({ kind: 'signed', bytes: 256 })
    // Each check asks for the tries once and presents the PIN once.
    expect(presented).toBe(2)
    expect(verifies() - before).toBe(4)
    expect(rig.chosen).toBe(1)
  })
})
