import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_TIMEOUTS } from '../../../src/nfc/bluetooth/timing'
import type { Transport } from '../../../src/nfc/transport'
import {
  EARLIER_SEQUENCE,
  ENDLESS,
  GARBAGE_BEFORE,
  GARBAGE_BEHIND,
  HALF,
  OTHER_SLOT,
  OTHER_TYPE,
  RESERVED_CARD_STATE,
  RESERVED_OUTCOME,
  TOO_LONG,
  UNKNOWN_TYPE,
  type CcidFault,
} from '../../support/ccid-faults'
import { createCcidBench, openCcidWithCard } from '../../support/ccid-fixtures'
import {
  ATR,
  codeOf,
  expectedData,
  readBinary,
  SELECT,
  VERIFY,
} from '../../support/reader-fixtures'

const APDU = 0x6f
const POWER_ON = 0x62

describe('a CCID answer that is damaged', () => {
  const damages: [string, CcidFault][] = [
    ['another type', OTHER_TYPE],
    ['a type that does not exist', UNKNOWN_TYPE],
    ['another slot', OTHER_SLOT],
    ['the number of the command before', EARLIER_SEQUENCE],
    ['a reserved state of the card', RESERVED_CARD_STATE],
    ['a reserved outcome', RESERVED_OUTCOME],
    ['a length no answer has', ENDLESS],
    ['a length just above the longest answer', TOO_LONG],
    ['garbage before it', GARBAGE_BEFORE],
  ]

  it.each(damages)('by %s is TZ-R06, and a VERIFY is not sent again', async (_, fault) => {
    const { transport, reader, card, events, timer } = await openCcidWithCard()
    reader.failNext(fault, APDU)
    expect(await codeOf(transport.transmit(VERIFY))).toBe('TZ-R06')
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
    expect(timer.count).toBe(0)
    await transport.powerOn()
    await transport.transmit(SELECT)
    expect(card.commands).toEqual([[...VERIFY], [...SELECT]])
  })

  it.each(damages)('by %s while connecting is TZ-R06 and leaves no link', async (_, fault) => {
    const { transport, reader, ble, events } = createCcidBench()
    reader.failNext(fault, 0x65)
    expect(await codeOf(transport.connect())).toBe('TZ-R06')
    expect(ble.device.gatt?.connected).toBe(false)
    expect(events).toEqual([])
    await transport.connect()
    expect(reader.isLinked).toBe(true)
  })

  it('by half of it missing is TZ-R06 when the rest does not come in time', async () => {
    const { transport, reader, card, timer } = await openCcidWithCard()
    reader.failNext(HALF, APDU)
    const code = codeOf(transport.transmit(VERIFY))
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.chunk)).toBe(true))
    timer.runOut(DEFAULT_TIMEOUTS.chunk)
    expect(await code).toBe('TZ-R06')
    expect(card.commands).toEqual([[...VERIFY]])
    expect(timer.count).toBe(0)
  })

  it('only by garbage behind it counts, and the link is opened anew afterwards', async () => {
    const { transport, reader, events, ble } = await openCcidWithCard()
    reader.failNext(GARBAGE_BEHIND, APDU)
    expect([...(await transport.transmit(VERIFY))]).toEqual([0x90, 0x00])
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
    expect([...(await transport.powerOn())]).toEqual([...ATR])
    expect(ble.connections).toBe(2)
  })
})

describe('CCID bytes nobody asked for', () => {
  it.each([
    ['that are no message', [0x00]],
    ['that are an answer without a command', [0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('%s end the link', async (_, bytes) => {
    const { reader, events } = await openCcidWithCard()
    reader.raw(Uint8Array.from(bytes))
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
  })

  it('that begin a message and stop end the link when the pause is too long', async () => {
    const { reader, events, timer } = await openCcidWithCard()
    reader.raw(Uint8Array.of(0x80, 0x02))
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.chunk)).toBe(true))
    timer.runOut(DEFAULT_TIMEOUTS.chunk)
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
  })

  it('of a hardware error end the link: the card has lost its power', async () => {
    const { reader, transport, card } = await openCcidWithCard()
    reader.failNext({ kind: 'hardware error', code: 1 }, APDU)
    expect(await codeOf(transport.transmit(VERIFY))).toBe('TZ-R09')
    expect(reader.isLinked).toBe(false)
    expect(card.commands).toHaveLength(1)
  })
})

describe('a CCID reader that asks for more time', () => {
  it.each([1, 5, 40])('%i times is waited for', async (times) => {
    const { transport, reader, timer } = await openCcidWithCard()
    reader.failNext({ kind: 'more time', times, answers: true }, APDU)
    const command = readBinary(30)
    expect([...(await transport.transmit(command))]).toEqual([...expectedData(command), 0x90, 0])
    expect(timer.count).toBe(0)
  })

  it('has its deadline counted from the last time it asked', async () => {
    const { transport, reader, timer, card } = await openCcidWithCard()
    let letGo: () => void = () => undefined
    reader.failNext({ kind: 'more time', times: 1, answers: false }, APDU)
    reader.pause = () => new Promise((done) => (letGo = done))
    const code = codeOf(transport.transmit(VERIFY))
    await vi.waitFor(() => expect(card.commands).toHaveLength(1))
    const first = timer.started(DEFAULT_TIMEOUTS.apdu)
    letGo()
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.extended)).toBe(true))
    expect(timer.started(DEFAULT_TIMEOUTS.apdu)).toBe(first + 1)
    timer.runOut(DEFAULT_TIMEOUTS.apdu)
    expect(await code).toBe('TZ-R07')
    expect(timer.count).toBe(0)
  })

  it('is given up after a minute, however often it asks, and the VERIFY is not sent again', async () => {
    const { transport, reader, timer, card } = await openCcidWithCard()
    reader.failNext({ kind: 'more time', times: 30, answers: false }, APDU)
    const code = codeOf(transport.transmit(VERIFY))
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.extended)).toBe(true))
    timer.runOut(DEFAULT_TIMEOUTS.extended)
    expect(await code).toBe('TZ-R07')
    expect(timer.count).toBe(0)
    await transport.powerOn()
    expect(card.commands).toEqual([[...VERIFY]])
  })
})

describe('a CCID reader that does not answer', () => {
  it.each([
    ['an APDU', APDU, DEFAULT_TIMEOUTS.apdu, (reader: Transport) => reader.transmit(VERIFY)],
    ['power on', POWER_ON, DEFAULT_TIMEOUTS.power, (reader: Transport) => reader.powerOn()],
    ['power off', 0x63, DEFAULT_TIMEOUTS.reader, (reader: Transport) => reader.powerOff()],
  ])(
    'to %s is TZ-R07, and the next command does not get the late answer',
    async (_, on, time, call) => {
      const { transport, reader, timer, card } = await openCcidWithCard()
      reader.failNext({ kind: 'silent' }, on)
      const before = reader.log.length
      const code = codeOf(call(transport))
      await vi.waitFor(() => expect(reader.log).toHaveLength(before + 1))
      timer.runOut(time)
      expect(await code).toBe('TZ-R07')
      expect(reader.isLinked).toBe(false)
      await transport.powerOn()
      const command = readBinary(5)
      expect([...(await transport.transmit(command))]).toEqual([...expectedData(command), 0x90, 0])
      expect(card.commands.filter(([, instruction]) => instruction === 0x20).length).toBe(
        on === APDU ? 1 : 0,
      )
    },
  )

  it('and whose link never takes the bytes is TZ-R07 too', async () => {
    const { transport, ble, timer } = await openCcidWithCard()
    ble.knobs.writesHang = true
    const code = codeOf(transport.transmit(VERIFY))
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.apdu)).toBe(true))
    timer.runOut(DEFAULT_TIMEOUTS.apdu)
    expect(await code).toBe('TZ-R07')
  })

  it('refuses the commands that were waiting behind, and never sends them', async () => {
    const { transport, reader, timer, card } = await openCcidWithCard()
    reader.failNext({ kind: 'silent' }, APDU)
    const codes = Promise.all([
      codeOf(transport.transmit(SELECT)),
      codeOf(transport.transmit(VERIFY)),
    ])
    await vi.waitFor(() => expect(card.commands).toHaveLength(1))
    timer.runOut(DEFAULT_TIMEOUTS.apdu)
    expect(await codes).toEqual(['TZ-R07', 'TZ-R04'])
    await transport.powerOn()
    expect(card.commands).toEqual([[...SELECT]])
  })
})

describe('a command that the CCID reader could not carry out', () => {
  it.each([
    [0xfe, 'TZ-R10'],
    [0xfd, 'TZ-R10'],
    [0xfb, 'TZ-R09'],
    [0xe0, 'TZ-R09'],
    [0x05, 'TZ-R09'],
  ])('for %i is %s; the link stays, and nothing is sent again', async (error, code) => {
    const { transport, reader, card } = await openCcidWithCard()
    reader.failNext({ kind: 'failed', error }, APDU)
    expect(await codeOf(transport.transmit(VERIFY))).toBe(code)
    expect(reader.isLinked).toBe(true)
    expect(card.commands).toEqual([[...VERIFY]])
    await transport.powerOn()
    expect([...(await transport.transmit(SELECT))]).toEqual([0x90, 0x00])
  })
})

describe('a CCID reader that restarts', () => {
  it('is TZ-R04, tells of it, and comes back without a chooser', async () => {
    const { transport, reader, card, events, ble } = await openCcidWithCard()
    reader.failNext({ kind: 'restart' }, APDU)
    expect(await codeOf(transport.transmit(VERIFY))).toBe('TZ-R04')
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
    await transport.powerOn()
    expect(ble.requests).toEqual([])
    expect(ble.connections).toBe(2)
    expect(card.commands).toEqual([[...VERIFY]])
  })

  it('under a link that stays has no power on the card any more', async () => {
    const { transport, reader } = await openCcidWithCard()
    reader.restart(true)
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R10')
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })
})
