import { describe, expect, it, vi } from 'vitest'
import { TransportError, type Transport } from '../../../src/nfc/transport'
import { DEFAULT_TIMEOUTS } from '../../../src/nfc/bluetooth/timing'
import {
  ENDLESS_FRAME,
  GARBAGE_AFTER,
  GARBAGE_FIRST,
  HALF_FRAME,
  LONGER_THAN_ANNOUNCED,
  WRONG_CHECKSUM,
  WRONG_INNER_CHECKSUM,
  WRONG_STOP_BYTE,
  type ReaderFault,
} from '../../support/reader-faults'
import {
  ATR,
  codeOf,
  createBench,
  createFakeCard,
  expectedData,
  readBinary,
  SELECT,
  VERIFY,
  type BenchOptions,
} from '../../support/reader-fixtures'

const APDU = 0x6f
const ESCAPE = 0x6b
const POWER_ON = 0x62

async function openWithCard(options: BenchOptions = {}) {
  const bench = createBench(options)
  const card = createFakeCard()
  bench.reader.insert(card)
  await bench.transport.connect()
  await bench.transport.powerOn()
  return { ...bench, card }
}

describe('an answer that is damaged', () => {
  const damages: [string, ReaderFault][] = [
    ['a wrong checksum', WRONG_CHECKSUM],
    ['a wrong stop byte', WRONG_STOP_BYTE],
    ['more bytes than announced', LONGER_THAN_ANNOUNCED],
    ['garbage before it', GARBAGE_FIRST],
    ['a length no answer has', ENDLESS_FRAME],
    ['another type', { kind: 'other type', type: 0x83 }],
    ['a type that does not exist', { kind: 'other type', type: 0x99 }],
  ]

  it.each(damages)('by %s is TZ-R06, and a VERIFY is not sent again', async (_, fault) => {
    const { transport, reader, card, events, timer } = await openWithCard()
    reader.failNext(fault, APDU)
    expect(await codeOf(transport.transmit(VERIFY))).toBe('TZ-R06')
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
    expect(card.commands).toEqual([[...VERIFY]])
    expect(timer.count).toBe(0)
    await transport.powerOn()
    await transport.transmit(SELECT)
    expect(card.commands).toEqual([[...VERIFY], [...SELECT]])
  })

  it.each(damages)('by %s while connecting is TZ-R06 and leaves no link', async (_, fault) => {
    const { transport, reader, ble, events } = createBench()
    reader.failNext(fault, 0x65)
    const code = await codeOf(transport.connect())
    expect(code).toBe('TZ-R06')
    expect(ble.device.gatt?.connected).toBe(false)
    expect(events).toEqual([])
    await transport.connect()
    expect(reader.isLinked).toBe(true)
  })

  it('by half of it missing is TZ-R06 when the rest does not come in time', async () => {
    const { transport, reader, card, timer } = await openWithCard()
    reader.failNext(HALF_FRAME, APDU)
    const code = codeOf(transport.transmit(VERIFY))
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.chunk)).toBe(true))
    timer.runOut(DEFAULT_TIMEOUTS.chunk)
    expect(await code).toBe('TZ-R06')
    expect(card.commands).toEqual([[...VERIFY]])
    expect(timer.count).toBe(0)
  })

  it('by a wrong inner checksum is taken all the same, and noted', async () => {
    const notes: string[] = []
    const { transport, reader } = await openWithCard({
      driver: { onNote: (note) => notes.push(note) },
    })
    reader.failNext(WRONG_INNER_CHECKSUM, APDU)
    const command = readBinary(40)
    expect([...(await transport.transmit(command))]).toEqual([...expectedData(command), 0x90, 0])
    expect(notes).toEqual(['inner checksum differs'])
  })

  it('only by garbage behind it counts, and the link is opened anew afterwards', async () => {
    const { transport, reader, events, ble } = await openWithCard()
    reader.failNext(GARBAGE_AFTER, APDU)
    expect([...(await transport.transmit(VERIFY))]).toEqual([0x90, 0x00])
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R04')
    expect([...(await transport.powerOn())]).toEqual([...ATR])
    expect(ble.connections).toBe(2)
  })
})

describe('bytes nobody asked for', () => {
  it('that are no frame end the link', async () => {
    const { reader, events } = await openWithCard()
    reader.raw(Uint8Array.of(0x00))
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
  })

  it('that begin a frame and stop end the link when the pause is too long', async () => {
    const { reader, events, timer } = await openWithCard()
    reader.raw(Uint8Array.of(0x05, 0x00))
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.chunk)).toBe(true))
    timer.runOut(DEFAULT_TIMEOUTS.chunk)
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
  })

  it('of a hardware error without a command are noted and change nothing', async () => {
    const notes: string[] = []
    const { transport, reader } = await openWithCard({
      driver: { onNote: (note) => notes.push(note) },
    })
    reader.raw(Uint8Array.of(0x05, 0x00, 0x07, 0x51, 0, 0, 0, 0, 0x05, 0x54, 0x07, 0x0a))
    await vi.waitFor(() => expect(notes).toEqual(['hardware error without a command']))
    expect([...(await transport.transmit(SELECT))]).toEqual([0x90, 0x00])
  })
})

describe('a reader that does not answer', () => {
  it.each([
    ['an APDU', APDU, DEFAULT_TIMEOUTS.apdu, (reader: Transport) => reader.transmit(VERIFY)],
    ['power on', POWER_ON, DEFAULT_TIMEOUTS.power, (reader: Transport) => reader.powerOn()],
    ['power off', 0x63, DEFAULT_TIMEOUTS.reader, (reader: Transport) => reader.powerOff()],
  ])(
    'to %s is TZ-R07, and the next command does not get the late answer',
    async (_, on, time, call) => {
      const { transport, reader, timer, card } = await openWithCard()
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

  it('while authenticating is TZ-R07', async () => {
    const { transport, reader, timer } = createBench()
    reader.failNext({ kind: 'silent' }, ESCAPE)
    const code = codeOf(transport.connect())
    await vi.waitFor(() => expect(reader.log).toHaveLength(1))
    timer.runOut(DEFAULT_TIMEOUTS.reader)
    expect(await code).toBe('TZ-R07')
    expect(reader.isLinked).toBe(false)
  })

  it('and whose link never takes the bytes is TZ-R07 too', async () => {
    const { transport, ble, timer } = await openWithCard()
    ble.knobs.writesHang = true
    const code = codeOf(transport.transmit(VERIFY))
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.apdu)).toBe(true))
    timer.runOut(DEFAULT_TIMEOUTS.apdu)
    expect(await code).toBe('TZ-R07')
  })

  it('refuses the commands that were waiting behind, and never sends them', async () => {
    const { transport, reader, timer, card } = await openWithCard()
    reader.failNext({ kind: 'silent' }, APDU)
    const codes = Promise.all([
      codeOf(transport.transmit(SELECT)),
      codeOf(transport.transmit(VERIFY)),
    ])
    await vi.waitFor(() => expect(reader.log.at(-1)?.type).toBe(APDU))
    timer.runOut(DEFAULT_TIMEOUTS.apdu)
    expect(await codes).toEqual(['TZ-R07', 'TZ-R04'])
    await transport.powerOn()
    expect(card.commands).toEqual([[...SELECT]])
  })
})

describe('a hardware error of the reader', () => {
  it.each([
    [0x01, 'TZ-R06', false],
    [0x02, 'TZ-R10', true],
    [0x03, 'TZ-R09', true],
    [0x04, 'TZ-R04', false],
    [0x05, 'TZ-R09', true],
    [0x06, 'TZ-R06', false],
  ])('%i on power on is %s', async (code, expected, staysLinked) => {
    const { transport, reader } = await openWithCard()
    reader.failNext({ kind: 'hardware error', code }, POWER_ON)
    expect(await codeOf(transport.powerOn())).toBe(expected)
    expect(reader.isLinked).toBe(staysLinked)
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })

  it.each([
    [0x01, 'TZ-R06'],
    [0x02, 'TZ-R10'],
    [0x03, 'TZ-R09'],
    [0x04, 'TZ-R04'],
  ])(
    '%i under an APDU is %s and ends the link: its answer may still come',
    async (code, expected) => {
      const { transport, reader, card } = await openWithCard()
      reader.failNext({ kind: 'hardware error', code }, APDU)
      expect(await codeOf(transport.transmit(VERIFY))).toBe(expected)
      expect(reader.isLinked).toBe(false)
      expect(card.commands).toEqual([[...VERIFY]])
    },
  )
})

describe('a wrong key', () => {
  it('on our side is TZ-R05, and no card command is sent', async () => {
    const { transport, reader } = createBench({ driver: { key: new Uint8Array(16).fill(1) } })
    expect(await codeOf(transport.connect())).toBe('TZ-R05')
    expect(reader.log.every(({ type }) => type === ESCAPE)).toBe(true)
    expect(reader.isLinked).toBe(false)
  })

  it('on a reader that pretends to have checked is TZ-R05 as well', async () => {
    const { transport, reader } = createBench()
    reader.failNext({ kind: 'inner', change: (block) => block }, ESCAPE)
    reader.failNext(
      { kind: 'inner', change: (block) => block.map((byte, at) => (at > 20 ? byte ^ 1 : byte)) },
      ESCAPE,
    )
    expect(await codeOf(transport.connect())).toBe('TZ-R05')
  })
})

describe('a reader that restarts', () => {
  it('with its link is TZ-R04, tells of it, and comes back without a chooser', async () => {
    const { transport, reader, card, events, ble } = await openWithCard()
    reader.failNext({ kind: 'restart', keepLink: false }, APDU)
    expect(await codeOf(transport.transmit(VERIFY))).toBe('TZ-R04')
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
    await transport.connect()
    await vi.waitFor(() => expect(events.at(-2)).toBe('link connected'))
    expect(ble.requests).toEqual([])
    expect(card.commands).toEqual([[...VERIFY]])
  })

  it('under a link that stays is TZ-R04 at the next command', async () => {
    const { transport, reader, card } = await openWithCard()
    reader.restart(true)
    expect(await codeOf(transport.transmit(VERIFY))).toBe('TZ-R04')
    expect(card.commands).toEqual([])
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })

  it('is not believed when it answers in the clear', async () => {
    const { transport, reader } = await openWithCard()
    reader.failNext({ kind: 'in the clear' }, APDU)
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R04')
  })
})

describe('a link lost at any byte', () => {
  /** One whole visit to the card; the code it stopped with, or null when it went through. */
  async function visit(bench: ReturnType<typeof createBench>): Promise<string | null> {
    try {
      await bench.transport.connect()
      await bench.transport.powerOn()
      await bench.transport.transmit(VERIFY)
      return null
    } catch (error) {
      if (error instanceof TransportError) return error.code
      throw error
    }
  }

  function benchWithCard() {
    const bench = createBench()
    const card = createFakeCard()
    bench.reader.insert(card)
    return { ...bench, card }
  }

  it('never hangs, never sends a VERIFY twice, and the next connection works', async () => {
    const whole = benchWithCard()
    expect(await visit(whole)).toBeNull()
    for (let bytes = 1; bytes < whole.reader.traffic; bytes += 1) {
      const bench = benchWithCard()
      bench.reader.dropAfter(bytes)
      const code = await visit(bench)
      // Lost between two commands, it is opened again by power on, and nothing has to be said.
      if (code === null) expect(bench.ble.connections).toBe(2)
      else expect(code).toBe('TZ-R04')
      expect(bench.card.commands.length).toBeLessThanOrEqual(1)
      expect(bench.timer.count).toBe(0)
      await bench.transport.connect()
      await bench.transport.powerOn()
      expect(bench.card.commands.length).toBeLessThanOrEqual(1)
    }
  })

  it('after the last byte of an answer still gives the answer', async () => {
    const { transport, reader, events } = await openWithCard()
    const before = reader.traffic
    await transport.transmit(VERIFY)
    reader.dropAfter(reader.traffic - before)
    expect([...(await transport.transmit(VERIFY))]).toEqual([0x90, 0x00])
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
  })

  it('while nothing is in flight is told, and power on brings it back', async () => {
    const { transport, reader, events, ble } = await openWithCard()
    reader.restart(false)
    await vi.waitFor(() => expect(events.at(-1)).toBe('link lost'))
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R04')
    expect([...(await transport.powerOn())]).toEqual([...ATR])
    expect(ble.connections).toBe(2)
  })

  it('takes along what was waiting, even when the next link is there first', async () => {
    const { transport, reader, ble, timer, card } = await openWithCard()
    ble.knobs.readsHang = true
    const battery = codeOf(transport.readBattery())
    const verify = codeOf(transport.transmit(VERIFY))
    await new Promise((done) => setImmediate(done))
    reader.restart(false)
    await vi.waitFor(async () => {
      await transport.connect()
      expect(ble.connections).toBe(2)
    })
    timer.runOut(DEFAULT_TIMEOUTS.reader)
    expect(await Promise.all([battery, verify])).toEqual(['TZ-R04', 'TZ-R04'])
    expect(card.commands).toEqual([])
    await transport.powerOn()
    expect([...(await transport.transmit(SELECT))]).toEqual([0x90, 0x00])
  })

  it('while the battery is read is TZ-R04', async () => {
    const { transport, ble } = await openWithCard()
    const battery = codeOf(transport.readBattery())
    ble.device.gatt?.disconnect()
    expect(await battery).toBe('TZ-R04')
  })
})
