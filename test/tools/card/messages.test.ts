import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frame, MessageReader, NonsenseError, type Message } from '../../../tools/card/messages'
import { bytesOf, hex } from '../../support/card-transport'

function readAll(...chunks: string[]): Message[] {
  const reader = new MessageReader()
  return chunks.flatMap((chunk) => [...reader.read(bytesOf(chunk))])
}

describe("vpcd's messages", () => {
  it('are an order when one octet long, and a command when longer', () => {
    expect(readAll('000100', '000101', '000102', '000104')).toEqual(
      ['off', 'on', 'reset', 'atr'].map((order) => ({ kind: 'order', order })),
    )
    expect(readAll('00040084 0000')).toEqual([{ kind: 'command', bytes: bytesOf('00840000') }])
  })

  it('are cut out of the stream however it was split and joined', () => {
    const bodies = fc.array(fc.uint8Array({ minLength: 2, maxLength: 600 }), { maxLength: 8 })
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 700 })), (commands, cuts) => {
        const stream = Uint8Array.from(commands.flatMap((body) => [...frame(body)]))
        const reader = new MessageReader()
        const found: Message[] = []
        let at = 0
        for (const length of [...cuts, stream.length]) {
          found.push(...reader.read(stream.subarray(at, at + length)))
          at += length
        }
        expect(found).toEqual(commands.map((bytes) => ({ kind: 'command', bytes })))
        expect(reader.midMessage).toBe(false)
      }),
    )
  })

  it('know when they are half there', () => {
    const reader = new MessageReader()
    expect([...reader.read(bytesOf('00'))]).toEqual([])
    expect(reader.midMessage).toBe(true)
    expect([...reader.read(bytesOf('01'))]).toEqual([])
    expect(reader.midMessage).toBe(true)
    expect([...reader.read(bytesOf('04'))]).toEqual([{ kind: 'order', order: 'atr' }])
    expect(reader.midMessage).toBe(false)
  })

  it('carry the longest command that two octets can announce', () => {
    const body = new Uint8Array(0xffff).fill(7)
    const [message] = [...new MessageReader().read(frame(body))]
    expect(message).toEqual({ kind: 'command', bytes: body })
    expect(() => frame(new Uint8Array(0x10000))).toThrow(RangeError)
  })

  it('are nonsense when empty or an order nobody knows', () => {
    expect(() => readAll('0000')).toThrow(NonsenseError)
    for (const order of ['03', '05', '47', 'FF']) {
      expect(() => readAll(`0001${order}`)).toThrow(NonsenseError)
    }
  })

  it('hand over octets of their own', () => {
    const chunk = bytesOf('0002ABCD')
    const [message] = [...new MessageReader().read(chunk)]
    chunk.fill(0)
    expect(message?.kind === 'command' && hex(message.bytes)).toBe('ABCD')
  })

  it('never throw anything else, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (chunks) => {
        const reader = new MessageReader()
        try {
          for (const chunk of chunks)
            for (const each of reader.read(chunk)) expect(each).toBeTruthy()
        } catch (error) {
          expect(error).toBeInstanceOf(NonsenseError)
        }
      }),
    )
  })
})
