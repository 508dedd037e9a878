import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { BRIDGE_PROTOCOL, FRAME, MAX_MESSAGE, REFUSAL } from '../../api/bridge/wire'
import type { CardImage } from '../../domain/card-image'
import { createSoftwareCard, type SoftwareCard } from '../../src/nfc/emulator/software-card'
import { prepareCard } from '../../src/nfc/applications/jpki'
import { createPairingStore } from '../../src/nfc/bridge/pairing-store'
import type { TransportError } from '../../src/nfc/transport'
import { CARD_PIN, issueTestCard, typedPin } from '../support/card-fixtures'
import { bytesOf } from '../support/card-transport'
import type { FakePcscCard } from './fake-pcsc'
import { ORIGIN, socketFrom, startRig, type BridgeRig } from './bridge-rig'

const SELECT_JPKI = bytesOf('00A4040C0AD392F000260100000001')
const SELECT_TEXT = bytesOf('00A4040C0AD3921000310001010408')

let image: CardImage
let card: SoftwareCard
let rig: BridgeRig

beforeAll(async () => {
  image = await issueTestCard()
})

beforeEach(async () => {
  card = createSoftwareCard(image)
  rig = await startRig()
  rig.pcsc.readers.set('Reader 0', card)
})

afterEach(() => rig.end())

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as TransportError).code,
  )

describe('who may speak to the bridge', () => {
  /** The status of an upgrade request with these headers; 101 when it is let in. */
  function upgrade(headers: Record<string, string>, path = '/'): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = request({
        ...{ host: '127.0.0.1', port: rig.server.port, path },
        headers: {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          'Sec-WebSocket-Protocol': BRIDGE_PROTOCOL,
          ...headers,
        },
      })
      asked.on('response', (response) => resolve(response.statusCode ?? 0))
      asked.on('upgrade', (_response, socket) => {
        socket.destroy()
        resolve(101)
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  it('only pages of an allowed origin, to the letter', async () => {
    expect(await upgrade({ Origin: ORIGIN })).toBe(101)
    for (const origin of [
      ...['http://app.example', 'https://app.example.evil.test', 'https://app.example:444'],
      ...['https://APP.example', `${ORIGIN}/`, 'null', ''],
    ]) {
      expect(await upgrade({ Origin: origin })).toBe(403)
    }
    expect(await upgrade({})).toBe(403)
    expect(rig.notes).toContain('refusedOrigin')
  })

  it('only at this address, not at a name that leads here', async () => {
    expect(await upgrade({ Origin: ORIGIN, Host: `rebound.example:${rig.server.port}` })).toBe(403)
  })

  it('only in its own protocol and at its own path', async () => {
    expect(await upgrade({ Origin: ORIGIN, 'Sec-WebSocket-Protocol': 'chat' })).toBe(400)
    expect(await upgrade({ Origin: ORIGIN }, '/other')).toBe(400)
  })

  it('nobody on the network', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of [...others, { address: '127.0.0.2' }]) {
      const outcome = await new Promise((resolve) => {
        const socket = connect(rig.server.port, address)
        socket.on('connect', () => resolve('connected'))
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      })
      expect(outcome).toBe('ECONNREFUSED')
    }
  })

  it('nobody by plain HTTP', async () => {
    const { status, headers } = await fetch(`http://127.0.0.1:${rig.server.port}/`)
    expect(status).toBe(404)
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('pairing', () => {
  it('is asked for first, and once', async () => {
    const page = rig.page()
    expect(await codeOf(page.connect())).toBe('TZ-B03')
    await page.pair(rig.pairing.issue())
    await page.connect()
    expect(page.name).toBe('Reader 0')
    await page.close()
    await page.connect()
    expect(rig.notes.filter((note) => note === 'paired')).toHaveLength(1)
  })

  it('forgives how the code is typed, and sends nothing that is none', async () => {
    const page = rig.page()
    for (const text of ['', '1234', '7KQ3-9XTM-1', 'あいうえおかきく']) {
      expect(await codeOf(page.pair(text))).toBe('TZ-B14')
    }
    const code = rig.pairing.issue()
    const typed = ` ${code.slice(0, 4).toLowerCase()} ー ${code.slice(4).replaceAll('0', 'o')}`
    await page.pair(typed)
    await page.connect()
  })

  it('gives a code three tries, right or wrong', async () => {
    const page = rig.page()
    const code = rig.pairing.issue()
    const wrong = code === '00000000' ? '00000001' : '00000000'
    expect(await codeOf(page.pair(wrong))).toBe('TZ-B04')
    expect(await codeOf(page.pair(wrong))).toBe('TZ-B04')
    expect(await codeOf(page.pair(wrong))).toBe('TZ-B04')
    expect(await codeOf(page.pair(code))).toBe('TZ-B05')
    expect(rig.pages.count).toBe(0)
    await vi.waitFor(() => expect(rig.notes).toEqual(['wrongCode', 'wrongCode', 'wrongCode']))
  })

  it('gives a code five minutes', async () => {
    const code = rig.pairing.issue()
    rig.clock.now = 5 * 60_000
    expect(await codeOf(rig.page().pair(code))).toBe('TZ-B05')
  })

  it('uses a code up', async () => {
    const code = rig.pairing.issue()
    await rig.page().pair(code)
    expect(await codeOf(rig.page().pair(code))).toBe('TZ-B05')
  })

  it('keeps no secret of the page, and its own where only this user reads', async () => {
    const { store } = await rig.pairedPage()
    const pairing = await store.read()
    expect(pairing?.own.privateKey.extractable).toBe(false)
    expect((await stat(rig.stateFile)).mode & 0o777).toBe(0o600)
    const kept: unknown = JSON.parse(await readFile(rig.stateFile, 'utf8'))
    const point = Buffer.from(pairing?.own.point ?? []).toString('base64')
    const keyId = createHash('sha256').update(Buffer.from(point, 'base64')).digest()
    expect(kept).toMatchObject({
      pages: [{ origin: ORIGIN, point, keyId: keyId.subarray(0, 16).toString('base64') }],
    })
  })
})

describe('every connection', () => {
  it('is refused to a key of another origin', async () => {
    await rig.end()
    rig = await startRig({ origins: [ORIGIN, 'https://other.example'] })
    const { store } = await rig.pairedPage()
    const other = rig.page({ store, origin: 'https://other.example' })
    expect(await codeOf(other.connect())).toBe('TZ-B03')
  })

  it('is refused to whoever knows the public halves only', async () => {
    const { store } = await rig.pairedPage()
    const pairing = await store.read()
    const thief = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
      'deriveBits',
    ])
    if (!pairing) throw new Error('not paired')
    const stolen = createPairingStore(null)
    await stolen.write({
      ...pairing,
      own: { privateKey: thief.privateKey, point: pairing.own.point },
    })
    expect(await codeOf(rig.page({ store: stolen }).connect())).toBe('TZ-B12')
  })

  it('tells a bridge that is not the paired one, and sends it nothing of value', async () => {
    const { store } = await rig.pairedPage()
    const pairing = await store.read()
    if (!pairing) throw new Error('not paired')
    const other = await startRig()
    try {
      await other.pages.add(pairing.own.point, ORIGIN)
      expect(await codeOf(other.page({ store }).connect())).toBe('TZ-B12')
      expect(other.notes).not.toContain('connected')
    } finally {
      await other.end()
    }
  })

  it('is one page’s at a time', async () => {
    const { page, store } = await rig.pairedPage()
    await page.connect()
    const second = rig.page({ store })
    expect(await codeOf(second.connect())).toBe('TZ-B06')
    await page.close()
    await vi.waitFor(async () => expect(await codeOf(second.connect())).toBe('done'))
  })

  it('stays while the page answers whether it is still there', async () => {
    await rig.end()
    rig = await startRig({ heartbeatMs: 20 })
    let pings = 0
    const { page } = await rig.pairedPage({
      WebSocket: socketFrom(ORIGIN, { onPing: () => (pings += 1) }),
    })
    await page.connect()
    await vi.waitFor(() => expect(pings).toBeGreaterThan(4))
    expect(await codeOf(page.powerOff())).toBe('done')
  })

  it('ends when the page does not answer two pings, and the next page gets its turn', async () => {
    await rig.end()
    rig = await startRig({ heartbeatMs: 200 })
    rig.pcsc.readers.set('Reader 0', card)
    const { page, store } = await rig.pairedPage({
      WebSocket: socketFrom(ORIGIN, { answersPings: false }),
    })
    const links: string[] = []
    page.on('link', (state) => links.push(state))
    await page.connect()
    await page.powerOn()
    await vi.waitFor(() => expect(links).toEqual(['connected', 'lost']), { timeout: 5000 })
    await vi.waitFor(() => expect(rig.notes.at(-1)).toBe('disconnected'))
    expect(rig.pcsc.calls.at(-1)).toBe('reset')
    expect(await codeOf(page.transmit(SELECT_JPKI))).toBe('TZ-R04')
    expect(await codeOf(rig.page({ store }).connect())).toBe('done')
  })

  it('ends when it has not proved itself in time', async () => {
    await rig.end()
    rig = await startRig({ proofTimeoutMs: 50 })
    const socket = await openRaw()
    await new Promise((resolve) => socket.once('close', resolve))
    expect(rig.notes).toEqual([])
  })

  it('ends at a message that is too long, is text, or is out of order', async () => {
    const wrong = [
      new Uint8Array(MAX_MESSAGE + 1),
      'hello',
      Uint8Array.of(FRAME.prove, ...new Uint8Array(32)),
      Uint8Array.of(FRAME.sealed, ...new Uint8Array(40)),
      Uint8Array.of(FRAME.hello),
      new Uint8Array(),
    ]
    for (const message of wrong) {
      const socket = await openRaw()
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.send(message)
      await closed
    }
  })

  it('answers a point that is not on the curve with a refusal', async () => {
    const socket = await openRaw()
    rig.pairing.issue()
    const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve))
    socket.send(Uint8Array.of(FRAME.pair, 0x04, ...new Uint8Array(64).fill(7)))
    expect([...(await answer)]).toEqual([FRAME.refused, REFUSAL.protocol])
  })

  function openRaw(): Promise<WebSocket> {
    const Socket = socketFrom(ORIGIN) as unknown as new (url: string, protocol: string) => WebSocket
    const socket = new Socket(`ws://127.0.0.1:${rig.server.port}`, BRIDGE_PROTOCOL)
    return new Promise((resolve) => socket.once('open', () => resolve(socket)))
  }
})

describe('a card check through the bridge', () => {
  it('reads the certificate, presents the PIN once and signs', async () => {
    const { page } = await rig.pairedPage()
    await page.connect()
    const prepared = await prepareCard(page, { readExpiry: true })
    if (!prepared.ok) throw new Error(prepared.code)
    expect(prepared.value).toMatchObject({ triesLeft: 3, cardExpiry: image.cardExpiry })
    const pin = typedPin()
    const signed = await prepared.value.signWithPin(pin, new Uint8Array(32).fill(9))
    expect(signed.kind).toBe('signed')
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(card.log.filter((header) => header === '00200080')).toHaveLength(2)
    await page.close()
    await vi.waitFor(() => expect(rig.pcsc.calls.at(-1)).toBe('reset'))
  })

  it('leaves the PIN in no buffer', async () => {
    const { page } = await rig.pairedPage()
    await page.connect()
    const prepared = await prepareCard(page)
    if (!prepared.ok) throw new Error(prepared.code)
    await prepared.value.signWithPin(typedPin(), new Uint8Array(32))
    const held = Buffer.concat([...rig.pcsc.buffers])
    expect(held.includes(CARD_PIN)).toBe(false)
    expect(held.every((byte) => byte === 0)).toBe(true)
  })

  it('refuses the 個人番号 and 照合番号A before the card sees them', async () => {
    const { page } = await rig.pairedPage()
    await page.connect()
    await page.powerOn()
    await page.transmit(SELECT_TEXT)
    const seen = card.log.length
    for (const command of ['00A4020C020001', '00B0810000', `002000940C${'31'.repeat(12)}`]) {
      expect(await codeOf(page.transmit(bytesOf(command)))).toBe('TZ-B10')
    }
    expect(card.log).toHaveLength(seen)
    expect(rig.notes).toContain('forbidden')
  })

  it('never repeats a command whose answer did not come', async () => {
    const { page } = await rig.pairedPage()
    await page.connect()
    const prepared = await prepareCard(page)
    if (!prepared.ok) throw new Error(prepared.code)
    rig.pcsc.failNext = 'removed'
    const outcome = await prepared.value.signWithPin(typedPin(), new Uint8Array(32))
    expect(outcome).toEqual({ kind: 'unknown', code: 'TZ-C04' })
    // The tries were asked for, the PIN was on its way once.
    expect(rig.pcsc.calls.filter((call) => call === 'transmit')).toHaveLength(card.log.length + 1)
  })

  it.each([
    ['noCard', 'TZ-R08'],
    ['noReader', 'TZ-B07'],
    ['noService', 'TZ-B08'],
    ['unresponsive', 'TZ-R10'],
    ['shared', 'TZ-B09'],
    ['fault', 'TZ-R09'],
  ] as const)('says what is wrong: %s', async (fault, code) => {
    const { page } = await rig.pairedPage()
    await page.connect()
    rig.pcsc.failNext = fault
    expect(await codeOf(page.powerOn())).toBe(code)
    expect(await codeOf(page.powerOn())).toBe('done')
  })

  it('says that there is no reader, and finds the one that is plugged in then', async () => {
    const { page } = await rig.pairedPage()
    rig.pcsc.readers.clear()
    expect(await codeOf(page.connect())).toBe('TZ-B07')
    rig.pcsc.readers.set('Reader 1', card)
    await vi.waitFor(async () => expect(await codeOf(page.connect())).toBe('done'))
    expect(page.name).toBe('Reader 1')
  })

  it('takes the マイナンバーカード where another card lies in another reader', async () => {
    const other: FakePcscCard = {
      atr: Uint8Array.of(0x3b),
      respond: () => Promise.resolve(bytesOf('6A82')),
      reset: () => undefined,
    }
    rig.pcsc.readers = new Map<string, FakePcscCard>([
      ['A staff card', other],
      ['B', card],
    ])
    const { page } = await rig.pairedPage()
    await page.connect()
    expect([...(await page.powerOn())]).toEqual([...card.atr])
    rig.pcsc.readers.set('A staff card', createSoftwareCard(image))
    expect(await codeOf(page.powerOn())).toBe('TZ-B11')
  })

  it('tells of a card that is taken off and put on', async () => {
    const { page } = await rig.pairedPage()
    const seen: boolean[] = []
    page.on('card', (present) => seen.push(present))
    await page.connect()
    rig.pcsc.readers.set('Reader 0', null)
    await vi.waitFor(() => expect(seen.at(-1)).toBe(false), { timeout: 5000 })
    rig.pcsc.readers.set('Reader 0', card)
    await vi.waitFor(() => expect(seen.at(-1)).toBe(true), { timeout: 5000 })
  })

  it('ends the card session with a reset when the bridge ends, and tells the page', async () => {
    const { page } = await rig.pairedPage()
    const links: string[] = []
    page.on('link', (state) => links.push(state))
    await page.connect()
    await page.powerOn()
    await rig.server.close()
    expect(rig.pcsc.calls.slice(-2)).toEqual(['reset', 'close'])
    await vi.waitFor(() => expect(links).toEqual(['connected', 'lost']))
    expect(await codeOf(page.transmit(SELECT_JPKI))).toBe('TZ-R04')
    expect(await codeOf(page.powerOn())).toBe('TZ-B01')
  })
})
