/** The driver on Chromium's real Bluetooth stack of Linux: nothing in the page or the browser stands in for anything. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createSoftwareCard, type SoftwareCard } from '../../src/nfc/emulator/software-card'
import { answerChoosers } from '../support/ble-chooser'
import { describeBluez } from '../support/bluez/describe-bluez'
import { startFakeBluez, type FakeBluez, type FakeBluezOptions } from '../support/bluez/fake-bluez'
import { issueTestCard } from '../support/card-fixtures'
import { createCcidEmulator } from '../support/ccid-emulator'
import { closeBrowser, launchChromium, type LaunchedChromium } from '../support/chromium'
import { createReaderEmulator, type ReaderEmulator } from '../support/reader-emulator'
import type { LinkedReader } from '../support/reader-types'
import type { Harness } from './harness/bluetooth-page'
import { servePage, type ServedPage } from './harness/serve'

declare global {
  var harness: Harness
}

const SIGNED = { kind: 'signed', bytes: 256 }

let served: ServedPage
let chromium: LaunchedChromium
let bluez: FakeBluez
let page: Page
let card: SoftwareCard
let chosen: number
const faults: unknown[] = []

beforeAll(async () => {
  served = await servePage('./bluetooth-page.ts')
})

afterAll(() => served.close())

beforeEach(async () => {
  card = createSoftwareCard(await issueTestCard())
  chosen = 0
})

afterEach(async () => {
  await closeBrowser(chromium)
  await bluez.end()
  expect([...bluez.faults, ...faults]).toEqual([])
})

/** A browser on a system bus of its own, where a BlueZ knows this reader. */
async function start(reader: LinkedReader, options?: FakeBluezOptions): Promise<void> {
  bluez = await startFakeBluez(reader, options)
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: bluez.address }
  chromium = await launchChromium({ env })
  page = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  await answerChoosers(await chromium.context.newCDPSession(page), {
    answer: () => 'select',
    onAnswered: () => (chosen += 1),
    onFault: (fault) => faults.push(fault),
  })
  await page.goto(served.url)
  await loaded()
}

async function startWithCard(options?: FakeBluezOptions): Promise<ReaderEmulator> {
  const reader = createReaderEmulator()
  reader.insert(card)
  await start(reader, options)
  await open()
  return reader
}

const loaded = () => page.waitForFunction(() => 'harness' in globalThis)
const reload = () => page.reload().then(loaded)
const sign = () => page.evaluate(() => harness.sign('1234'))
const eventsOf = () => page.evaluate(() => harness.events)
/** Each check asks for the tries once and presents the PIN once. */
const verifies = () => card.log.filter((header) => header === '00200080').length

async function open(): Promise<void> {
  expect(await page.evaluate(() => harness.choose())).toBe('chosen')
  expect(await page.evaluate(() => harness.connect())).toBe('ACR1255U-J1-001234')
}

describeBluez('the driver on the Bluetooth stack of Linux', () => {
  it('reads a whole card, checks its PIN and signs, every answer a native notification', async () => {
    await startWithCard()
    const before = bluez.notifications
    expect(await sign()).toEqual(SIGNED)
    expect(card.triesLeft).toBe(3)
    expect(verifies()).toBe(2)
    // A certificate and a signature in chunks of 20 bytes.
    expect(bluez.notifications - before).toBeGreaterThan(60)
    const start = 'BluetoothRemoteGATTCharacteristic.prototype.startNotifications.toString()'
    expect(await page.evaluate(start)).toContain('[native code]')
    expect(await page.evaluate(() => harness.battery())).toBe(80)
    expect({ chosen, connections: bluez.connections }).toEqual({ chosen: 1, connections: 1 })
  })

  it('tells of a card that is taken off and put on', async () => {
    const reader = await startWithCard()
    reader.remove()
    await vi.waitFor(async () => expect((await eventsOf()).at(-1)).toBe('card off'))
    reader.insert(card)
    await vi.waitFor(async () => expect((await eventsOf()).at(-1)).toBe('card on'))
    expect(await sign()).toEqual(SIGNED)
  })

  it('loses the link in the middle of a frame, and comes back without a chooser', async () => {
    const reader = await startWithCard()
    // Inside an answer of 256 bytes: the second part of the certificate.
    reader.dropAfter(700)
    expect(await sign()).toEqual({ kind: 'not prepared', code: 'TZ-R04' })
    await vi.waitFor(async () => expect((await eventsOf()).at(-1)).toBe('link lost'))
    expect(verifies()).toBe(0)
    expect(await sign()).toEqual(SIGNED)
    expect({ chosen, connections: bluez.connections }).toEqual({ chosen: 1, connections: 2 })
  })

  it('loses the link under the VERIFY, and presents no PIN twice', async () => {
    const reader = await startWithCard()
    reader.pause = ({ data }) => {
      if (data[1] === 0x20 && data.length > 5) {
        reader.pause = () => Promise.resolve()
        reader.restart(false)
      }
      return Promise.resolve()
    }
    expect(await sign()).toMatchObject({ kind: 'unknown' })
    expect(verifies()).toBe(2)
    expect(await sign()).toEqual(SIGNED)
    expect(verifies()).toBe(4)
    expect(chosen).toBe(1)
  })

  it('lets go of the reader with the page, which chooses it again', async () => {
    const reader = await startWithCard()
    await reload()
    await vi.waitFor(() => expect(reader.isLinked).toBe(false))
    await open()
    expect(await sign()).toEqual(SIGNED)
    expect({ chosen, connections: bluez.connections }).toEqual({ chosen: 2, connections: 2 })
  })

  it('begins anew on the link to a paired reader, which outlives the page', async () => {
    await startWithCard({ isPaired: true })
    expect(await sign()).toEqual(SIGNED)
    await reload()
    await open()
    expect(await sign()).toEqual(SIGNED)
    expect({ chosen, connections: bluez.connections }).toEqual({ chosen: 2, connections: 1 })
  })

  it('finds a CCID reader by its service in the same dialog', async () => {
    const reader = createCcidEmulator()
    reader.insert(card)
    await start(reader)
    expect(await page.evaluate(() => harness.choose())).toBe('chosen')
    expect(await page.evaluate(() => harness.connect())).toBe('FT_0123456789')
    expect(await page.evaluate(() => harness.kind())).toBe('ccid')
    expect(await sign()).toEqual(SIGNED)
  })
})
