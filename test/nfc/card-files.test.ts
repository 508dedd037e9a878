import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CardChannel } from '../../src/nfc/card-channel'
import { FILE_LIMIT, readFile } from '../../src/nfc/card-files'
import { derTotalLength } from '../../src/nfc/der'
import { startMeter } from '../../tools/fuzz/meter'
import { createScriptedTransport, recordTransport, bytesOf } from '../support/card-transport'

/** A SEQUENCE of exactly `length` bytes, 132 or more; DER has none of 259. */
function sequence(length: number): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, index) => index & 0xff)
  const header =
    length < 259 ? [0x30, 0x81, length - 3] : [0x30, 0x82, (length - 4) >> 8, (length - 4) & 0xff]
  bytes.set(header)
  return bytes
}

/** A card whose current file is `file`, giving at most `atMost` bytes at a time. */
function cardHolding(file: Uint8Array, atMost = 256) {
  return recordTransport(
    createScriptedTransport(([, , high = 0, low = 0, le = 0]) => {
      const offset = high * 256 + low
      if (offset >= file.length) return bytesOf('6B00')
      return Uint8Array.of(...file.slice(offset, offset + Math.min(le || 256, atMost)), 0x90, 0x00)
    }),
  )
}

async function read(
  transport: ReturnType<typeof cardHolding>,
  maxLength: number = FILE_LIMIT.certificate,
) {
  const opened = await CardChannel.open(transport, {})
  if (!opened.ok) throw new Error(opened.code)
  const seen: number[] = []
  const result = await readFile(opened.value, {
    maxLength,
    totalLength: derTotalLength,
    codeFor: () => 'TZ-C09',
    malformed: 'TZ-C11',
    onRead: (done, total) => seen.push(done / total),
  })
  return { result, seen }
}

describe('readFile', () => {
  it.each([132, 255, 256, 257, 511, 512, 513, 1024, 1026, 1280])(
    'reads %i bytes in one command per 256, and not one more',
    async (length) => {
      const transport = cardHolding(sequence(length))
      const { result } = await read(transport)
      expect(result).toEqual({ ok: true, value: sequence(length) })
      expect(transport.commands).toHaveLength(Math.ceil(length / 256))
      expect(transport.bytesBack).toBe(length + 2 * Math.ceil(length / 256))
    },
  )

  it('leaves the filler behind the object on the card', async () => {
    const file = new Uint8Array(2048).fill(0xff)
    file.set(sequence(600))
    const transport = cardHolding(file)
    expect((await read(transport)).result).toEqual({ ok: true, value: sequence(600) })
    expect(transport.commands).toHaveLength(3)
    expect(transport.bytesBack).toBe(600 + 2 * 3)
  })

  it('goes on where a card gives less than asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 132, max: 1500 }).filter((length) => length !== 259),
        fc.integer({ min: 4, max: 256 }),
        async (length, atMost) => {
          const { result, seen } = await read(cardHolding(sequence(length), atMost))
          expect(result).toEqual({ ok: true, value: sequence(length) })
          expect(seen.at(-1)).toBe(1)
          expect([...seen].sort((left, right) => left - right)).toEqual(seen)
        },
      ),
      { numRuns: 100 },
    )
  })

  it.each([
    ['an erased file', 'FF'.repeat(64)],
    ['a file of zeros', '00'.repeat(64)],
    ['a length beyond any certificate', '3082FFFF'],
    ['a length of four octets', '3084FFFFFFFF'],
  ])('refuses %s without reading on', async (_, text) => {
    const transport = cardHolding(bytesOf(text))
    expect((await read(transport)).result).toEqual({ ok: false, code: 'TZ-C11' })
    expect(transport.commands).toHaveLength(1)
  })

  it.each(Object.entries(FILE_LIMIT))(
    'takes a file of %s up to its own limit of %i bytes, and not one more',
    async (_, limit) => {
      const whole = sequence(limit)
      const transport = cardHolding(whole)
      expect((await read(transport, limit)).result).toEqual({ ok: true, value: whole })
      expect(transport.commands).toHaveLength(Math.ceil(limit / 256))
      const longer = cardHolding(sequence(limit + 1))
      expect((await read(longer, limit)).result).toEqual({ ok: false, code: 'TZ-C11' })
      expect(longer.commands).toHaveLength(1)
    },
  )

  it('reaches the last byte of the longest file on a card that gives less than asked', async () => {
    const whole = sequence(FILE_LIMIT.surface)
    const { result } = await read(cardHolding(whole, 255), FILE_LIMIT.surface)
    expect(result).toEqual({ ok: true, value: whole })
  })

  it('refuses a file that ends before its object does', async () => {
    expect((await read(cardHolding(sequence(600).slice(0, 300)))).result).toEqual({
      ok: false,
      code: 'TZ-C09',
    })
  })

  it('refuses a card that answers 9000 with nothing, instead of asking for ever', async () => {
    const file = sequence(600)
    const transport = recordTransport(
      createScriptedTransport((_, index) =>
        index === 0 ? Uint8Array.of(...file.slice(0, 256), 0x90, 0x00) : bytesOf('9000'),
      ),
    )
    expect((await read(transport)).result).toEqual({ ok: false, code: 'TZ-C11' })
    expect(transport.commands).toHaveLength(2)
  })

  it('takes 6282 (end of file before Le) for what it is', async () => {
    const transport = recordTransport(
      createScriptedTransport(() => Uint8Array.of(...sequence(132), 0x62, 0x82)),
    )
    expect((await read(transport)).result).toEqual({ ok: true, value: sequence(132) })
  })

  it('sets no room aside for bytes that were only announced', async () => {
    const transport = cardHolding(sequence(8_000).slice(0, 10))
    const meter = startMeter()
    try {
      const { result } = await read(transport)
      expect(result).toEqual({ ok: false, code: 'TZ-C09' })
      expect(meter.bytes).toBeLessThan(500)
    } finally {
      meter.stop()
    }
  })
})
