import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DerError, DerReader, derTotalLength } from '../../src/nfc/der'
import { bytesOf } from '../support/card-transport'

/** Walks everything there is; true if all of it was DER. */
function walk(reader: DerReader, depth = 0): boolean {
  try {
    while (!reader.atEnd) {
      const element = reader.next()
      if (element.tag & 0x20 && depth < 50) walk(new DerReader(element.content), depth + 1)
    }
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(DerError)
    return false
  }
}

describe('DerReader', () => {
  it('reads elements one after the other and into each other', () => {
    const outer = new DerReader(bytesOf('3006 020105 0401AA'))
    const inner = outer.enter(0x30)
    expect(outer.atEnd).toBe(true)
    expect(inner.peek()).toBe(0x02)
    expect(inner.next(0x02).content).toEqual(bytesOf('05'))
    expect(inner.next().whole).toEqual(bytesOf('0401AA'))
    expect(inner.atEnd).toBe(true)
    expect(inner.peek()).toBeNull()
  })

  it.each([
    ['the end', ''],
    ['a tag alone', '30'],
    ['content cut short', '0403AABB'],
    ['the indefinite length', '30800000'],
    ['a length longer than needed', '048101AA'],
    ['a length with a leading zero', '04820081' + 'AA'.repeat(129)],
    ['five octets of length', '04850000000001AA'],
    ['a length cut short', '0482'],
    ['a multi-byte tag', '1F8101AA'],
  ])('refuses %s', (_, text) => {
    expect(() => new DerReader(bytesOf(text)).next()).toThrow(DerError)
  })

  it('refuses another tag than the one asked for', () => {
    expect(() => new DerReader(bytesOf('020105')).next(0x30)).toThrow(DerError)
  })

  it('ends on any bytes, with elements or with its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        walk(new DerReader(bytes))
      }),
      { numRuns: 3000 },
    )
  })

  it('reads back whatever was written, at every length form', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 127, 128, 255, 256, 65_535, 65_536), (length) => {
        const octets = length < 128 ? [length] : lengthOctets(length)
        const bytes = new Uint8Array(1 + octets.length + length)
        bytes.set([0x04, ...octets])
        expect(new DerReader(bytes).next(0x04).content).toHaveLength(length)
      }),
    )
  })
})

function lengthOctets(length: number): number[] {
  const octets = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return [0x80 | octets.length, ...octets]
}

describe('derTotalLength', () => {
  it('knows the whole length from the first bytes', () => {
    expect(derTotalLength(bytesOf('3003020105'))).toBe(5)
    expect(derTotalLength(bytesOf('308203FE'))).toBe(4 + 0x3fe)
    expect(derTotalLength(bytesOf('3081C8'))).toBe(3 + 200)
  })

  it('knows nothing of bytes that begin no SEQUENCE', () => {
    for (const text of ['', '30', '3080', '3082', 'FFFFFFFF', '00000000', '0203010001']) {
      expect(derTotalLength(bytesOf(text))).toBeNull()
    }
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const total = derTotalLength(bytes)
        expect(total === null || total >= 2).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})
