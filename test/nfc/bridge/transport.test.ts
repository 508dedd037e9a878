import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FRAME, MAX_MESSAGE } from '../../../api/bridge/wire'
import { createBridgeTransport, type BridgeTransport } from '../../../src/nfc/bridge'
import type { LoopbackPermission } from '../../../src/nfc/bridge/loopback-permission'
import { createPairingStore, type PairingStore } from '../../../src/nfc/bridge/pairing-store'
import {
  createFakeBridge,
  PAGE_ORIGIN,
  READER_NAME,
  type FakeBridge,
} from '../../support/bridge-fake'
import { ATR, codeOf, createManualTimer, SELECT, VERIFY } from '../../support/reader-fixtures'

/** All different, so that a test can let one of them run out. */
const TIMEOUTS = { open: 1, ask: 2, greet: 3, power: 4, apdu: 5 }

let bridge: FakeBridge
let timer: ReturnType<typeof createManualTimer>
let store: PairingStore
let permissions: LoopbackPermission[]
let page: BridgeTransport
let events: string[]

beforeEach(async () => {
  bridge = await createFakeBridge()
  timer = createManualTimer()
  permissions = ['granted']
  events = []
  store = createPairingStore(null)
  page = createBridgeTransport({
    port: 4711,
    WebSocket: bridge.WebSocket,
    store,
    permission: () => {
      const [now = 'granted', ...later] = permissions
      if (later.length > 0) permissions = later
      return Promise.resolve(now)
    },
    origin: PAGE_ORIGIN,
    timeouts: TIMEOUTS,
    startTimer: timer.startTimer,
  })
  page.on('link', (state) => events.push(`link ${state}`))
  page.on('card', (isPresent) => events.push(isPresent ? 'card on' : 'card off'))
})

const pair = () => page.pair(bridge.pairing.issue())

async function pairedBefore(): Promise<void> {
  await store.write(await bridge.pairedBefore())
}

async function connected(): Promise<void> {
  await pairedBefore()
  await page.connect()
}

async function runOut(milliseconds: number): Promise<void> {
  await vi.waitFor(() => expect(timer.isRunning(milliseconds)).toBe(true))
  timer.runOut(milliseconds)
}

const count = (operation: string) =>
  bridge.performed.filter((each) => each.operation === operation).length

describe('the page that speaks to the bridge', () => {
  it('knows the reader by its name, powers the card and hands its answers on', async () => {
    await connected()
    expect(page.name).toBe(READER_NAME)
    expect(await page.powerOn()).toEqual(ATR)
    expect([...(await page.transmit(SELECT))]).toEqual([0x90, 0x00])
    await page.powerOff()
    expect(bridge.performed).toEqual([
      { operation: 'open', payload: [] },
      { operation: 'powerOn', payload: [] },
      { operation: 'transmit', payload: [...SELECT] },
      { operation: 'powerOff', payload: [] },
    ])
    expect(events).toEqual(['link connected'])
    expect(timer.count).toBe(0)
  })

  it('goes to this computer by its number, in its own protocol', async () => {
    await connected()
    expect(bridge.opened).toEqual(['ws://127.0.0.1:4711 tazune-bridge.v1'])
  })

  it('sends no command in the clear', async () => {
    await connected()
    await page.transmit(VERIFY)
    const digits = String([...VERIFY.subarray(5)])
    for (const message of bridge.heard) expect(String([...message])).not.toContain(digits)
    expect(bridge.heard.at(-1)?.[0]).toBe(FRAME.sealed)
  })

  it('connects once, however many ask', async () => {
    await pairedBefore()
    const before = bridge.opened.length
    await Promise.all([page.connect(), page.connect()])
    await page.connect()
    expect(bridge.opened).toHaveLength(before + 1)
    expect(count('open')).toBe(1)
  })

  it('sends commands one after the other, in the order they were asked for', async () => {
    await connected()
    await Promise.all([page.powerOn(), page.transmit(SELECT), page.transmit(VERIFY)])
    expect(bridge.performed.slice(1).map(({ payload }) => payload)).toEqual([
      [],
      [...SELECT],
      [...VERIFY],
    ])
  })

  it('takes nothing that is no short APDU', async () => {
    await connected()
    await expect(page.transmit(new Uint8Array(3))).rejects.toThrow(RangeError)
    await expect(page.transmit(new Uint8Array(262))).rejects.toThrow(RangeError)
    expect(count('transmit')).toBe(0)
  })

  it('tells of a card that is put on and taken off', async () => {
    await connected()
    bridge.tell('cardOn')
    bridge.tell('cardOff')
    await vi.waitFor(() => expect(events).toEqual(['link connected', 'card on', 'card off']))
  })

  it('tells nobody who stopped listening', async () => {
    const heard: boolean[] = []
    const stop = page.on('card', (isPresent) => heard.push(isPresent))
    await connected()
    stop()
    bridge.tell('cardOn')
    await vi.waitFor(() => expect(events).toContain('card on'))
    expect(heard).toEqual([])
  })
})

describe('whether the browser lets the page', () => {
  it('a refusal is said before anything is tried', async () => {
    permissions = ['denied']
    expect(await codeOf(page.connect())).toBe('TZ-B02')
    expect(await codeOf(page.pair('7KQ39XTM'))).toBe('TZ-B02')
    expect(bridge.opened).toEqual([])
  })

  it.each([
    ['denied', 'TZ-B02'],
    ['prompt', 'TZ-B15'],
    ['granted', 'TZ-B01'],
    ['notAsked', 'TZ-B01'],
  ] as const)(
    'a connection that fails means, with the permission %s then, %s',
    async (then, code) => {
      bridge.knobs.port = 'nobody'
      permissions = ['prompt', then]
      expect(await codeOf(page.connect())).toBe(code)
    },
  )

  it('the person is given a minute to answer, not the seconds of a port', async () => {
    bridge.knobs.port = 'mute'
    permissions = ['prompt', 'prompt']
    const connecting = codeOf(page.connect())
    await runOut(TIMEOUTS.ask)
    expect(await connecting).toBe('TZ-B15')
    expect(timer.started(TIMEOUTS.open)).toBe(0)
    expect(bridge.isConnected).toBe(false)
  })

  it('a refusal that is taken back lets the next tap in', async () => {
    await pairedBefore()
    permissions = ['denied']
    expect(await codeOf(page.connect())).toBe('TZ-B02')
    permissions = ['granted']
    await page.connect()
    expect(events).toEqual(['link connected'])
  })

  it('a content security policy that forbids the port counts as nobody there', async () => {
    bridge.knobs.port = 'forbidden'
    expect(await codeOf(page.connect())).toBe('TZ-B01')
  })
})

describe('a bridge that keeps silent', () => {
  it('at its port is taken for none', async () => {
    bridge.knobs.port = 'mute'
    const connecting = codeOf(page.connect())
    await runOut(TIMEOUTS.open)
    expect(await connecting).toBe('TZ-B01')
    expect(bridge.isConnected).toBe(false)
  })

  it.each([0, 1, 2])('after %i messages of the greeting, ends the attempt', async (messages) => {
    await pairedBefore()
    bridge.knobs.messages = messages
    const connecting = codeOf(page.connect())
    await runOut(TIMEOUTS.greet)
    expect(await connecting).toBe('TZ-R07')
    expect(bridge.isConnected).toBe(false)
    expect(events).toEqual([])
    bridge.knobs.messages = Infinity
    await page.connect()
    expect(events).toEqual(['link connected'])
  })

  it.each([0, 1])('after %i messages of pairing, leaves the page unpaired', async (messages) => {
    bridge.knobs.messages = messages
    const pairing = codeOf(pair())
    await runOut(TIMEOUTS.greet)
    expect(await pairing).toBe('TZ-R07')
    expect(bridge.isConnected).toBe(false)
    bridge.knobs.messages = Infinity
    expect(await codeOf(page.connect())).toBe('TZ-B03')
  })

  it.each([
    ['powerOn', TIMEOUTS.power],
    ['transmit', TIMEOUTS.apdu],
    ['powerOff', TIMEOUTS.power],
  ] as const)('in %s, ends the connection and sends nothing twice', async (operation, limit) => {
    bridge.knobs.messages = 3
    await connected()
    const asked = codeOf(operation === 'transmit' ? page.transmit(VERIFY) : page[operation]())
    await runOut(limit)
    expect(await asked).toBe('TZ-R07')
    expect(bridge.isConnected).toBe(false)
    expect(events).toEqual(['link connected', 'link lost'])
    expect(await codeOf(page.transmit(SELECT))).toBe('TZ-R04')
    expect(count(operation)).toBe(1)
    expect(timer.count).toBe(0)
  })
})

describe('a connection that is lost', () => {
  it.each([0, 1, 2])('after %i messages of the greeting is no connection', async (messages) => {
    await pairedBefore()
    Object.assign(bridge.knobs, { messages, then: 'cut' })
    expect(await codeOf(page.connect())).toBe('TZ-R04')
    expect(events).toEqual([])
    expect(timer.count).toBe(0)
    bridge.knobs.messages = Infinity
    await page.connect()
    expect(events).toEqual(['link connected'])
  })

  it.each([0, 1])('after %i messages of pairing leaves the page unpaired', async (messages) => {
    Object.assign(bridge.knobs, { messages, then: 'cut' })
    expect(await codeOf(pair())).toBe('TZ-R04')
    expect(timer.count).toBe(0)
    bridge.knobs.messages = Infinity
    expect(await codeOf(page.connect())).toBe('TZ-B03')
  })

  it('while nothing is asked is told at once', async () => {
    await connected()
    bridge.cut()
    await vi.waitFor(() => expect(events).toEqual(['link connected', 'link lost']))
  })

  it.each(['powerOn', 'transmit', 'powerOff'] as const)(
    'in %s refuses it and what waited behind it, and repeats neither',
    async (operation) => {
      Object.assign(bridge.knobs, { messages: 3, then: 'cut' })
      await connected()
      const asked = codeOf(operation === 'transmit' ? page.transmit(VERIFY) : page[operation]())
      const behind = codeOf(page.transmit(SELECT))
      expect(await asked).toBe('TZ-R04')
      expect(await behind).toBe('TZ-R04')
      expect(bridge.performed).toHaveLength(2)
      expect(events).toEqual(['link connected', 'link lost'])
      expect(timer.count).toBe(0)
    },
  )

  it('is opened anew to power the card, never to send a command', async () => {
    await connected()
    bridge.cut()
    await vi.waitFor(() => expect(events).toContain('link lost'))
    expect(await codeOf(page.transmit(SELECT))).toBe('TZ-R04')
    expect(await page.powerOn()).toEqual(ATR)
    expect(events).toEqual(['link connected', 'link lost', 'link connected'])
    expect(bridge.performed.map(({ operation }) => operation)).toEqual(['open', 'open', 'powerOn'])
  })

  it('binds no command that waited for the connection before', async () => {
    await connected()
    bridge.cut()
    const waited = codeOf(page.transmit(VERIFY))
    await vi.waitFor(() => expect(events).toContain('link lost'))
    await page.connect()
    expect(await waited).toBe('TZ-R04')
    expect(count('transmit')).toBe(0)
  })

  it('by closing it here is no loss to tell of, and is not opened again by itself', async () => {
    await connected()
    await page.close()
    expect(bridge.isConnected).toBe(false)
    const tries = bridge.opened.length
    expect(await codeOf(page.powerOn())).toBe('TZ-R04')
    expect(bridge.opened).toHaveLength(tries)
    expect(events).toEqual(['link connected'])
    await page.connect()
    expect(events).toEqual(['link connected', 'link connected'])
  })

  it.each([0, 1, 2])('by closing at message %i of connecting leaves nothing open', async (at) => {
    await pairedBefore()
    bridge.knobs.forge = (message, index) => {
      if (index === at) void page.close()
      return message
    }
    expect(await codeOf(page.connect())).toBe('TZ-R04')
    expect(bridge.isConnected).toBe(false)
    expect(events).toEqual([])
    bridge.knobs.forge = null
    await page.connect()
    expect(events).toEqual(['link connected'])
  })
})

describe('who answers at the port', () => {
  it('must be paired first', async () => {
    expect(await codeOf(page.connect())).toBe('TZ-B03')
    expect(bridge.heard).toEqual([])
  })

  it('has forgotten this page: pairing leads on', async () => {
    await pairedBefore()
    await bridge.reinstall()
    expect(await codeOf(page.connect())).toBe('TZ-B03')
    await pair()
    await page.connect()
    expect(events).toEqual(['link connected'])
  })

  it('must prove the key it was paired with, and hears nothing of value before', async () => {
    await pairedBefore()
    await bridge.impersonate()
    const before = bridge.heard.length
    expect(await codeOf(page.connect())).toBe('TZ-B12')
    expect(bridge.heard.slice(before).map(([type]) => type)).toEqual([FRAME.hello])
  })

  it('must know the code', async () => {
    bridge.pairing.issue()
    expect(await codeOf(page.pair('00000000'))).toBe('TZ-B04')
    expect(await codeOf(page.connect())).toBe('TZ-B03')
  })

  it('says that no code is valid', async () => {
    expect(await codeOf(page.pair('00000000'))).toBe('TZ-B05')
  })

  it('is asked nothing with what has not the form of a code', async () => {
    expect(await codeOf(page.pair('1234'))).toBe('TZ-B14')
    expect(bridge.opened).toEqual([])
  })

  it('may be in use by another page', async () => {
    await pairedBefore()
    bridge.knobs.taken = true
    expect(await codeOf(page.connect())).toBe('TZ-B06')
    bridge.knobs.taken = false
    await page.connect()
    expect(events).toEqual(['link connected'])
  })

  it('may have no reader; the next attempt asks anew', async () => {
    await pairedBefore()
    bridge.knobs.results = { open: 'noReader' }
    expect(await codeOf(page.connect())).toBe('TZ-B07')
    expect(bridge.isConnected).toBe(false)
    bridge.knobs.results = {}
    await page.connect()
    expect(page.name).toBe(READER_NAME)
  })

  it.each([
    ['forbidden', 'TZ-B10'],
    ['noCard', 'TZ-R08'],
    ['unresponsive', 'TZ-R10'],
    ['shared', 'TZ-B09'],
    ['manyCards', 'TZ-B11'],
    ['busy', 'TZ-B06'],
    ['fault', 'TZ-R09'],
  ] as const)('may refuse a command: %s is %s, and the connection stays', async (result, code) => {
    await connected()
    bridge.knobs.results = { transmit: result }
    expect(await codeOf(page.transmit(SELECT))).toBe(code)
    bridge.knobs.results = {}
    expect([...(await page.transmit(SELECT))]).toEqual([0x90, 0x00])
    expect(events).toEqual(['link connected'])
  })

  const forgeries: [string, (message: Uint8Array) => Uint8Array | string][] = [
    ['text', () => 'hello'],
    ['a message that is too long', () => new Uint8Array(MAX_MESSAGE + 1)],
    ['an empty message', () => new Uint8Array()],
    ['a message cut short', (message) => message.subarray(0, -1)],
    [
      'a message with one bit turned',
      (message) => message.map((byte, at) => (at === message.length - 1 ? byte ^ 1 : byte)),
    ],
    ['a refusal of a later version', () => Uint8Array.of(FRAME.refused, 0xff)],
  ]

  it.each(forgeries)('sends %s instead of an answer: the connection ends', async (_name, forge) => {
    for (const at of [0, 1, 2]) {
      bridge.knobs.forge = null
      await pairedBefore()
      bridge.knobs.forge = (message, index) => (index === at ? forge(message) : message)
      expect(await codeOf(page.connect())).toMatch(/^TZ-(B12|B13|R04)$/)
      expect(bridge.isConnected).toBe(false)
    }
    expect(events).toEqual([])
    expect(timer.count).toBe(0)
  })

  it.each(forgeries)('sends %s instead of the card’s answer: it is lost', async (_name, forge) => {
    await connected()
    bridge.knobs.forge = (message, index) => (index === 3 ? forge(message) : message)
    expect(await codeOf(page.transmit(VERIFY))).toBe('TZ-R04')
    expect(events).toEqual(['link connected', 'link lost'])
    expect(count('transmit')).toBe(1)
  })

  it('sends the same answer again: nothing is opened twice', async () => {
    await connected()
    let first: Uint8Array | null = null
    bridge.knobs.forge = (message) => (first ??= message.slice())
    await page.powerOn()
    expect(await codeOf(page.transmit(SELECT))).toBe('TZ-R04')
    expect(events).toEqual(['link connected', 'link lost'])
  })
})
