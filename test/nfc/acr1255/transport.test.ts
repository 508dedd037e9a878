import { describe, expect, it, vi } from 'vitest'
import {
  ATR,
  codeOf,
  createBench,
  createFakeCard,
  expectedData,
  readBinary,
  SELECT,
  VERIFY,
} from '../../support/reader-fixtures'
import { DEFAULT_TIMEOUTS } from '../../../src/nfc/bluetooth/timing'
import { importAesKey } from '../../../src/nfc/acr1255/cipher'

const APDU = 0x6f

describe('connecting', () => {
  it('authenticates, turns polling on and asks whether a card is there', async () => {
    const { reader, transport, events } = createBench()
    expect(transport.name).toBe('')
    await transport.connect()
    await vi.waitFor(() => expect(events).toEqual(['link connected', 'card off']))
    expect(reader.log.map(({ type }) => type)).toEqual([0x6b, 0x6b, 0x6b, 0x65])
    expect(transport.name).toBe('ACR1255U-J1-001234')
  })

  it('tells of a card that was there before', async () => {
    const { reader, transport, events } = createBench()
    reader.insert(createFakeCard())
    await transport.connect()
    await vi.waitFor(() => expect(events).toEqual(['link connected', 'card on']))
  })

  it('happens once, however often it is asked for', async () => {
    const { ble, transport } = createBench()
    await Promise.all([transport.connect(), transport.connect()])
    await transport.connect()
    expect(ble.connections).toBe(1)
  })

  it('accepts a key of the facility, as bytes or imported', async () => {
    const masterKey = Uint8Array.from({ length: 16 }, (_, index) => index)
    for (const key of [masterKey, await importAesKey(masterKey)]) {
      const { transport, reader } = createBench({ reader: { masterKey }, driver: { key } })
      await transport.connect()
      expect(reader.isLinked).toBe(true)
    }
  })

  it('leaves no timer behind', async () => {
    const { transport, timer } = createBench()
    await transport.connect()
    expect(timer.count).toBe(0)
  })

  it('works through the 16-bit service of other firmware', async () => {
    const service = '0000fff0-0000-1000-8000-00805f9b34fb'
    const { transport, reader } = createBench({ bluetooth: { service } })
    await transport.connect()
    expect(reader.isLinked).toBe(true)
  })
})

describe('talking to the card', () => {
  async function openWithCard() {
    const bench = createBench()
    const card = createFakeCard()
    bench.reader.insert(card)
    await bench.transport.connect()
    return { ...bench, card, atr: await bench.transport.powerOn() }
  }

  it('powers it and gives its ATR', async () => {
    const { atr } = await openWithCard()
    expect([...atr]).toEqual([...ATR])
  })

  it.each([0, 1, 13, 14, 238, 239, 254, 255])('carries an answer of %i bytes', async (length) => {
    const { transport } = await openWithCard()
    const command = readBinary(length)
    const answer = await transport.transmit(command)
    expect([...answer]).toEqual([...expectedData(command), 0x90, 0x00])
  })

  it('carries an answer of 256 bytes, and the longest short command', async () => {
    const { transport, card } = await openWithCard()
    const answer = await transport.transmit(Uint8Array.of(0x00, 0xb0, 0x01, 0x00, 0x00))
    expect(answer).toHaveLength(258)
    const longest = Uint8Array.from({ length: 261 }, (_, index) => index & 0xff)
    await transport.transmit(longest)
    expect(card.commands.at(-1)).toEqual([...longest])
  })

  it('refuses what is no short APDU before any byte is sent', async () => {
    const { transport, reader } = await openWithCard()
    const before = reader.traffic
    await expect(transport.transmit(new Uint8Array(3))).rejects.toThrow(RangeError)
    await expect(transport.transmit(new Uint8Array(262))).rejects.toThrow(RangeError)
    expect(reader.traffic).toBe(before)
  })

  it('sends one command at a time, in the order of the calls', async () => {
    const { transport, card, reader } = await openWithCard()
    let running = 0
    let most = 0
    reader.pause = async () => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
    }
    const lengths = [3, 200, 1, 90, 7]
    const answers = await Promise.all(lengths.map((at) => transport.transmit(readBinary(at))))
    expect(answers.map((answer) => answer.length - 2)).toEqual(lengths)
    expect(card.commands.map((command) => command[3])).toEqual(lengths)
    expect(most).toBe(1)
  })

  it('sends nothing of an APDU in the clear', async () => {
    const bench = createBench()
    const sent: number[] = []
    const deliver = bench.reader.write.bind(bench.reader)
    bench.reader.write = (chunk) => {
      sent.push(...chunk)
      deliver(chunk)
    }
    bench.reader.insert(createFakeCard())
    await bench.transport.connect()
    await bench.transport.powerOn()
    await bench.transport.transmit(VERIFY)
    expect(Buffer.from(sent).includes(Buffer.from(VERIFY))).toBe(false)
    expect(Buffer.from(sent).includes(Buffer.from('1234'))).toBe(false)
  })

  it('reads the command when its turn comes and changes nothing in it', async () => {
    const { transport, card } = await openWithCard()
    const command = VERIFY.slice()
    await transport.transmit(command)
    expect([...command]).toEqual([...VERIFY])
    command.fill(0)
    expect(card.commands).toEqual([[...VERIFY]])
  })

  it('switches the card off', async () => {
    const { transport, card } = await openWithCard()
    await transport.powerOff()
    expect(card.resets).toBe(1)
  })

  it('says TZ-R08 when no card is there, and goes on', async () => {
    const { transport, reader } = createBench()
    await transport.connect()
    expect(await codeOf(transport.powerOn())).toBe('TZ-R08')
    reader.insert(createFakeCard())
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })

  it('reads a card that was put on just after the reader had looked for one', async () => {
    const { transport, reader } = createBench()
    await transport.connect()
    reader.pause = () => {
      reader.pause = () => Promise.resolve()
      reader.insert(createFakeCard())
      return Promise.resolve()
    }
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })

  it('says TZ-R10 when a card gives no ATR, and looks for it twice at the most', async () => {
    const { transport, reader } = createBench()
    await transport.connect()
    reader.insert({ ...createFakeCard(), atr: new Uint8Array() })
    const before = reader.log.length
    expect(await codeOf(transport.powerOn())).toBe('TZ-R10')
    const asked = reader.log.slice(before).map(({ type }) => type)
    expect(asked.filter((type) => type === 0x62)).toHaveLength(2)
  })

  it('says TZ-R08 when the card is taken off under a command, and tells of it', async () => {
    const { transport, reader, events } = await openWithCard()
    reader.pause = () => {
      reader.pause = () => Promise.resolve()
      return Promise.resolve()
    }
    reader.remove()
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R08')
    await vi.waitFor(() => expect(events.at(-1)).toBe('card off'))
  })

  it('says TZ-R10 when the card is there but silent', async () => {
    const { transport, reader } = await openWithCard()
    reader.insert({ ...createFakeCard(), respond: () => Promise.reject(new Error('torn')) })
    await transport.powerOn()
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R10')
    expect(reader.isLinked).toBe(true)
  })
})

describe('card notices', () => {
  it.each(['manual', 'field'] as const)(
    'are believed only after asking, whatever their byte means (%s)',
    async (noticeByte) => {
      const { transport, reader, events } = createBench({ reader: { noticeByte } })
      await transport.connect()
      reader.insert(createFakeCard())
      await vi.waitFor(() => expect(events.at(-1)).toBe('card on'))
      reader.remove()
      await vi.waitFor(() => expect(events.at(-1)).toBe('card off'))
      expect(events).toEqual(['link connected', 'card off', 'card on', 'card off'])
    },
  )

  it('between a command and its answer do not disturb it', async () => {
    const { transport, reader } = createBench()
    const card = createFakeCard()
    reader.insert(card)
    await transport.connect()
    await transport.powerOn()
    for (let round = 0; round < 5; round += 1) {
      reader.failNext({ kind: 'noticed' }, APDU)
      const command = readBinary(100 + round)
      expect([...(await transport.transmit(command))]).toEqual([...expectedData(command), 0x90, 0])
    }
    expect(card.commands).toHaveLength(5)
  })

  it('during the authentication do not disturb it', async () => {
    for (let step = 0; step < 3; step += 1) {
      const { transport, reader } = createBench()
      for (let skipped = 0; skipped < step; skipped += 1) {
        reader.failNext({ kind: 'inner', change: (block) => block })
      }
      reader.failNext({ kind: 'noticed' }, 0x6b)
      await transport.connect()
      expect(reader.isLinked).toBe(true)
    }
  })

  it('that follow the last answer of the authentication at once are read with the new key', async () => {
    const { transport, reader, events } = createBench()
    reader.pause = ({ data }) => {
      if (data[3] === 0x46) reader.notice()
      return Promise.resolve()
    }
    await transport.connect()
    await vi.waitFor(() => expect(events).toEqual(['link connected', 'card off']))
  })

  it('are told once when nothing has changed', async () => {
    const { transport, reader, events } = createBench()
    await transport.connect()
    const asked = () => reader.log.filter(({ type }) => type === 0x65).length
    const before = asked()
    reader.notice()
    await vi.waitFor(() => expect(asked()).toBe(before + 1))
    await codeOf(transport.powerOn())
    expect(events).toEqual(['link connected', 'card off'])
  })

  it('are heard no more by a listener that has ended', async () => {
    const { transport, reader } = createBench()
    const heard: boolean[] = []
    const stop = transport.on('card', (isPresent) => heard.push(isPresent))
    await transport.connect()
    await vi.waitFor(() => expect(heard).toEqual([false]))
    stop()
    reader.insert(createFakeCard())
    await transport.powerOn()
    expect(heard).toEqual([false])
  })
})

describe('closing', () => {
  it('drops the security status of the card, then the link, and is not called a loss', async () => {
    const { transport, reader, events } = createBench()
    const card = createFakeCard()
    reader.insert(card)
    await transport.connect()
    await transport.powerOn()
    await transport.close()
    expect(card.resets).toBe(1)
    expect(reader.log.at(-1)?.type).toBe(0x63)
    expect(reader.isLinked).toBe(false)
    expect(events).not.toContain('link lost')
  })

  it('ends a command in flight with TZ-R04', async () => {
    const { transport, reader } = createBench()
    reader.insert(createFakeCard())
    await transport.connect()
    await transport.powerOn()
    reader.failNext({ kind: 'silent' }, APDU)
    const code = codeOf(transport.transmit(SELECT))
    await vi.waitFor(() => expect(reader.log.at(-1)?.type).toBe(APDU))
    await transport.close()
    expect(await code).toBe('TZ-R04')
  })

  it('ends a connection that is still being made', async () => {
    const { transport, timer } = createBench({ bluetooth: { connect: 'hang' } })
    const code = codeOf(transport.connect())
    await vi.waitFor(() => expect(timer.isRunning(DEFAULT_TIMEOUTS.connect)).toBe(true))
    await transport.close()
    expect(await code).toBe('TZ-R03')
    expect(timer.count).toBe(0)
  })

  it('lets nothing through afterwards, until connected again', async () => {
    const { transport, reader } = createBench()
    reader.insert(createFakeCard())
    await transport.connect()
    await transport.close()
    expect(await codeOf(transport.powerOn())).toBe('TZ-R04')
    expect(await codeOf(transport.transmit(SELECT))).toBe('TZ-R04')
    await transport.connect()
    expect([...(await transport.powerOn())]).toEqual([...ATR])
  })

  it('twice, or before connecting, is nothing', async () => {
    const { transport } = createBench()
    await transport.close()
    await transport.close()
    expect(await codeOf(transport.powerOn())).toBe('TZ-R04')
  })
})

describe('the battery', () => {
  it('is read in percent', async () => {
    const { transport } = createBench({ reader: { battery: 42 } })
    await transport.connect()
    expect(await transport.readBattery()).toBe(42)
  })

  it('is null where the reader offers none', async () => {
    const { transport } = createBench({ reader: { battery: null } })
    await transport.connect()
    expect(await transport.readBattery()).toBeNull()
  })

  it('cannot be read without a link', async () => {
    const { transport } = createBench()
    expect(await codeOf(transport.readBattery())).toBe('TZ-R04')
  })
})

describe('two tabs', () => {
  function createLocks(): LockManager {
    const names = new Set<string>()
    const locks = {
      async request(name: string, _: unknown, run: (lock: unknown) => Promise<void> | undefined) {
        if (names.has(name)) return run(null)
        names.add(name)
        await run({ name })
        names.delete(name)
      },
    }
    return locks as unknown as LockManager
  }

  it('cannot use one reader at the same time', async () => {
    const locks = createLocks()
    const first = createBench({ driver: { locks } })
    const second = createBench({ driver: { locks } })
    await first.transport.connect()
    expect(await codeOf(second.transport.connect())).toBe('TZ-R13')
    expect(second.reader.traffic).toBe(0)
    await first.transport.close()
    await vi.waitFor(() => second.transport.connect())
    expect(second.reader.isLinked).toBe(true)
  })

  it('are told apart by the lock even when the first one loses its link', async () => {
    const locks = createLocks()
    const first = createBench({ driver: { locks } })
    const second = createBench({ driver: { locks } })
    await first.transport.connect()
    first.reader.restart(false)
    await vi.waitFor(() => expect(first.events.at(-1)).toBe('link lost'))
    await vi.waitFor(() => second.transport.connect())
    expect(await codeOf(first.transport.connect())).toBe('TZ-R13')
  })
})
