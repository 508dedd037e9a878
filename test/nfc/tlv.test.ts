import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTlv, readTlvs, tlvTotalLength } from '../../src/nfc/tlv'
import { bytesOf } from '../support/card-transport'

function encode(tag: readonly number[], value: Uint8Array, form: 'short' | '81' | '82'): number[] {
  const { length } = value
  const head =
    form === 'short' ? [length] : form === '81' ? [0x81, length] : [0x82, length >> 8, length & 255]
  return [...tag, ...head, ...value]
}

describe('readTlvs', () => {
  it('reads one- and two-byte tags and all three length forms', () => {
    const long = new Uint8Array(200).fill(7)
    const longer = new Uint8Array(300).fill(9)
    const bytes = Uint8Array.from([
      ...encode([0x01], bytesOf('AA'), 'short'),
      ...encode([0xdf, 0x22], long, '81'),
      ...encode([0xdf, 0x23], longer, '82'),
    ])
    expect(readTlvs(bytes)).toEqual([
      { tag: 0x01, value: bytesOf('AA') },
      { tag: 0xdf22, value: long },
      { tag: 0xdf23, value: longer },
    ])
  })

  it('reads nothing from nothing', () => {
    expect(readTlvs(new Uint8Array())).toEqual([])
  })

  it.each([
    ['a value cut short', 'DF2203AABB'],
    ['a missing length', 'DF22'],
    ['half a tag', 'DF'],
    ['a three-byte tag', 'DF818201AA'],
    ['the indefinite length', 'DF2280AA0000'],
    ['a three-byte length', 'DF2283000001AA'],
    ['half a length', 'DF228201'],
    ['something good with rubbish behind it', 'DF2201AADF'],
  ])('refuses %s', (_, text) => {
    expect(readTlvs(bytesOf(text))).toBeNull()
  })

  it('returns objects or null for any bytes, and never more than it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const objects = readTlvs(bytes)
        if (!objects) return
        const held = objects.reduce((sum, { value }) => sum + value.length + 2, 0)
        expect(held).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads back whatever was written', () => {
    const object = fc.record({
      tag: fc.constantFrom([0x01], [0x90], [0xdf, 0x21], [0xff, 0x20], [0x7f, 0x21]),
      value: fc.uint8Array({ maxLength: 700 }),
    })
    fc.assert(
      fc.property(fc.array(object, { maxLength: 6 }), (objects) => {
        const bytes = objects.flatMap(({ tag, value }) =>
          encode(tag, value, value.length < 128 ? 'short' : value.length < 256 ? '81' : '82'),
        )
        expect(readTlvs(Uint8Array.from(bytes))).toEqual(
          objects.map(({ tag, value }) => ({
            tag: tag.reduce<number>((whole, byte) => whole * 256 + byte, 0),
            value: Uint8Array.from(value),
          })),
        )
      }),
    )
  })
})

describe('tlvTotalLength', () => {
  it('knows the object behind which filler begins, from its first five bytes', () => {
    expect(tlvTotalLength(bytesOf('FF2062'))).toBe(3 + 0x62)
    expect(tlvTotalLength(bytesOf('FF2081C8'))).toBe(4 + 0xc8)
    expect(tlvTotalLength(bytesOf('FF20820120'))).toBe(5 + 0x120)
  })

  it('knows nothing of an erased file or of too few bytes', () => {
    expect(tlvTotalLength(bytesOf('FFFFFFFF'))).toBeNull()
    expect(tlvTotalLength(bytesOf('FF20'))).toBeNull()
    expect(tlvTotalLength(new Uint8Array())).toBeNull()
  })
})

describe('findTlv', () => {
  it('finds the first of a tag', () => {
    const objects = readTlvs(bytesOf('DF2201AADF2201BB')) ?? []
    expect(findTlv(objects, 0xdf22)).toEqual(bytesOf('AA'))
    expect(findTlv(objects, 0xdf23)).toBeNull()
  })
})
