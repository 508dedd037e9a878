import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitChunks } from '../../../src/nfc/bluetooth/chunks'
import { createMessageReader, type MessageEvent } from '../../../src/nfc/ccid/message-reader'
import { ccidMessage } from '../../support/ccid-codec'

const ANSWER = ccidMessage(
  0x80,
  3,
  0,
  0,
  Uint8Array.from({ length: 120 }, (_, at) => at),
)
const STATUS = ccidMessage(0x81, 4, 2, 0)
const NOTICE = Uint8Array.of(0x50, 0x03)

function readAll(chunks: readonly Uint8Array[]): MessageEvent[] {
  const reader = createMessageReader()
  return chunks.flatMap((chunk) => reader.push(chunk))
}

describe('reading messages', () => {
  it('puts chunks of 20 bytes together', () => {
    const reader = createMessageReader()
    const events = splitChunks(ANSWER).flatMap((chunk, index, all) => {
      const found = reader.push(chunk)
      expect(reader.isPartial).toBe(index < all.length - 1)
      return found
    })
    expect(events).toEqual([{ kind: 'answer', message: ANSWER }])
  })

  it('does so wherever the chunks are cut', () => {
    const whole = Uint8Array.of(...ANSWER, ...NOTICE, ...STATUS, 0x51, 0x00, 0x05, 0x01)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }), (sizes) => {
        const chunks: Uint8Array[] = []
        let at = 0
        for (const size of sizes) {
          chunks.push(whole.slice(at, at + size))
          at += size
        }
        chunks.push(whole.slice(at))
        expect(readAll(chunks)).toEqual([
          { kind: 'answer', message: ANSWER },
          { kind: 'notice' },
          { kind: 'answer', message: STATUS },
          { kind: 'hardware error', error: 0x01 },
        ])
      }),
    )
  })

  it('hears a notice that comes between two chunks of an answer', () => {
    const [first, ...rest] = splitChunks(ANSWER)
    if (!first) throw new Error('an answer has chunks')
    expect(readAll([first, NOTICE, ...rest])).toEqual([
      { kind: 'notice' },
      { kind: 'answer', message: ANSWER },
    ])
  })

  it('takes two bytes that end an answer for what they are', () => {
    const answer = ccidMessage(0x80, 0, 0, 0, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x90, 0))
    expect(readAll([answer.slice(0, 20), answer.slice(20)])).toEqual([
      { kind: 'answer', message: answer },
    ])
  })

  it.each([
    ['an unknown type', Uint8Array.of(0x99), 'garbage'],
    ['an answer type that was never asked for', ccidMessage(0x82, 0, 0, 0), 'garbage'],
    ['more data than any card gives', Uint8Array.of(0x80, 0x06, 0x01, 0, 0), 'length'],
    ['4 GiB', Uint8Array.of(0x80, 0xff, 0xff, 0xff, 0xff), 'length'],
    ['a status with data', Uint8Array.of(0x81, 0x01, 0, 0, 0), 'length'],
  ])('ends at %s', (_, bytes, fault) => {
    const reader = createMessageReader()
    expect(reader.push(bytes)).toEqual([{ kind: 'fault', fault }])
    expect(reader.push(STATUS)).toEqual([])
    expect(reader.isPartial).toBe(false)
  })

  it('never throws, never keeps more than one message, and is deaf after a fault', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const events = readAll(chunks)
        const fault = events.findIndex(({ kind }) => kind === 'fault')
        if (fault >= 0) expect(fault).toBe(events.length - 1)
        for (const event of events) {
          if (event.kind === 'answer') expect(event.message.length).toBeLessThanOrEqual(271)
        }
      }),
      { numRuns: 500 },
    )
  })
})
