import { createRequire } from 'node:module'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { FACE_FILES } from '../../../server/authority/sandbox/surface-drawings'
import { decodeWith, type PhotoCodec } from '../../../src/nfc/photo/decode-core'
import { readPhotoHeader } from '../../../src/nfc/photo/jp2'
import { wrapJp2 } from '../../../tools/jp2'
import { drawFace, FACE_HEIGHT, FACE_WIDTH, FACES } from '../../../tools/training-faces'

type Encoder = PhotoCodec & {
  J2KEncoder: new () => {
    getDecodedBuffer(info: object): Uint8Array
    getEncodedBuffer(): Uint8Array
    setQuality(lossless: boolean, ratio: number): void
    encode(): void
  }
}

const FACE = Buffer.from(FACE_FILES[0] ?? '', 'base64url')
const REFUSED = { ok: false, code: 'TZ-C33' }

let codec: Encoder

beforeAll(async () => {
  const load = createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg/wasmjs') as (
    options: object,
  ) => Promise<Encoder>
  codec = await load({ print: () => undefined, printErr: () => undefined })
})

/** The file with 32 bits of its size marker changed: 0 width, 1 height, 2 left, 3 top, 4 … tiles. */
function withSize(field: number, value: number): Buffer {
  const copy = Buffer.from(FACE)
  const at = copy.indexOf(Buffer.from('ff4fff51', 'hex'))
  copy.writeUInt32BE(value, at + 8 + 4 * field)
  return copy
}

function changed(offset: number, byte: number): Buffer {
  const copy = Buffer.from(FACE)
  copy[copy.indexOf(Buffer.from('ff4fff51', 'hex')) + offset] = byte
  return copy
}

function encode(pixels: Uint8Array, width: number, height: number, componentCount: number) {
  const encoder = new codec.J2KEncoder()
  encoder
    .getDecodedBuffer({ width, height, bitsPerSample: 8, componentCount, isSigned: false })
    .set(pixels)
  encoder.setQuality(true, 0)
  encoder.encode()
  return wrapJp2(encoder.getEncodedBuffer().slice(), width, height)
}

describe('what a photo says of itself', () => {
  it('is its size and that it is grey', () => {
    for (const file of FACE_FILES)
      expect(readPhotoHeader(Buffer.from(file, 'base64url'))).toEqual({
        ok: true,
        value: { width: FACE_WIDTH, height: FACE_HEIGHT, components: 1 },
      })
  })

  it.each([
    ['a width of nothing', () => withSize(0, 0)],
    ['a width no card has', () => withSize(0, 1025)],
    ['a height of four billion', () => withSize(1, 0xffffffff)],
    ['a picture that begins elsewhere', () => withSize(2, 1)],
    ['tiles of nothing', () => withSize(4, 0)],
    ['a tile for every pixel', () => withSize(4, 1)],
    ['tiles that begin elsewhere', () => withSize(6, 1)],
    ['two components', () => changed(41, 2)],
    ['sixteen thousand components', () => changed(40, 0x40)],
    ['twelve bits a pixel', () => changed(42, 11)],
    ['signed samples', () => changed(42, 0x87)],
    ['samples that are farther apart', () => changed(43, 2)],
    ['another marker', () => changed(3, 0x52)],
    ['no bytes', () => Buffer.alloc(0)],
    ['a PNG', () => Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a bare codestream', () => FACE.subarray(FACE.indexOf(Buffer.from('ff4fff51', 'hex')))],
    ['a file longer than a card can hold', () => Buffer.concat([FACE, Buffer.alloc(65_536)])],
  ])('is refused with %s', (_what, file) => {
    expect(readPhotoHeader(file())).toEqual(REFUSED)
  })

  it('is refused with boxes that overlap, run over, or never end', () => {
    for (const length of [1, 4, 7, 0xffffffff, FACE.length]) {
      const copy = Buffer.from(FACE)
      copy.writeUInt32BE(length, 12)
      expect(readPhotoHeader(copy)).toEqual(REFUSED)
    }
    const empty = Buffer.from('0000000866726565', 'hex')
    const many = Buffer.concat([
      FACE.subarray(0, 12),
      ...Array.from({ length: 200 }, () => empty),
      FACE.subarray(12),
    ])
    expect(readPhotoHeader(many)).toEqual(REFUSED)
  })

  it('is read where the last box runs to the end of the file', () => {
    const copy = Buffer.from(FACE)
    copy.writeUInt32BE(0, copy.indexOf('jp2c') - 4)
    expect(readPhotoHeader(copy).ok).toBe(true)
  })

  it('is a value for any bytes, whole or mutated', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(150), fc.nat(255)), { maxLength: 6 }),
        fc.nat(FACE.length),
        fc.uint8Array({ maxLength: 200 }),
        (changes, length, noise) => {
          const copy = Buffer.from(FACE.subarray(0, length))
          for (const [at, byte] of changes) if (at < length) copy[at] = byte
          const read = readPhotoHeader(copy)
          if (read.ok) expect(read.value.width * read.value.height).toBeLessThanOrEqual(1024 * 1024)
          expect(readPhotoHeader(noise)).toEqual(REFUSED)
        },
      ),
      { numRuns: 20_000 },
    )
  })
})

describe('a decoded photo', () => {
  it('is the picture that was drawn', () => {
    FACE_FILES.forEach((file, index) => {
      const look = FACES[index]
      const decoded = decodeWith(codec, Buffer.from(file, 'base64url'))
      if (!decoded.ok || !look) throw new Error('not decoded')
      const drawn = drawFace(look)
      const { grey } = decoded.value
      expect(grey.length).toBe(drawn.length)
      const error = grey.reduce((sum, shade, at) => sum + (shade - (drawn[at] ?? 0)) ** 2, 0)
      expect(error / grey.length).toBeLessThan(8)
    })
  })

  it('is the luma of a picture in colour', () => {
    const red = Uint8Array.from({ length: 64 * 64 * 3 }, (_, index) => (index % 3 === 0 ? 255 : 0))
    const decoded = decodeWith(codec, encode(red, 64, 64, 3))
    if (!decoded.ok) throw new Error(decoded.code)
    expect([...new Set(decoded.value.grey)]).toEqual([76])
  })

  it('is refused where the codestream breaks off after its header', () => {
    const at = FACE.indexOf(Buffer.from('ff4fff51', 'hex'))
    const copy = Buffer.from(FACE.subarray(0, at + 60))
    copy.writeUInt32BE(0, copy.indexOf('jp2c') - 4)
    expect(readPhotoHeader(copy).ok).toBe(true)
    expect(decodeWith(codec, copy)).toEqual(REFUSED)
  })

  it('is a value or TZ-C33 for mutated codestreams, and the next good one is still read', () => {
    const start = FACE.indexOf(Buffer.from('ff4fff51', 'hex'))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: start, max: FACE.length - 1 }), fc.nat(255)), {
          minLength: 1,
          maxLength: 6,
        }),
        (changes) => {
          const copy = Buffer.from(FACE)
          for (const [at, byte] of changes) copy[at] = byte
          const decoded = decodeWith(codec, copy)
          if (!decoded.ok) expect(decoded).toEqual(REFUSED)
        },
      ),
      { numRuns: 200 },
    )
    expect(decodeWith(codec, FACE).ok).toBe(true)
  })
})
