import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { attachBleReader, type BleRig } from '../support/ble-chromium'
import {
  closeBrowser,
  killBrowser,
  launchChromium,
  relaunch,
  type LaunchedChromium,
} from '../support/chromium'
import { createReaderEmulator, type ReaderEmulator } from '../support/reader-emulator'
import { HALF_FRAME, WRONG_CHECKSUM } from '../support/reader-faults'
import { ATR, createFakeCard, expectedData, readBinary, VERIFY } from '../support/reader-fixtures'
import type { Harness } from './harness/bluetooth-page'
import { servePage, type ServedPage } from './harness/serve'

const APDU = 0x6f

declare global {
  var harness: Harness
}

let served: ServedPage
let chromium: LaunchedChromium
let reader: ReaderEmulator
let rig: BleRig
let page: Page

beforeAll(async () => {
  served = await servePage('./bluetooth-page.ts')
})

afterAll(() => served.close())

async function attach(): Promise<void> {
  page = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  rig = await attachBleReader(chromium.browser, chromium.context, page, reader)
  await openPage(page)
}

async function openPage(tab: Page): Promise<void> {
  await tab.goto(served.url)
  await loaded(tab)
}

async function loaded(tab: Page): Promise<void> {
  await tab.waitForFunction(() => 'harness' in globalThis)
}

beforeEach(async () => {
  chromium = await launchChromium()
  reader = createReaderEmulator()
  await attach()
})

afterEach(async () => {
  await closeBrowser(chromium)
  expect(rig.faults).toEqual([])
})

const choose = (tab: Page) => tab.evaluate(() => harness.choose())
const connect = (tab: Page) => tab.evaluate(() => harness.connect())
const powerOn = (tab: Page) => tab.evaluate(() => harness.powerOn())
const eventsOf = (tab: Page) => tab.evaluate(() => harness.events)
const transmit = (tab: Page, command: Uint8Array) =>
  tab.evaluate((bytes) => harness.transmit(bytes), [...command])

/** A tab with a chosen reader, an opened link and a powered card. */
async function open(tab: Page) {
  const card = createFakeCard()
  reader.insert(card)
  expect(await choose(tab)).toBe('chosen')
  expect(await connect(tab)).toBe('ACR1255U-J1-001234')
  expect(await powerOn(tab)).toEqual([...ATR])
  return card
}

async function expectWorks(tab: Page): Promise<void> {
  const command = readBinary(33)
  expect(await transmit(tab, command)).toEqual([...expectedData(command), 0x90, 0x00])
}

describe('the driver on the browser’s own Web Bluetooth', () => {
  it('carries a dozen APDUs with answers of up to 256 bytes, with notices in between', async () => {
    await open(page)
    const commands = [0, 1, 13, 14, 20, 100, 199, 200, 238, 239, 255].map(readBinary)
    for (const [index, command] of commands.entries()) {
      if (index % 3 === 0) reader.failNext({ kind: 'noticed' }, APDU)
      expect(await transmit(page, command)).toEqual([...expectedData(command), 0x90, 0x00])
    }
    expect(await transmit(page, Uint8Array.of(0, 0xb0, 1, 0, 0))).toHaveLength(258)
    expect(await page.evaluate(() => harness.battery())).toBe(80)
  })

  it('tells of a card that is taken off and put on', async () => {
    await open(page)
    reader.remove()
    await vi.waitFor(async () => expect((await eventsOf(page)).at(-1)).toBe('card off'))
    expect(await transmit(page, VERIFY)).toBe('TZ-R08')
    const card = createFakeCard()
    reader.insert(card)
    await vi.waitFor(async () => expect((await eventsOf(page)).at(-1)).toBe('card on'))
    expect(await powerOn(page)).toEqual([...ATR])
    expect(card.commands).toEqual([])
  })

  it('comes back after a lost link without a chooser, and sends no VERIFY twice', async () => {
    const card = await open(page)
    for (let round = 1; round <= 3; round += 1) {
      reader.failNext({ kind: 'restart', keepLink: false }, APDU)
      expect(await transmit(page, VERIFY)).toBe('TZ-R04')
      expect(card.commands).toHaveLength(round)
      await vi.waitFor(async () => expect((await eventsOf(page)).at(-1)).toBe('link lost'))
      expect(await powerOn(page)).toEqual([...ATR])
    }
    await expectWorks(page)
    expect(rig.chosen).toBe(1)
  })

  it('survives a link that breaks in the middle of an answer', async () => {
    await open(page)
    reader.dropAfter(150)
    expect(await transmit(page, readBinary(200))).toBe('TZ-R04')
    expect(await powerOn(page)).toEqual([...ATR])
    await expectWorks(page)
  })

  it('gives a damaged answer its code and opens the link anew', async () => {
    await open(page)
    for (const fault of [WRONG_CHECKSUM, HALF_FRAME]) {
      reader.failNext(fault, APDU)
      expect(await transmit(page, readBinary(200))).toBe('TZ-R06')
      expect(await powerOn(page)).toEqual([...ATR])
      await expectWorks(page)
    }
  })

  it('refuses a reader with another key', async () => {
    await rig.detach()
    await closeBrowser(chromium)
    chromium = await launchChromium()
    reader = createReaderEmulator({ masterKey: new Uint8Array(16) })
    await attach()
    await choose(page)
    expect(await connect(page)).toBe('TZ-R05')
  })

  it('closes the link and opens it again', async () => {
    const card = await open(page)
    await page.evaluate(() => harness.close())
    await vi.waitFor(() => expect(reader.isLinked).toBe(false))
    expect(card.resets).toBe(1)
    expect(await connect(page)).toBe('ACR1255U-J1-001234')
    expect(await powerOn(page)).toEqual([...ATR])
    await expectWorks(page)
  })
})

describe('the chooser', () => {
  it('that is cancelled is TZ-R02, and may be asked for again', async () => {
    rig.chooser = 'cancel'
    expect(await choose(page)).toBe('TZ-R02')
    rig.chooser = 'select'
    await open(page)
  })

  it('without an adapter is TZ-R02', async () => {
    await rig.setAdapter('absent')
    expect(await choose(page)).toBe('TZ-R02')
    await rig.setAdapter('powered-on')
    await open(page)
  })

  it('needs a tap: without one it is TZ-R01', async () => {
    // Everything the test library evaluates counts as a tap, so the page is fresh and left alone.
    await page.reload()
    const session = await chromium.context.newCDPSession(page)
    const { result } = await session.send('Runtime.evaluate', {
      expression: `(async () => {
        while (!globalThis.harness) await new Promise((done) => setTimeout(done, 10))
        return harness.choose()
      })()`,
      awaitPromise: true,
      userGesture: false,
    })
    expect(result.value).toBe('TZ-R01')
  })
})

describe('what a browser goes through', () => {
  it('reloads: the reader is chosen again and works', async () => {
    for (let round = 0; round < 3; round += 1) {
      await open(page)
      await expectWorks(page)
      await page.reload()
      await loaded(page)
    }
    expect(rig.chosen).toBe(3)
  })

  it('reloads without a line: the reader needs none', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready)
    await open(page)
    await chromium.context.setOffline(true)
    await page.reload()
    await loaded(page)
    await open(page)
    await expectWorks(page)
    const line = await page.evaluate(() => fetch('/elsewhere').catch(() => 'no line'))
    expect(line).toBe('no line')
  })

  it('is reloaded while the card is being read', async () => {
    await open(page)
    const cut = transmit(page, readBinary(255)).catch(() => 'page gone')
    await page.reload()
    await cut
    await loaded(page)
    await open(page)
    await expectWorks(page)
  })

  it('navigates inside the app without losing the link', async () => {
    await open(page)
    await page.evaluate(() => history.pushState(null, '', '/visits/1'))
    await expectWorks(page)
    expect(rig.chosen).toBe(1)
  })

  it('opens a second tab: it is told that the reader is in use, and may have it afterwards', async () => {
    await open(page)
    const second = await chromium.context.newPage()
    await openPage(second)
    expect(await choose(second)).toBe('chosen')
    expect(await connect(second)).toBe('TZ-R13')
    await expectWorks(page)
    await page.close()
    await vi.waitFor(async () => expect(await connect(second)).toBe('ACR1255U-J1-001234'))
    expect(await powerOn(second)).toEqual([...ATR])
    await expectWorks(second)
    await second.reload()
    await loaded(second)
    await open(second)
  })

  it('is killed in the middle of a command and started again on the same profile', async () => {
    const card = await open(page)
    reader.failNext({ kind: 'silent' }, APDU)
    const cut = transmit(page, VERIFY).catch(() => 'browser gone')
    await vi.waitFor(() => expect(card.commands).toHaveLength(1))
    await killBrowser(chromium)
    expect(await cut).toBe('browser gone')
    expect(reader.isLinked).toBe(false)
    chromium = await relaunch(chromium)
    await attach()
    await open(page)
    await expectWorks(page)
    expect(card.commands).toHaveLength(1)
  })

  it('that is killed leaves the reader to whoever comes next', async () => {
    await open(page)
    await killBrowser(chromium)
    const drop = vi.fn()
    reader.attach({ notify: () => undefined, drop })
    // Longer than the rig of a page that is gone looks after it and lets its last answers out.
    await wait(2_000)
    expect(reader.isLinked).toBe(true)
    expect(drop).not.toHaveBeenCalled()
  })
})
