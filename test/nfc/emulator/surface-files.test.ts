/** 券面事項確認 of the software card, looked at byte for byte and with OpenSSL's RSA, not with our own reader. */
import { constants, createHash, createPublicKey, publicDecrypt, type KeyObject } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { printedBirthdate } from '../../../server/authority/sandbox/surface-issuer'
import { drawText } from '../../../server/authority/sandbox/surface-png'
import {
  createSoftwareCard,
  type SoftwareCard,
  type SoftwareCardKnobs,
} from '../../../src/nfc/emulator/software-card'
import { readTlvs, type Tlv } from '../../../src/nfc/tlv'
import { issueFaceCard, issueTestCard, surfacePki } from '../../support/card-fixtures'
import { bytesOf, hex } from '../../support/card-transport'

const SURFACE = '00A4040C0AD3921000310001010402'
const JPKI = '00A4040C0AD392F000260100000001'
const SELECT_CODE = '00A4020C020012'
const SELECT_FACE = '00A4020C020002'
const TRIES = '00200080'
const SIGN = `802A0000333031300D060960864801650304020105000420${'AB'.repeat(32)}00`

let image: Awaited<ReturnType<typeof issueFaceCard>>

beforeAll(async () => {
  image = await issueFaceCard()
})

const verify = (code: string) => `002000800E${hex(Buffer.from(code))}`

function newCard(knobs: SoftwareCardKnobs = {}): SoftwareCard {
  return createSoftwareCard(image, knobs)
}

async function say(card: SoftwareCard, ...commands: string[]): Promise<string> {
  let answer = ''
  for (const command of commands) answer = hex(await card.respond(bytesOf(command)))
  return answer
}

/** The objects in the file, with their own bytes. */
function objectsOf(file: Buffer, tag: number): (Tlv & { whole: Buffer; at: number })[] {
  const [outer] = readTlvs(file) ?? []
  expect(outer?.tag).toBe(tag)
  const value = outer?.value ?? new Uint8Array()
  let at = file.length - value.length
  return (readTlvs(value) ?? []).map((item) => {
    const end = item.value.byteOffset - file.byteOffset + item.value.length
    const whole = file.subarray(at, end)
    const start = at
    at = end
    return { ...item, whole, at: start }
  })
}

function keyOf(encoded: Uint8Array): KeyObject {
  const [e, n] = readTlvs(encoded) ?? []
  const text = (item: Tlv | undefined) => Buffer.from(item?.value ?? []).toString('base64url')
  return createPublicKey({ key: { kty: 'RSA', e: text(e), n: text(n) }, format: 'jwk' })
}

/** What stands in the signature after its padding. */
function opened(key: KeyObject, signature: Uint8Array): string {
  return hex(publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature))
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

describe('access', () => {
  it('shows the face to nobody before 照合番号B, and to whoever presented it', async () => {
    const card = newCard()
    expect(await say(card, SURFACE, SELECT_FACE, '00B0000000')).toBe('6982')
    expect(await say(card, SELECT_CODE, verify(image.surface.code))).toBe('9000')
    expect(await say(card, SELECT_FACE, '00B0000001')).toBe('FF9000')
  })

  it('closes the face when another application is selected', async () => {
    const card = newCard()
    await say(card, SURFACE, SELECT_CODE, verify(image.surface.code), JPKI, SURFACE)
    expect(await say(card, SELECT_FACE, '00B0000001')).toBe('6982')
  })

  it('counts ten wrong codes down and then locks', async () => {
    const card = newCard()
    expect(await say(card, SURFACE, SELECT_CODE, TRIES)).toBe('63CA')
    for (const left of [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]) {
      const status = `63C${left.toString(16).toUpperCase()}`
      expect(await say(card, verify('00000000000000'))).toBe(status)
      expect(card.codeTriesLeft).toBe(left)
    }
    expect(await say(card, verify(image.surface.code))).toBe('6984')
    expect(card.triesLeft).toBe(3)
  })

  it('gives the ten tries back after a right code', async () => {
    const card = newCard({ codeTriesLeft: 2 })
    await say(card, SURFACE, SELECT_CODE, verify('11111111111111'))
    expect(card.codeTriesLeft).toBe(1)
    await say(card, verify(image.surface.code))
    expect(card.codeTriesLeft).toBe(10)
  })

  it('opens information and certificate to anyone, and has no file of the 個人番号', async () => {
    const card = newCard()
    expect(await say(card, SURFACE, '00A4020C020003', '00B0000002')).toBe('FF309000')
    expect(await say(card, '00A4020C020004', '00B0000002')).toBe('7F219000')
    for (const file of ['0005', '0013']) expect(await say(card, `00A4020C02${file}`)).toBe('6A82')
  })

  it('is not there on a card issued without a face', async () => {
    const card = createSoftwareCard(await issueTestCard())
    expect(await say(card, SURFACE)).toBe('6A82')
    expect(card.codeTriesLeft).toBeNull()
  })
})

describe('the face', () => {
  it('has nine objects where its table says they are', () => {
    const objects = objectsOf(Buffer.from(image.surface.face, 'base64url'), 0xff20)
    expect(objects.map(({ tag }) => tag.toString(16))).toEqual([
      ...['df21', 'df22', 'df23', 'df24', 'df25', 'df26', 'df27', 'df28', 'df29', 'df2a'],
    ])
    const table = Buffer.from(objects[0]?.value ?? [])
    const stated = Array.from({ length: 9 }, (_, index) => table.readUInt16BE(2 * index))
    expect(stated).toEqual(objects.slice(1).map(({ at }) => at))
  })

  it('is signed as three digests in one DigestInfo', () => {
    const [, birth, sex, key, name, address, photo, signature] = objectsOf(
      Buffer.from(image.surface.face, 'base64url'),
      0xff20,
    )
    const groups = [[birth, sex, key], [name, address], [photo]].map((group) =>
      sha256(Buffer.concat(group.map((item) => item?.whole ?? Buffer.alloc(0)))),
    )
    const certificate = objectsOf(Buffer.from(image.surface.certificate, 'base64url'), 0x7f21)
    const signer = keyOf((certificate[0]?.value ?? new Uint8Array()).subarray(32))
    expect(opened(signer, signature?.value ?? new Uint8Array())).toBe(
      `3071300D060960864801650304020105000460${hex(Buffer.concat(groups))}`,
    )
  })

  it('holds what is printed, in pictures that PNG readers can read', () => {
    const objects = objectsOf(Buffer.from(image.surface.face, 'base64url'), 0xff20)
    const text = (tag: number) =>
      Buffer.from(objects.find((item) => item.tag === tag)?.value ?? []).toString('latin1')
    expect(text(0xdf22)).toBe('19800217')
    expect(text(0xdf23)).toBe('1')
    expect(text(0xdf29)).toBe('20300217')
    for (const tag of [0xdf25, 0xdf26, 0xdf2a])
      expect(text(tag).startsWith('\x89PNG\r\n')).toBe(true)
    expect(text(0xdf27).slice(4, 8)).toBe('jP  ')
  })

  it('has an empty photo where the card has none', async () => {
    const { surface } = await issueFaceCard({ hasPhoto: false })
    const objects = objectsOf(Buffer.from(surface.face, 'base64url'), 0xff20)
    expect(objects.find(({ tag }) => tag === 0xdf27)?.value.length).toBe(0)
  })

  it('stays small: a face of less than 5 kB, and sixty images sealed fit what the wire carries', () => {
    expect(Buffer.from(image.surface.face, 'base64url').length).toBeLessThan(5_000)
    expect((60 * JSON.stringify(image).length * 4) / 3).toBeLessThan(2_000_000)
  })
})

describe('the certificate', () => {
  it('has 568 bytes and ids that begin with 9, which no real and no official test card has', () => {
    const bytes = Buffer.from(image.surface.certificate, 'base64url')
    expect(bytes.length).toBe(568)
    const body = objectsOf(bytes, 0x7f21)[0]?.value ?? new Uint8Array()
    expect(body.length).toBe(297)
    expect(Buffer.from(body.subarray(0, 7)).toString('latin1')).toBe('9000023')
    expect(Buffer.from(body.subarray(16, 23)).toString('latin1')).toBe('9131040')
  })

  it('is signed over its body by the key that the image names as anchor', async () => {
    const [body, signature] = objectsOf(Buffer.from(image.surface.certificate, 'base64url'), 0x7f21)
    const { ca } = await surfacePki()
    expect(image.surface.anchor).toMatchObject({ n: ca.n, e: ca.e })
    const key = createPublicKey({ key: { kty: 'RSA', n: ca.n, e: ca.e }, format: 'jwk' })
    expect(opened(key, signature?.value ?? new Uint8Array())).toBe(
      `3031300D060960864801650304020105000420${hex(sha256(body?.value ?? new Uint8Array()))}`,
    )
  })
})

describe('the card’s own signature', () => {
  it('needs no code and is of the key in the face', async () => {
    const card = newCard()
    const answer = bytesOf(await say(card, SURFACE, SIGN))
    const objects = objectsOf(Buffer.from(image.surface.face, 'base64url'), 0xff20)
    const key = keyOf(objects.find(({ tag }) => tag === 0xdf24)?.value ?? new Uint8Array())
    expect(hex(answer.slice(-2))).toBe('9000')
    expect(opened(key, answer.slice(0, -2))).toBe(
      `3031300D060960864801650304020105000420${'AB'.repeat(32)}`,
    )
  })

  it('is refused where the application has no such key', async () => {
    expect(await say(newCard(), JPKI, SIGN)).toBe('6A86')
    expect(await say(newCard(), SIGN)).toBe('6A86')
  })

  it.each([
    ['no data', '802A000000', '6700'],
    ['no Le', '802A000001AB', '6700'],
    ['an Le that is too small', '802A000001AB10', '6C00'],
    ['more than PKCS#1 can pad', `802A0000F6${'AB'.repeat(246)}00`, '6A80'],
  ])('refuses %s', async (_what, command, status) => {
    expect(await say(newCard(), SURFACE, command)).toBe(status)
  })
})

describe('what is printed', () => {
  it.each([
    ['1980-02-17', '550217'],
    ['1989-01-07', '640107'],
    ['1989-01-08', '010108'],
    ['2019-04-30', '310430'],
    ['2019-05-01', '010501'],
    ['1926-12-24', '151224'],
  ])('writes %s as %s: the year of the era', (birthdate, printed) => {
    expect(printedBirthdate(birthdate)).toBe(printed)
  })

  it('makes 照合番号B of it, the expiry year and a security code', () => {
    expect(image.surface.code).toMatch(/^5502172030\d{4}$/)
  })

  it('draws letters it has no glyph for as 〓, and wraps long lines', () => {
    const pixels = (png: Uint8Array) => {
      const bytes = Buffer.from(png)
      const at = bytes.indexOf('IDAT')
      return inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)))
    }
    expect(pixels(drawText('龘', 16)).equals(pixels(drawText('〓', 16)))).toBe(true)
    expect(pixels(drawText('訓', 16)).equals(pixels(drawText('練', 16)))).toBe(false)
    const wrapped = Buffer.from(drawText('訓練訓練訓', 2))
    expect([wrapped.readUInt32BE(16), wrapped.readUInt32BE(20)]).toEqual([40, 60])
  })
})
