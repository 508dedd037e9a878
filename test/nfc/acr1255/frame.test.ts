import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createFrameReader,
  MAX_BLOCK_BYTES,
  wrapFrame,
  type FrameEvent,
} from '../../../src/nfc/acr1255/frame'
import { CHUNK_BYTES, splitChunks } from '../../../src/nfc/bluetooth/chunks'
import { frameOf } from '../../support/reader-codec'

const REQUEST_BLOCK = '6b0005000000cbe000004500'
const REQUEST_FRAME = '05000c6b0005000000cbe0000045000c0a'

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

function blocksOf(events: FrameEvent[]): number[][] {
  return events.flatMap((event) => (event.kind === 'block' ? [[...event.block]] : []))
}

function faultsOf(events: FrameEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'fault' ? [event.fault] : []))
}

const anyBlock = fc.uint8Array({ minLength: 7, maxLength: 300 })

describe('the outer frame', () => {
  it('is the 17 bytes of the published request for authentication', () => {
    expect(Buffer.from(wrapFrame(bytes(REQUEST_BLOCK))).toString('hex')).toBe(REQUEST_FRAME)
  })

  it('agrees with the frames of the emulated reader, which has its own code', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        expect([...wrapFrame(block)]).toEqual([...frameOf(block)])
      }),
    )
  })

  it('goes over the air in chunks of at most 20 bytes, in order and complete', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        const frame = wrapFrame(block)
        const chunks = splitChunks(frame)
        expect(chunks.every((chunk) => chunk.length > 0 && chunk.length <= CHUNK_BYTES)).toBe(true)
        expect(chunks.slice(0, -1).every((chunk) => chunk.length === CHUNK_BYTES)).toBe(true)
        expect(chunks.flatMap((chunk) => [...chunk])).toEqual([...frame])
      }),
    )
  })
})

describe('reading frames', () => {
  it('finds the block wherever the frame is cut in two', () => {
    const frame = bytes(REQUEST_FRAME)
    for (let cut = 0; cut <= frame.length; cut += 1) {
      const reader = createFrameReader()
      const events = [...reader.push(frame.slice(0, cut)), ...reader.push(frame.slice(cut))]
      expect(blocksOf(events)).toEqual([[...bytes(REQUEST_BLOCK)]])
      expect(reader.isPartial).toBe(false)
    }
  })

  it('finds every block of any frames, however they are cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 4 }), cuts, (blocks, sizes) => {
        const stream = Uint8Array.from(blocks.flatMap((block) => [...wrapFrame(block)]))
        const reader = createFrameReader()
        const found: number[][] = []
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1
          found.push(...blocksOf(reader.push(stream.slice(at, at + size))))
          at += size
        }
        expect(found).toEqual(blocks.map((block) => [...block]))
        expect(reader.isPartial).toBe(false)
      }),
    )
  })

  it('notices every change of a single byte, or waits for more when the length grew', () => {
    const frame = bytes(REQUEST_FRAME)
    for (let index = 0; index < frame.length; index += 1) {
      for (let change = 1; change < 256; change += 1) {
        const damaged = frame.map((byte, at) => (at === index ? byte ^ change : byte))
        const reader = createFrameReader()
        const events = reader.push(damaged)
        expect(blocksOf(events)).toEqual([])
        expect(faultsOf(events).length === 1 || reader.isPartial).toBe(true)
      }
    }
  })

  it.each([
    ['bytes before 05', `00${REQUEST_FRAME}`, 'garbage'],
    ['a wrong checksum', '05000c6b0005000000cbe0000045000d0a', 'checksum'],
    ['a wrong stop byte', '05000c6b0005000000cbe0000045000c0b', 'trailer'],
    ['more bytes than announced', '05000b6b0005000000cbe0000045000c0a', 'trailer'],
    ['a block too short to be one', '050006', 'length'],
    ['a length no answer has', '05ffff', 'length'],
  ])('calls %s a fault', (_, hex, fault) => {
    expect(faultsOf(createFrameReader().push(bytes(hex)))).toEqual([fault])
  })

  it('gives the sound frame before garbage, then the fault', () => {
    const events = createFrameReader().push(bytes(`${REQUEST_FRAME}00`))
    expect(events.map(({ kind }) => kind)).toEqual(['block', 'fault'])
  })

  it('reads nothing more after a fault', () => {
    const reader = createFrameReader()
    reader.push(bytes('00'))
    expect(reader.push(bytes(REQUEST_FRAME))).toEqual([])
    expect(reader.isPartial).toBe(false)
  })

  it('never throws and never grows without end on any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const reader = createFrameReader()
        const events = chunks.flatMap((chunk) => reader.push(chunk))
        expect(faultsOf(events).length).toBeLessThanOrEqual(1)
        for (const block of blocksOf(events)) {
          expect(block.length).toBeLessThanOrEqual(MAX_BLOCK_BYTES)
        }
      }),
    )
  })
})
