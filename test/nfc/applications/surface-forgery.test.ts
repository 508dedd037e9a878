/** Every class of changed byte in the two files and the signatures is refused by its own code; no bytes make it throw. */
import { createHash, createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { prepareFaceCheck } from '../../../src/nfc/applications/face-check'
import { parseFace } from '../../../src/nfc/applications/surface-face'
import {
  createSurfaceKey,
  encodeDigestInfo,
  parseSurfaceKey,
  verifySurfaceSignature,
  type SurfaceKey,
} from '../../../src/nfc/applications/surface-signature'
import { judgeIssuer, parseSurfaceCertificate } from '../../../src/nfc/applications/surface-trust'
import { createRawSigner } from '../../../src/nfc/emulator/rsa'
import { issueFaceCard, layCard, surfacePki } from '../../support/card-fixtures'
import {
  anchorsOf,
  FACE_DIGEST,
  signRaw,
  typedCode,
  withFile,
  type FaceImage,
} from '../../support/face-fixtures'

let image: FaceImage
let face: Buffer
let certificate: Buffer

beforeAll(async () => {
  image = await issueFaceCard()
  face = Buffer.from(image.surface.face, 'base64url')
  certificate = Buffer.from(image.surface.certificate, 'base64url')
})

async function codeOf(card: FaceImage): Promise<string> {
  const { transport } = await layCard(card)
  const prepared = await prepareFaceCheck(transport, anchorsOf(image))
  if (!prepared.ok) return prepared.code
  const outcome = await prepared.value.checkFace(typedCode(image.surface.code), FACE_DIGEST)
  return outcome.kind === 'verified' ? 'verified' : outcome.code
}

/** Where each object of EF 0002 begins and ends, by the low byte of its tag. */
function rangesOf(file: Buffer): Map<number, { header: number; start: number; end: number }> {
  const ranges = new Map<number, { header: number; start: number; end: number }>()
  for (let at = 5; at < file.length;) {
    const first = file[at + 2] ?? 0
    const length =
      first === 0x82 ? file.readUInt16BE(at + 3) : first === 0x81 ? (file[at + 3] ?? 0) : first
    const start = at + (first === 0x82 ? 5 : first === 0x81 ? 4 : 3)
    ranges.set(file[at + 1] ?? 0, { header: at, start, end: start + length })
    at = start + length
  }
  return ranges
}

const flipped = (bytes: Buffer, at: number, bit = 1) => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ bit
  return copy
}

describe('one changed bit of the face', () => {
  it.each([
    ['birth date', 0x22, ['TZ-C28', 'TZ-C26']],
    ['sex', 0x23, ['TZ-C28', 'TZ-C26']],
    ['key', 0x24, ['TZ-C28', 'TZ-C26']],
    ['name', 0x25, ['TZ-C28', 'TZ-C26']],
    ['address', 0x26, ['TZ-C28', 'TZ-C26']],
    ['photo', 0x27, ['TZ-C28']],
    ['signature', 0x28, ['TZ-C28']],
  ])('in the %s is refused, wherever it is', async (_what, tag, codes) => {
    const range = rangesOf(face).get(tag)
    if (!range) throw new Error('no such object')
    const { start, end } = range
    const places = [start, start + Math.floor((end - start) / 2), end - 1]
    for (const at of places) {
      for (const bit of [0x01, 0x80]) {
        expect(codes).toContain(await codeOf(withFile(image, 'face', () => flipped(face, at, bit))))
      }
    }
  })

  it('in a tag or a length is refused', async () => {
    for (const [tag, { header, start }] of rangesOf(face)) {
      // The table, the expiry and the security code are outside the signature and prove nothing.
      if (tag === 0x21 || tag === 0x29 || tag === 0x2a) continue
      for (let at = header; at < start; at += 1)
        expect(await codeOf(withFile(image, 'face', () => flipped(face, at)))).toMatch(
          /^TZ-C2[678]$/,
        )
    }
  })

  it('in what the signature does not cover is not taken for proof: the expiry is named unsigned', () => {
    const range = rangesOf(face).get(0x29)
    const forged = flipped(face, (range?.start ?? 0) + 3)
    const parsed = parseFace(forged)
    expect(parsed.ok && parsed.value.face.unsignedExpiry).toBe('2031-02-17')
    const broken = parseFace(flipped(face, range?.start ?? 0, 0x80))
    expect(broken.ok && broken.value.face.unsignedExpiry).toBeNull()
  })
})

describe('one changed bit of the certificate', () => {
  it('is refused at every fourth byte', { timeout: 60_000 }, async () => {
    for (let at = 0; at < certificate.length; at += 4) {
      const parsed = parseSurfaceCertificate(flipped(certificate, at))
      const code = parsed.ok ? await judgeIssuer(parsed.value, anchorsOf(image)) : parsed
      expect(code.ok ? at : code.code).toMatch(/^TZ-C(26|30|32)$/)
    }
  })

  it('is refused on the card as well', async () => {
    for (const at of [0, 12, 20, 30, 60, 300, 320, 567]) {
      const card = withFile(image, 'certificate', () => flipped(certificate, at))
      expect(await codeOf(card)).toMatch(/^TZ-C(26|30|32)$/)
    }
  })
})

describe('the face file', () => {
  it('is refused cut short at any length, and never throws', () => {
    for (let length = 0; length < face.length; length += 7)
      expect(parseFace(face.subarray(0, length)).ok).toBe(false)
  })

  it('is refused with one object twice', () => {
    const range = rangesOf(face).get(0x27)
    const value = Buffer.concat([face.subarray(5), face.subarray(range?.header, range?.end)])
    const head = Buffer.from([0xff, 0x20, 0x82, value.length >> 8, value.length & 0xff])
    expect(parseFace(Buffer.concat([head, value]))).toEqual({ ok: false, code: 'TZ-C26' })
  })

  it('is refused with pictures that announce a size no print has', () => {
    const range = rangesOf(face).get(0x25)
    expect(parseFace(flipped(face, (range?.start ?? 0) + 16, 0x10)).ok).toBe(false)
  })

  it('and the certificate give a value for any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        expect(parseFace(bytes).ok).toBe(false)
        expect(parseSurfaceCertificate(bytes).ok).toBe(false)
        expect(parseSurfaceKey(bytes)).toBeNull()
      }),
      { numRuns: 5_000 },
    )
  })

  it('gives a value for any mutation of a good one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(face.length - 1), fc.nat(255)), { maxLength: 8 }),
        (changes) => {
          const copy = Buffer.from(face)
          for (const [at, byte] of changes) copy[at] = byte
          expect(typeof parseFace(copy).ok).toBe('boolean')
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('a signature', () => {
  let key: SurfaceKey
  let sign: (data: Uint8Array) => Uint8Array
  const digests = [1, 2, 3].map((n) =>
    Uint8Array.from(createHash('sha256').update(`${n}`).digest()),
  )

  beforeAll(async () => {
    const { card } = await surfacePki()
    const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'))
    const made = createSurfaceKey(bytes(card.n), bytes(card.e))
    if (!made) throw new Error('no key')
    key = made
    sign = createRawSigner(card)
  })

  it('over one digest is what OpenSSL makes and verifies', async () => {
    const { card } = await surfacePki()
    const text = Buffer.from('over')
    const digest = Uint8Array.from(createHash('sha256').update(text).digest())
    const ours = sign(encodeDigestInfo([digest]))
    const publicKey = createPublicKey({ key: { kty: 'RSA', n: card.n, e: card.e }, format: 'jwk' })
    expect(verify('sha256', text, publicKey, ours)).toBe(true)
    expect(verifySurfaceSignature(key, [digest], signRaw(card, [text]))).toBe(true)
  })

  it('over three digests is of these three in this order', () => {
    const signature = sign(encodeDigestInfo(digests))
    expect(verifySurfaceSignature(key, digests, signature)).toBe(true)
    expect(verifySurfaceSignature(key, [...digests].reverse(), signature)).toBe(false)
    expect(verifySurfaceSignature(key, digests.slice(0, 2), signature)).toBe(false)
  })

  it.each([
    [
      'without NULL',
      (info: Uint8Array) =>
        Uint8Array.of(0x30, 0x2f, 0x30, 0x0b, ...info.subarray(4, 15), ...info.subarray(17)),
    ],
    ['with the digest alone', (info: Uint8Array) => info.subarray(19)],
    ['with a byte behind', (info: Uint8Array) => Uint8Array.of(...info, 0)],
    ['with a byte before', (info: Uint8Array) => Uint8Array.of(0, ...info)],
  ])('%s is refused: the padding is compared whole', (_what, forge) => {
    const digest = digests.slice(0, 1)
    expect(verifySurfaceSignature(key, digest, sign(forge(encodeDigestInfo(digest))))).toBe(false)
  })

  it('of another length, of nothing, or not below the modulus is refused', () => {
    const digest = digests.slice(0, 1)
    const good = sign(encodeDigestInfo(digest))
    const above = (BigInt(`0x${Buffer.from(good).toString('hex')}`) + key.modulus).toString(16)
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array(256),
      good.subarray(1),
      Uint8Array.of(0, ...good),
      Uint8Array.from(Buffer.from(above.padStart(514, '0'), 'hex')),
      new Uint8Array(256).fill(0xff),
    ])
      expect(verifySurfaceSignature(key, digest, bytes)).toBe(false)
  })

  it('is asked only of RSA-2048 keys with e = 65537', () => {
    const odd = new Uint8Array(256).fill(0xff)
    const even = Uint8Array.from([...odd.subarray(0, 255), 0xfe])
    const e = Uint8Array.of(1, 0, 1)
    expect(createSurfaceKey(odd, e)).not.toBeNull()
    for (const [modulus, exponent] of [
      [odd, Uint8Array.of(3)],
      [odd, Uint8Array.of(1)],
      [odd, Uint8Array.of(0, 1, 0, 1)],
      [even, e],
      [odd.subarray(128), e],
      [Uint8Array.from([0x7f, ...odd.subarray(1)]), e],
      [new Uint8Array(), e],
    ] as const)
      expect(createSurfaceKey(modulus, exponent)).toBeNull()
  })
})
