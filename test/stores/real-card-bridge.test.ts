// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { LoopbackPermission } from '../../src/nfc/bridge/loopback-permission'
import { createPairingStore, type PairingStore } from '../../src/nfc/bridge/pairing-store'
import type { CardPort, ReaderInfo } from '../../src/stores/card-port'
import { createRealCard } from '../../src/stores/real-card'
import { canRunBridge } from '../../src/stores/real-reader'
import { createFakeBluetooth } from '../support/ble-fake'
import { createFakeBridge, PAGE_ORIGIN, READER_NAME, type FakeBridge } from '../support/bridge-fake'
import { issueTestCard } from '../support/card-fixtures'
import { createFakeCard } from '../support/reader-fixtures'
import { createReaderEmulator } from '../support/reader-emulator'

const silent = (): void => undefined
const done = { ok: true, value: null }
const noError = new AbortController().signal

let bridge: FakeBridge
let store: PairingStore
let permission: LoopbackPermission
let card: CardPort
let states: ReaderInfo['state'][]

function makeBluetooth(): Bluetooth {
  const reader = createReaderEmulator({})
  reader.insert(createFakeCard())
  return Object.assign(createFakeBluetooth(reader).bluetooth, { addEventListener: silent })
}

beforeEach(async () => {
  bridge = await createFakeBridge()
  store = createPairingStore(null)
  permission = 'granted'
  card = await createRealCard({
    bluetooth: makeBluetooth(),
    trainingDelayMs: 0,
    driver: { locks: null },
    bridge: {
      WebSocket: bridge.WebSocket,
      store,
      permission: () => Promise.resolve(permission),
      origin: PAGE_ORIGIN,
    },
  })
  states = []
  card.onReader(({ state }) => states.push(state))
})

const pairedBefore = async () => store.write(await bridge.pairedBefore())

describe('the card reader of this computer', () => {
  it('is connected, and shown by its name', async () => {
    await pairedBefore()
    expect(await card.connectBridge()).toEqual(done)
    expect(states).toEqual(['connecting', 'ready'])
    expect(card.reader()).toMatchObject({ kind: 'bridge', name: READER_NAME, battery: null })
  })

  it('is connected in the same step as it is paired', async () => {
    expect(await card.connectBridge()).toEqual({ ok: false, code: 'TZ-B03' })
    expect(card.reader()).toMatchObject({ state: 'none', kind: 'bridge' })
    expect(await card.pairBridge(bridge.pairing.issue())).toEqual(done)
    expect(card.reader()).toMatchObject({ state: 'ready', name: READER_NAME })
  })

  it('stays paired when it is connected again', async () => {
    await card.pairBridge(bridge.pairing.issue())
    await card.disconnect()
    expect(card.reader()).toMatchObject({ state: 'none', kind: null, name: '' })
    expect(bridge.isConnected).toBe(false)
    expect(await card.connectBridge()).toEqual(done)
  })

  it('is as it was after a code that was wrong, and takes the right one', async () => {
    const code = bridge.pairing.issue()
    expect(await card.pairBridge('00000000')).toEqual({ ok: false, code: 'TZ-B04' })
    expect(card.reader()).toMatchObject({ state: 'none', kind: 'bridge' })
    expect(await card.pairBridge(code)).toEqual(done)
  })

  it('is not tried where the browser refuses, and is once it no longer does', async () => {
    await pairedBefore()
    permission = 'denied'
    expect(await card.connectBridge()).toEqual({ ok: false, code: 'TZ-B02' })
    expect(card.reader()).toMatchObject({ state: 'none', kind: 'bridge' })
    expect(bridge.opened).toEqual([])
    permission = 'granted'
    expect(await card.connectBridge()).toEqual(done)
  })

  it('is told when the bridge goes away, and when it is there again', async () => {
    await pairedBefore()
    await card.connectBridge()
    bridge.cut()
    await vi.waitFor(() => expect(card.reader().state).toBe('lost'))
    expect(await card.connectBridge()).toEqual(done)
    expect(card.reader().state).toBe('ready')
  })

  it('is read again after a loss without another tap', async () => {
    await pairedBefore()
    await card.connectBridge()
    bridge.cut()
    await vi.waitFor(() => expect(card.reader().state).toBe('lost'))
    // The card in memory is none of ours; what counts is that it was reached.
    expect(await card.prepare(silent, noError)).toMatchObject({ ok: false })
    expect(bridge.performed.map(({ operation }) => operation)).toContain('powerOn')
    expect(card.reader().state).toBe('ready')
  })

  it('says whether a card lies there', async () => {
    await pairedBefore()
    await card.connectBridge()
    bridge.tell('cardOn')
    await vi.waitFor(() => expect(card.reader().cardPresent).toBe(true))
    bridge.tell('cardOff')
    await vi.waitFor(() => expect(card.reader().cardPresent).toBe(false))
  })

  it('is named as missing where this device cannot run the bridge', async () => {
    card = await createRealCard({ bluetooth: makeBluetooth(), bridge: null })
    expect(card.reader().bridgeAvailable).toBe(false)
    expect(await card.connectBridge()).toEqual({ ok: false, code: 'TZ-B01' })
    expect(await card.pairBridge('7KQ39XTM')).toEqual({ ok: false, code: 'TZ-B01' })
  })
})

describe('the card reader of this computer beside another', () => {
  it('takes the place of a Bluetooth reader, and gives it back', async () => {
    await pairedBefore()
    await card.connectBluetooth()
    expect(await card.connectBridge()).toEqual(done)
    expect(card.reader()).toMatchObject({ kind: 'bridge', name: READER_NAME })
    expect(await card.connectBluetooth()).toEqual(done)
    expect(bridge.isConnected).toBe(false)
    expect(card.reader()).toMatchObject({ kind: 'acr1255', state: 'ready' })
  })

  it.each([
    ['connected', () => card.connectBridge()],
    ['paired', () => card.pairBridge('00000000')],
  ])('never reads the training card when it could not be %s', async (_how, attempt) => {
    await card.useTrainingCard(await issueTestCard())
    expect((await attempt()).ok).toBe(false)
    expect(card.reader()).toMatchObject({ state: 'none', kind: 'bridge', trainingCard: null })
    expect(await card.prepare(silent, noError)).toEqual({ ok: false, code: 'TZ-R14' })
  })

  it('says nothing of the Bluetooth reader before it', async () => {
    await card.connectBluetooth()
    await card.pairBridge('00000000')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(card.reader()).toMatchObject({ state: 'none', kind: 'bridge', battery: null })
  })
})

describe('whether a device can run the bridge', () => {
  it.each([
    ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 0, true],
    ['Windows with a touch screen', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 10, true],
    ['Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0, true],
    ['Linux', 'Mozilla/5.0 (X11; Linux x86_64)', 0, true],
    ['iPad that calls itself a Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5, false],
    ['Android', 'Mozilla/5.0 (Linux; Android 10; K) Mobile', 5, false],
    ['Chromebook', 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)', 0, false],
  ])('%s', (_name, userAgent, maxTouchPoints, can) => {
    expect(canRunBridge({ userAgent, maxTouchPoints })).toBe(can)
  })
})
