import { pbkdf2Sync } from 'node:crypto'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { toBase64Url } from '../../api/bytes'
import { deriveFacePasscode, matchesFacePasscode } from '../../api/face-passcode'
import { FacePasscodeCheck } from '../../api/wire'
import { FACE_PASSCODE_ITERATIONS } from '../../domain/face-passcode'

const SALT = new Uint8Array(16).fill(7)

describe('the digest of a passcode', () => {
  it('is PBKDF2-HMAC-SHA256 as others compute it', async () => {
    for (const [digits, iterations] of [
      ['0482', 1],
      ['2580', 4096],
      ['9753', FACE_PASSCODE_ITERATIONS],
    ] as const) {
      const derived = await deriveFacePasscode(digits, SALT, iterations)
      expect(Buffer.from(derived)).toEqual(pbkdf2Sync(digits, SALT, iterations, 32, 'sha256'))
    }
  })

  it('tells the right digits from others, another salt and other iterations', async () => {
    const check = {
      salt: toBase64Url(SALT),
      iterations: 1000,
      digest: toBase64Url(await deriveFacePasscode('0482', SALT, 1000)),
    }
    expect(await matchesFacePasscode('0482', check)).toBe(true)
    expect(await matchesFacePasscode('0483', check)).toBe(false)
    const otherSalt = toBase64Url(new Uint8Array(16).fill(8))
    expect(await matchesFacePasscode('0482', { ...check, salt: otherSalt })).toBe(false)
    expect(await matchesFacePasscode('0482', { ...check, iterations: 999 })).toBe(false)
    expect(await matchesFacePasscode('0482', { ...check, digest: '' })).toBe(false)
  })
})

describe('what a tablet gets to check a passcode against', () => {
  const check = { v: 1, id: 'p', salt: 'AAAA', iterations: 100_000, digest: 'AAAA' }

  it('may hold digits only as the hint of training', () => {
    expect(v.parse(FacePasscodeCheck, check)).not.toHaveProperty('hint')
    expect(v.parse(FacePasscodeCheck, { ...check, hint: '0482' }).hint).toBe('0482')
    for (const hint of ['482', '０４８２', null, '']) {
      expect(v.is(FacePasscodeCheck, { ...check, hint })).toBe(false)
    }
  })

  it('cannot make a tablet calculate for ever', () => {
    for (const iterations of [0, -1, 1.5, 1_000_001, Number.POSITIVE_INFINITY]) {
      expect(v.is(FacePasscodeCheck, { ...check, iterations })).toBe(false)
    }
  })
})
