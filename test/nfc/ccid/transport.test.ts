import { describe, expect, it, vi } from 'vitest'
import { CCID_PIPES } from '../../support/ccid-emulator'
import { createCcidBench, openCcidWithCard } from '../../support/ccid-fixtures'
import {
  ATR,
  codeOf,
  createFakeCard,
  expectedData,
  readBinary,
  SELECT,
  VERIFY,
} from '../../support/reader-fixtures'

const APDU = 0x6f

describe('connecting to a CCID reader', () => {
  it('asks whether a card is there, and nothing else', async () => {
    const { reader, transport, events } = createCcidBench()
    await transport.connect()
    await vi.waitFor(() => expect(events).toEqual(['link connected', 'card off']))
    expect(reader.log.map(({ type }) => type)).toEqual([0x65])
    expect(transport.kind).toBe('ccid')
    expect(transport.name).toBe('FT_0123456789')
  })

  it('tells of a card that was there before', async () => {
    const { reader, transport, events } = createCcidBench()
    reader.insert(createFakeCard())
    await transport.connect()
    await vi.waitFor(() => expect(events).toEqual(['link connected', 'card on']))
  })

  it.each(Object.entries(CCID_PIPES))('works through the service %s', async (_, pipe) => {
    const { transport, reader } = await openCcidWithCard({ reader: { pipe } })
    expect(reader.isLinked).toBe(true)
    expect([...(await transport.transmit(SELECT))]).toEqual([0x90, 0x00])
  })

  it('is TZ-R11 when the device has none of them', async () => {
    const { transport } = createCcidBench({ bluetooth: { service: null } })
    expect(await codeOf(transport.connect())).toBe('TZ-R11')
  })

  it('leaves no timer behind', async () => {
    const { transport, timer } = createCcidBench()
    await transport.connect()
    expect(timer.count).toBe(0)
  })

  it('reads the battery, or null where there is none', async () => {
    for (const battery of [42, null]) {
      const { transport } = createCcidBench({ reader: { battery } })
      await transport.connect()
      expect(await transport.readBattery()).toBe(battery)
    }
  })
})

describe('talking to the card over CCID', () => {
  it('powers it and gives its ATR', async () => {
    const { atr } = await openCcidWithCard()
    expect([...atr]).toEqual([...ATR])
  })

  it.each([0, 1, 7, 8, 9, 10, 28, 254, 255])('carries an answer of %i bytes', async (length) => {
    const { transport } = await openCcidWithCard()
    const command = readBinary(length)
    expect([...(await transport.transmit(command))]).toEqual([...expectedData(command), 0x90, 0])
  })

  it('carries an answer of 256 bytes, and the longest short command', async () => {
    const { transport, card } = await openCcidWithCard()
    expect(await transport.transmit(Uint8Array.of(0, 0xb0, 1, 0, 0))).toHaveLength(258)
    const longest = Uint8Array.from({ length: 261 }, (_, index) => index & 0xff)
    await transport.transmit(longest)
    expect(card.commands.at(-1)).toEqual([...longest])
  })

  it('numbers 300 commands around the end of the byte', async () => {
    const { transport, card } = await openCcidWithCard()
    for (let round = 0; round < 300; round += 1) await transport.transmit(SELECT)
    expect(card.commands).toHaveLength(300)
  })

  it('writes chunks of 20 bytes and wipes them afterwards', async () => {
    const { transport, reader } = await openCcidWithCard()
    const given: Uint8Array[] = []
    const deliver = reader.write.bind(reader)
    reader.write = (chunk) => {
      expect(chunk.length).toBeLessThanOrEqual(20)
      given.push(chunk)
      deliver(chunk)
    }
    await transport.transmit(Uint8Array.from({ length: 90 }, () => 0xaa))
    expect(given.map(({ length }) => length)).toEqual([20, 20, 20, 20, 20])
  })

  it('keeps no copy of a VERIFY', async () => {
    const { transport, ble } = await openCcidWithCard()
    const buffers: Uint8Array[] = []
    ble.knobs.onWrite = (chunk) => buffers.push(chunk)
    await transport.transmit(VERIFY)
    expect(buffers.length).toBeGreaterThan(0)
    for (const buffer of buffers) expect(buffer.every((byte) => byte === 0)).toBe(true)
  })

  it('switches the card off', async () => {
    const { transport, card } = await openCcidWithCard()
    await transport.powerOff()
    expect(card.resets).toBe(1)
  })

  it('says TZ-R08 when no card is there, and goes on', async () => {
    const { transport, reader } = createCcidBench()
    await transport.connect()
    expect(await codeOf(transport.powerOn())).toBe('TZ-R08')
    reader.insert(createFakeCard())
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })

  it('reads a card that was put on just after the reader had looked for one', async () => {
    const { transport, reader } = createCcidBench()
    await transport.connect()
    reader.pause = () => {
      reader.pause = () => Promise.resolve()
      reader.insert(createFakeCard())
      return Promise.resolve()
    }
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })

  it('says TZ-R10 when a card gives no ATR, and looks for it twice at the most', async () => {
    const { transport, reader } = createCcidBench()
    await transport.connect()
    reader.insert({ ...createFakeCard(), atr: new Uint8Array() })
    expect(await codeOf(transport.powerOn())).toBe('TZ-R10')
    expect(reader.log.filter(({ type }) => type === 0x62)).toHaveLength(2)
  })

  it('says TZ-R08 when the card is taken off under a command, and tells of it', async () => {
    const { transport, reader, events } = await openCcidWithCard()
    reader.remove()
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R08')
    await vi.waitFor(() => expect(events.at(-1)).toBe('card off'))
    expect(reader.isLinked).toBe(true)
  })

  it('says TZ-R10 when the card is there but silent', async () => {
    const { transport, reader } = await openCcidWithCard()
    reader.insert({ ...createFakeCard(), respond: () => Promise.reject(new Error('torn')) })
    await transport.powerOn()
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R10')
    expect(reader.isLinked).toBe(true)
  })
})

describe('slot notices', () => {
  it('are believed only after asking', async () => {
    const { transport, reader, events } = createCcidBench()
    await transport.connect()
    reader.insert(createFakeCard())
    await vi.waitFor(() => expect(events.at(-1)).toBe('card on'))
    reader.remove()
    await vi.waitFor(() => expect(events.at(-1)).toBe('card off'))
    reader.raw(Uint8Array.of(0x50, 0x03))
    await vi.waitFor(() => expect(reader.log.at(-1)?.type).toBe(0x65))
    await codeOf(transport.powerOn())
    expect(events).toEqual(['link connected', 'card off', 'card on', 'card off'])
  })

  it.each([false, true])('at an answer do not disturb it (inside: %s)', async (inside) => {
    const { transport, reader, card } = await openCcidWithCard()
    for (let round = 0; round < 5; round += 1) {
      reader.failNext({ kind: 'noticed', inside }, APDU)
      const command = readBinary(100 + round)
      expect([...(await transport.transmit(command))]).toEqual([...expectedData(command), 0x90, 0])
    }
    expect(card.commands).toHaveLength(5)
  })
})

describe('closing a CCID reader', () => {
  it('drops the security status of the card, then the link, and is not called a loss', async () => {
    const { transport, reader, card, events } = await openCcidWithCard()
    await transport.close()
    expect(card.resets).toBe(1)
    expect(reader.log.at(-1)?.type).toBe(0x63)
    expect(reader.isLinked).toBe(false)
    expect(events).not.toContain('link lost')
  })

  it('ends a command in flight with TZ-R04', async () => {
    const { transport, reader } = await openCcidWithCard()
    reader.failNext({ kind: 'silent' }, APDU)
    const code = codeOf(transport.transmit(SELECT))
    await vi.waitFor(() => expect(reader.log.at(-1)?.type).toBe(APDU))
    await transport.close()
    expect(await code).toBe('TZ-R04')
  })
})
