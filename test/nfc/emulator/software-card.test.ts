import { createHash, publicDecrypt, constants, verify, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import {
  createSoftwareCard,
  type SoftwareCard,
  type SoftwareCardKnobs,
} from '../../../src/nfc/emulator/software-card'
import { CardGoneError } from '../../../src/nfc/emulator/tear'
import { certificateBytes, issueTestCard } from '../../support/card-fixtures'
import { bytesOf, hex } from '../../support/card-transport'

const JPKI = '00A4040C0AD392F000260100000001'
const TEXT = '00A4040C0AD3921000310001010408'
const COMMON = '00A4040C0AD3921000310001010100'
const SELECT_PIN = '00A4020C020018'
const SELECT_KEY = '00A4020C020017'
const VERIFY = '002000800431323334'
const WRONG = '002000800430303030'
const TRIES = '00200080'
const DIGEST_INFO = '3031300d060960864801650304020105000420'

let image: CardImage

beforeAll(async () => {
  image = await issueTestCard()
})

function newCard(knobs: SoftwareCardKnobs = {}): SoftwareCard {
  return createSoftwareCard(image, knobs)
}

/** Sends the commands one after the other and returns the last answer in hex. */
async function say(card: SoftwareCard, ...commands: string[]): Promise<string> {
  let answer = ''
  for (const command of commands) answer = hex(await card.respond(bytesOf(command)))
  return answer
}

async function readAll(card: SoftwareCard, ...select: string[]): Promise<Buffer> {
  await say(card, ...select)
  const parts: Buffer[] = []
  for (let offset = 0; ; offset += 256) {
    const answer = await card.respond(Uint8Array.of(0, 0xb0, offset >> 8, offset & 0xff, 0))
    if (hex(answer) === '6B00') return Buffer.concat(parts)
    expect(hex(answer.slice(-2))).toBe('9000')
    parts.push(Buffer.from(answer.slice(0, -2)))
  }
}

function publicKey() {
  return new X509Certificate(certificateBytes(image)).publicKey
}

describe('SELECT', () => {
  it('knows the three applications and no other', async () => {
    const card = newCard()
    for (const application of [JPKI, TEXT, COMMON])
      expect(await say(card, application)).toBe('9000')
    expect(await say(card, '00A4040C0AD3921000310001010402')).toBe('6A82')
    expect(await say(card, '00A4040C05D392F00026')).toBe('6A82')
  })

  it('selects files only with P1 02 and only below an application', async () => {
    const card = newCard()
    expect(await say(card, '00A4020C02000A')).toBe('6A82')
    expect(await say(card, JPKI, '00A4020C02000A')).toBe('9000')
    expect(await say(card, '00A4000C02000A')).toBe('6A86')
    expect(await say(card, '00A4020402000A')).toBe('6A86')
    expect(await say(card, '00A4020C0100')).toBe('6700')
    expect(await say(card, '00A4020C020099')).toBe('6A82')
  })

  it('keeps the application when another is not there', async () => {
    expect(await say(newCard(), JPKI, '00A4040C02FFFF', '00A4020C02000A')).toBe('9000')
  })
})

describe('READ BINARY', () => {
  it('reads certificate and CA without a PIN, to the end of the file and not beyond', async () => {
    const card = newCard()
    const certificate = await readAll(card, JPKI, '00A4020C02000A')
    expect(certificate.toString('base64url')).toBe(image.certificate)
    const ca = await readAll(card, JPKI, '00A4020C02000B')
    expect(ca.toString('base64url')).toBe(image.caCertificate)
    expect(new X509Certificate(certificate).verify(new X509Certificate(ca).publicKey)).toBe(true)
  })

  it('returns fewer bytes at the end with 9000, and 6B00 from the end on', async () => {
    const card = newCard()
    const { length } = certificateBytes(image)
    const at = (offset: number) => `00B0${offset.toString(16).padStart(4, '0')}00`
    expect(await say(card, JPKI, '00A4020C02000A', at(length - 3))).toMatch(/^.{6}9000$/)
    expect(await say(card, at(length))).toBe('6B00')
    expect(await say(card, '00B07FFF00')).toBe('6B00')
  })

  it('reads by short identifier, which makes the file the current one', async () => {
    const card = newCard()
    const byShortId = await say(card, JPKI, '00B08A0010')
    expect(byShortId).toBe(hex(certificateBytes(image).slice(0, 16)) + '9000')
    expect(await say(card, '00B0000010')).toBe(byShortId)
    expect(await say(card, '00B09F0010')).toBe('6A82')
    expect(await say(card, '00B0EA0010')).toBe('6A86')
  })

  it('reads the token and which certificates exist', async () => {
    const card = newCard()
    const token = await readAll(card, JPKI, '00A4020C020006')
    expect(token).toHaveLength(160)
    expect(token.subarray(0, 32).toString('latin1').trim()).toBe('JPKIAPICCTOKEN2')
    expect(await say(card, '00A4020C020008', '00B0000000')).toBe('8F8F009000')
  })

  it('refuses what is not data, what is not selected and what has no Le', async () => {
    expect(await say(newCard(), JPKI, '00B0000000')).toBe('6986')
    expect(await say(newCard(), JPKI, SELECT_PIN, '00B0000000')).toBe('6981')
    expect(await say(newCard(), JPKI, SELECT_KEY, '00B0000000')).toBe('6981')
    expect(await say(newCard(), JPKI, '00A4020C02000A', '00B00000')).toBe('6700')
  })
})

describe('VERIFY', () => {
  it('without data says the tries left and costs none, verified or not', async () => {
    const card = newCard()
    expect(await say(card, JPKI, SELECT_PIN, TRIES, TRIES)).toBe('63C3')
    expect(await say(card, VERIFY, TRIES)).toBe('63C3')
    expect(card.triesLeft).toBe(3)
  })

  it('counts down, comes back with the right PIN, and locks after three', async () => {
    const card = newCard()
    expect(await say(card, JPKI, SELECT_PIN, WRONG)).toBe('63C2')
    expect(await say(card, WRONG)).toBe('63C1')
    expect(await say(card, VERIFY)).toBe('9000')
    expect(card.triesLeft).toBe(3)
    expect(await say(card, WRONG, WRONG, WRONG)).toBe('63C0')
    expect(await say(card, VERIFY)).toBe('6984')
    expect(card.triesLeft).toBe(0)
  })

  it('keeps the counter when power goes', async () => {
    const card = newCard()
    await say(card, JPKI, SELECT_PIN, WRONG)
    card.reset()
    expect(await say(card, TRIES)).toBe('6986')
    expect(await say(card, JPKI, SELECT_PIN, TRIES)).toBe('63C2')
  })

  it('answers a locked PIN as its knobs say', async () => {
    for (const [blockedStatus, query] of [
      [0x6983, 0x6983],
      [0x6984, 0x63c0],
      [0x6984, 0x6984],
    ] as const) {
      const card = newCard({ triesLeft: 0, blockedStatus, blockedQueryStatus: query })
      expect(await say(card, JPKI, SELECT_PIN, VERIFY)).toBe(blockedStatus.toString(16))
      expect(await say(card, TRIES)).toBe(query.toString(16).toUpperCase())
    }
  })

  it('takes a short identifier and refuses what is not a PIN', async () => {
    expect(await say(newCard(), JPKI, '00200098')).toBe('63C3')
    expect(await say(newCard(), JPKI, '002000980431323334')).toBe('9000')
    expect(await say(newCard(), JPKI, SELECT_KEY, TRIES)).toBe('6981')
    expect(await say(newCard(), JPKI, SELECT_PIN, '00200180')).toBe('6A86')
    expect(await say(newCard(), JPKI, SELECT_PIN, '00200000')).toBe('6A86')
  })

  it('finds no PIN on a 顔認証 card', async () => {
    const faceImage = { ...image, pin: null }
    for (const card of [createSoftwareCard(faceImage), newCard({ withoutPin: true })]) {
      expect(await say(card, JPKI, SELECT_PIN)).toBe('6A82')
      expect(card.triesLeft).toBeNull()
      expect(await say(card, TEXT, '00A4020C020011')).toBe('6A82')
    }
  })
})

describe('COMPUTE DIGITAL SIGNATURE', () => {
  it('signs what node verifies, after the PIN', async () => {
    const card = newCard()
    const message = Buffer.from('challenge')
    const digest = createHash('sha256').update(message).digest('hex')
    const signature = await say(
      card,
      JPKI,
      SELECT_PIN,
      VERIFY,
      SELECT_KEY,
      `802A008033${DIGEST_INFO}${digest}00`,
    )
    expect(signature).toMatch(/^[0-9A-F]{512}9000$/)
    const bytes = Buffer.from(signature.slice(0, 512), 'hex')
    expect(verify('sha256', message, publicKey(), bytes)).toBe(true)
  })

  it.each([1, 20, 51, 245])('pads any %i bytes by PKCS#1 v1.5', async (length) => {
    const data = Buffer.alloc(length, 0xa5)
    const answer = await say(
      newCard(),
      JPKI,
      SELECT_PIN,
      VERIFY,
      SELECT_KEY,
      `802A0080${length.toString(16).padStart(2, '0')}${data.toString('hex')}00`,
    )
    const opened = publicDecrypt(
      { key: publicKey(), padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(answer.slice(0, 512), 'hex'),
    )
    expect(opened).toEqual(data)
  })

  it('gives the bytes that OpenSSL gives for the same key', async () => {
    const { createPrivateKey, sign } = await import('node:crypto')
    const key = createPrivateKey({ key: { ...image.privateKey }, format: 'jwk' })
    for (let round = 0; round < 5; round += 1) {
      const message = Buffer.from(`message ${String(round)}`)
      const digest = createHash('sha256').update(message).digest('hex')
      const answer = await say(
        newCard(),
        JPKI,
        SELECT_PIN,
        VERIFY,
        SELECT_KEY,
        `802A008033${DIGEST_INFO}${digest}00`,
      )
      expect(answer).toBe(sign('sha256', message, key).toString('hex').toUpperCase() + '9000')
    }
  })

  it('refuses without the PIN, without a key, and what does not fit', async () => {
    const sign = '802A008001AA00'
    expect(await say(newCard(), JPKI, SELECT_KEY, sign)).toBe('6982')
    expect(await say(newCard(), JPKI, SELECT_PIN, VERIFY, sign)).toBe('6981')
    expect(await say(newCard(), JPKI, sign)).toBe('6986')
    const ready = [JPKI, SELECT_PIN, VERIFY, SELECT_KEY]
    expect(await say(newCard(), ...ready, '802A008001AA')).toBe('6700')
    expect(await say(newCard(), ...ready, '802A008000')).toBe('6700')
    expect(await say(newCard(), ...ready, `802A0080F6${'AA'.repeat(246)}00`)).toBe('6A80')
    expect(await say(newCard(), ...ready, '802A028001AA00')).toBe('6A86')
    expect(await say(newCard(), ...ready, '802A008001AA10')).toBe('6C00')
  })
})

describe('security status', () => {
  const sign = [SELECT_KEY, '802A008001AA00']
  const verified = [JPKI, SELECT_PIN, VERIFY]

  it('is dropped by a wrong PIN, another application and a reset', async () => {
    expect(await say(newCard(), ...verified, WRONG, ...sign)).toBe('6982')
    expect(await say(newCard(), ...verified, COMMON, JPKI, ...sign)).toBe('6982')
    const card = newCard()
    await say(card, ...verified)
    card.reset()
    expect(await say(card, JPKI, ...sign)).toBe('6982')
  })

  it('survives a SELECT of the same application only by knob', async () => {
    expect(await say(newCard(), ...verified, JPKI, ...sign)).toBe('6982')
    expect(await say(newCard({ keepStatusOnReselect: true }), ...verified, JPKI, ...sign)).toMatch(
      /9000$/,
    )
  })

  it('survives a SELECT that found nothing', async () => {
    expect(await say(newCard(), ...verified, '00A4040C02FFFF', ...sign)).toMatch(/9000$/)
  })
})

describe('the 署名用 objects', () => {
  it('answer as while nobody presents the password', async () => {
    const card = newCard()
    expect(await say(card, JPKI, '00A4020C020001', '00B0000000')).toBe('6982')
    expect(await say(card, '00A4020C02001B', TRIES)).toBe('63C5')
    expect(await say(card, '00A4020C02001A', '802A008001AA00')).toBe('6982')
    const guess = '00200080085445535431323334'
    expect(await say(card, '00A4020C02001B', guess)).toBe('63C4')
    expect(await say(card, guess, guess, guess, guess)).toBe('63C0')
    expect(await say(card, guess)).toBe('6984')
    expect(card.triesLeft).toBe(3)
  })
})

describe('券面事項入力補助', () => {
  it('gives the four items with the PIN, offsets pointing at each', async () => {
    const card = newCard()
    expect(await say(card, TEXT, '00A4020C020002', '00B0000000')).toBe('6982')
    const file = await readAll(card, TEXT, '00A4020C020011', VERIFY, '00A4020C020002')
    expect(file.subarray(0, 2).toString('hex')).toBe('ff20')
    const offsetsAt = file.indexOf(Buffer.from('df21', 'hex'))
    for (let item = 0; item < 4; item += 1) {
      const offset = file.readUInt16BE(offsetsAt + 3 + 2 * item)
      expect(file.readUInt16BE(offset)).toBe(0xdf22 + item)
    }
    expect(file.includes(Buffer.from('訓練　一郎'))).toBe(true)
    expect(file.includes(Buffer.from('19800217'))).toBe(true)
  })

  it('has no 個人番号, with the PIN or without (R13)', async () => {
    const card = newCard()
    expect(await say(card, TEXT, '00A4020C020001')).toBe('6A82')
    expect(await say(card, '00A4020C020011', VERIFY, '00A4020C020001')).toBe('6A82')
    expect(await say(card, '00B0810000')).toBe('6A82')
  })

  it('counts its PIN apart from the other', async () => {
    const card = newCard()
    expect(await say(card, TEXT, '00A4020C020011', WRONG)).toBe('63C2')
    expect(card.triesLeft).toBe(3)
  })
})

describe('共通カード', () => {
  it('gives expiry and municipality to anyone', async () => {
    const answer = await readRecord()
    expect(answer).toHaveLength(32)
    expect(answer.subarray(0, 2)).toEqual(Buffer.from([0x01, 0x1c]))
    expect(answer.subarray(2, -2).toString('latin1')).toMatch(/^\d{15}1310420300217$/)
    expect(await say(newCard(), COMMON, '00B2020C00')).toBe('6A83')
    expect(await say(newCard(), COMMON, '00B2011400')).toBe('6A82')
    expect(await say(newCard(), COMMON, '00B2010800')).toBe('6A86')
    expect(await say(newCard(), JPKI, '00B2015400')).toBe('6981')
  })

  async function readRecord(): Promise<Buffer> {
    return Buffer.from(await say(newCard(), COMMON, '00B2010C00'), 'hex')
  }
})

describe('bytes that are no command of this card', () => {
  it.each([
    ['', '6700'],
    ['00A404', '6700'],
    ['00A4040C0AD392', '6700'],
    ['00B000000000FF', '6700'],
    ['00A4020C02000A0000', '6700'],
    ['00CA000000', '6D00'],
    ['80CA000000', '6D00'],
    ['0CA4040C00', '6E00'],
    ['FFCA000000', '6E00'],
  ])('%s → %s', async (command, status) => {
    expect(await say(newCard(), command)).toBe(status)
  })
})

describe('61xx and 6Cxx', () => {
  it('hands out everything by GET RESPONSE, in parts', async () => {
    const card = newCard({ getResponse: true })
    expect(await say(card, JPKI, '00A4020C02000A', '00B0000000')).toBe('6100')
    const first = await say(card, '00C00000F0')
    expect(first).toMatch(/^.{480}6110$/)
    expect(await say(card, '00C0000011')).toBe('6C10')
    const rest = await say(card, '00C0000010')
    expect(first.slice(0, 480) + rest.slice(0, 32)).toBe(hex(certificateBytes(image).slice(0, 256)))
    expect(await say(card, '00C0000010')).toBe('6986')
  })

  it('forgets what waited when another command comes', async () => {
    const card = newCard({ getResponse: true })
    await say(card, JPKI, '00A4020C02000A', '00B0000010', '00A4020C02000A')
    expect(await say(card, '00C0000010')).toBe('6986')
  })

  it('never puts 61xx or 6Cxx around VERIFY', async () => {
    const card = newCard({ getResponse: true, exactLength: true })
    expect(await say(card, JPKI, SELECT_PIN, TRIES)).toBe('63C3')
    expect(await say(card, VERIFY)).toBe('9000')
  })

  it('wants the exact Le when told to', async () => {
    const card = newCard({ exactLength: true })
    expect(await say(card, COMMON, '00B2010C00')).toBe('6C1E')
    expect(await say(card, '00B2010C1E')).toMatch(/^011C.{56}9000$/)
  })

  it('knows no GET RESPONSE otherwise', async () => {
    expect(await say(newCard(), '00C0000010')).toBe('6D00')
  })
})

describe('wrong cards', () => {
  it('an old 住基カード has the old token and no 利用者証明', async () => {
    const card = newCard({ kind: 'juki' })
    const token = await readAll(card, JPKI, '00A4020C020006')
    expect(token.subarray(0, 32).toString('latin1').trim()).toBe('JPKIAPICCTOKEN')
    expect(await say(card, '00A4020C02000A')).toBe('6A82')
    expect(await say(card, COMMON)).toBe('6A82')
  })

  it('another card has no application of ours', async () => {
    const card = createSoftwareCard({ ...image, kind: 'other' })
    for (const application of [JPKI, TEXT, COMMON])
      expect(await say(card, application)).toBe('6A82')
  })
})

describe('contact', () => {
  it('is slow by a function of the test', async () => {
    const waited: string[] = []
    const card = newCard({
      delay: (header) => {
        waited.push(header)
        return Promise.resolve()
      },
    })
    await say(card, JPKI, SELECT_PIN)
    expect(waited).toEqual(['00A4040C', '00A4020C'])
  })

  it.each([true, false])('is torn off in a command, executed: %s', async (executed) => {
    const card = newCard({ tear: { at: 2, executed } })
    await say(card, JPKI, SELECT_PIN)
    await expect(say(card, WRONG)).rejects.toBeInstanceOf(CardGoneError)
    await expect(say(card, TRIES)).rejects.toBeInstanceOf(CardGoneError)
    card.reset()
    expect(await say(card, JPKI, SELECT_PIN, TRIES)).toBe(executed ? '63C2' : '63C3')
  })

  it('torn off can look like an empty answer, and can be planned later by header', async () => {
    const card = newCard()
    await say(card, JPKI)
    card.tearOff({ at: (header) => header === '00200080', executed: false, seen: 'empty' })
    expect(await say(card, SELECT_PIN, TRIES)).toBe('')
    await expect(say(card, TRIES)).rejects.toBeInstanceOf(CardGoneError)
    card.reset()
    expect(await say(card, JPKI, SELECT_PIN, TRIES)).toBe('63C3')
  })

  it('logs headers and never the bytes of a PIN', async () => {
    const card = newCard()
    await say(card, JPKI, SELECT_PIN, VERIFY)
    expect(card.log).toEqual(['00A4040C', '00A4020C', '00200080'])
    expect(JSON.stringify(card.log)).not.toContain('31323334')
  })
})
