import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createCardFilter, type CardFilter } from '../../bridge/card-filter'
import { parseShortCommand } from '../../bridge/short-command'
import { bytesOf } from '../support/card-transport'

const JPKI = 'D392F000260100000001'
const TEXT = 'D3921000310001010408'
const FACE = 'D3921000310001010402'
const COMMON = 'D3921000310001010100'
const DIGEST_INFO = `3031300d060960864801650304020105000420${'ab'.repeat(32)}`
const OK = bytesOf('9000')

let filter: CardFilter

beforeEach(() => {
  filter = createCardFilter()
})

/** Whether the command may go to the card; the card then says `answer`. */
function send(command: string, answer: Uint8Array | null = OK): boolean {
  const settle = filter.admit(bytesOf(command))
  settle?.(answer)
  return settle !== null
}

const select = (aid: string, answer?: Uint8Array | null) => send(`00A4040C0A${aid}`, answer)
const file = (id: string, answer?: Uint8Array | null) => send(`00A4020C02${id}`, answer)

function open(aid: string, ...files: readonly string[]): void {
  expect(select(aid)).toBe(true)
  for (const id of files) expect(file(id)).toBe(true)
}

describe('what the check needs passes', () => {
  it('card and PIN: certificate, tries, VERIFY, signature', () => {
    open(JPKI, '000A')
    expect(send('00B0000000')).toBe(true)
    expect(send('00B0010000')).toBe(true)
    expect(file('0018')).toBe(true)
    expect(send('00200080')).toBe(true)
    expect(send('002000800431323334')).toBe(true)
    expect(file('0017')).toBe(true)
    expect(send(`802A008033${DIGEST_INFO}00`)).toBe(true)
  })

  it('the same by short file identifiers', () => {
    open(JPKI)
    expect(send('00B08A0000')).toBe(true)
    expect(send('00200098')).toBe(true)
    expect(send('002000980431323334')).toBe(true)
    expect(send(`802A009733${DIGEST_INFO}00`)).toBe(true)
  })

  it('the four items, by their PIN', () => {
    open(TEXT, '0011')
    expect(send('002000800431323334')).toBe(true)
    expect(file('0002')).toBe(true)
    expect(send('00B0000000')).toBe(true)
  })

  it('the face by 照合番号B, with the card’s own signature', () => {
    open(FACE, '0012')
    expect(send('002000800E3535303231373230333532323835')).toBe(true)
    expect(file('0002')).toBe(true)
    expect(send('00B0000000')).toBe(true)
    expect(file('0004')).toBe(true)
    expect(send('00B0000000')).toBe(true)
    expect(send(`802A000033${DIGEST_INFO}00`)).toBe(true)
  })

  it.each([32, 48])('the bare digest of %i bytes that a key on a curve takes', (length) => {
    open(JPKI, '0017')
    const count = length.toString(16)
    expect(send(`802A0080${count}${'ab'.repeat(length)}00`)).toBe(true)
    open(FACE)
    expect(send(`802A0000${count}${'ab'.repeat(length)}00`)).toBe(false)
  })

  it('the expiry of the card', () => {
    open(COMMON)
    expect(send('00B2010C00')).toBe(true)
    expect(send('00B2010C20')).toBe(true)
  })

  it('a repetition with the length the card wants, and the rest of an answer', () => {
    open(JPKI, '000A')
    expect(send('00B0000000', bytesOf('6C10'))).toBe(true)
    expect(send('00B0000010', bytesOf('6110'))).toBe(true)
    expect(send('00C0000010')).toBe(true)
    expect(send('00C0000010')).toBe(false)
  })
})

const NUMBER_FILES = [
  ['個人番号 of 券面事項入力補助, selected', TEXT, '00A4020C020001'],
  ['個人番号 of 券面事項入力補助, by short identifier', TEXT, '00B0810000'],
  ['個人番号 of 券面事項入力補助, by short identifier at an offset', TEXT, '00B081030C'],
  ['個人番号 of 券面事項入力補助, by record', TEXT, '00B2010C00'],
  ['個人番号 of 券面事項入力補助, by the odd instruction', TEXT, '00B1000104540200000000'],
  ['digest that the 個人番号 can be found from, selected', TEXT, '00A4020C020003'],
  ['digest that the 個人番号 can be found from, by short identifier', TEXT, '00B0830000'],
  ['個人番号 of 券面事項確認, selected', FACE, '00A4020C020005'],
  ['個人番号 of 券面事項確認, by short identifier', FACE, '00B0850000'],
  ['birth date file of 券面事項確認, which nobody needs', FACE, '00A4020C020001'],
  ['個人番号, selected as if from the top', TEXT, '00A4000C020001'],
  ['個人番号, selected by path', TEXT, '00A4080C020001'],
  ['個人番号, selected with an answer wanted', TEXT, '00A4020002000100'],
  ['個人番号, selected and read in one extended command', TEXT, '00A4020C0000020001'],
  ['個人番号, on another logical channel', TEXT, '01B0810000'],
  ['個人番号, in secure messaging', TEXT, '0CB0810000'],
  ['個人番号, in a command chain', TEXT, '10B0810000'],
  ['個人番号, with an extended length', TEXT, '00B08100000000'],
] as const

const NUMBER_A = '313233343536373839303132'
const NUMBER_A_FORMS = [
  ['selected in 券面事項入力補助', TEXT, '00A4020C020014'],
  ['selected in 券面事項確認', FACE, '00A4020C020013'],
  ['by short identifier in 券面事項入力補助', TEXT, `002000940C${NUMBER_A}`],
  ['by short identifier in 券面事項確認', FACE, `002000930C${NUMBER_A}`],
  ['its tries in 券面事項入力補助', TEXT, '00200094'],
  ['its tries in 券面事項確認', FACE, '00200093'],
  ['as a global reference', TEXT, `002000140C${NUMBER_A}`],
  ['with P1 set', TEXT, `002001940C${NUMBER_A}`],
  ['by the odd instruction', TEXT, `002100940E8000${NUMBER_A}`],
  ['with an answer wanted', TEXT, `002000940C${NUMBER_A}00`],
  ['with reserved bits of the reference set', TEXT, `002000B40C${NUMBER_A}`],
  ['on another logical channel', TEXT, `012000940C${NUMBER_A}`],
  ['in secure messaging', TEXT, `0C2000940C${NUMBER_A}`],
  ['in a command chain', TEXT, `102000940C${NUMBER_A}`],
  ['changed', TEXT, `002401940C${NUMBER_A}`],
  ['as a new one after reset', TEXT, `002C00940C${NUMBER_A}`],
] as const

describe('R13: refused by the bridge itself, whoever asks', () => {
  it.each(NUMBER_FILES)('%s', (_name, aid, command) => {
    open(aid)
    expect(send(command)).toBe(false)
  })

  it.each(NUMBER_A_FORMS)('照合番号A %s', (_name, aid, command) => {
    open(aid)
    expect(send(command)).toBe(false)
  })

  it('照合番号A to a file that takes another number', () => {
    open(TEXT, '0011')
    expect(send(`002000800C${NUMBER_A}`)).toBe(false)
    open(FACE, '0012')
    expect(send(`002000800C${NUMBER_A}`)).toBe(false)
  })

  it('a read of the current file, after a SELECT that was refused', () => {
    open(TEXT)
    expect(file('0001')).toBe(false)
    expect(send('00B0000000')).toBe(false)
  })
})

describe('what is not on the list is refused', () => {
  it.each([
    ['an unknown application', '00A4040C0AD3921000310001010401'],
    ['part of an application’s name', '00A4040C09D39210003100010104'],
    ['the next application of that name', `00A404020A${TEXT}`],
    ['an application with an answer wanted', `00A404000A${TEXT}00`],
    ['a read with nothing selected', '00B0000000'],
    ['a file with no application selected', '00A4020C020002'],
    ['a VERIFY with nothing selected', '002000800431323334'],
    ['a command of the reader', 'FFCA000000'],
    ['GET RESPONSE with nothing to fetch', '00C0000010'],
    ['an update of a file', '00D600000100'],
    ['GET CHALLENGE', '0084000008'],
    ['a header only', '00A4'],
    ['nothing', ''],
  ])('%s', (_name, command) => {
    expect(send(command)).toBe(false)
  })

  it.each([
    ['the 署名用 certificate', '00A4020C020001'],
    ['the 署名用 key', '00A4020C02001A'],
    ['the 署名用 password', '00A4020C02001B'],
    ['the 署名用 password by short identifier', '0020009B0654455354313233'],
    ['a change of the PIN', '002401800431323334'],
    ['a PIN with a letter', '002000800431323341'],
    ['a PIN of five digits', '00200080053132333435'],
    ['a signature with the PIN file', `802A008033${DIGEST_INFO}00`],
    ['a signature of its own accord', `802A000033${DIGEST_INFO}00`],
  ])('in 公的個人認証: %s', (_name, command) => {
    open(JPKI, '0018')
    expect(send(command)).toBe(false)
  })

  it.each([
    ['bytes that are no digest', `802A00803300${'11'.repeat(50)}00`],
    ['a digest of a length that no curve of a card has', `802A008014${'ab'.repeat(20)}00`],
    ['the bytes that TLS 1.1 signs', `802A008024${'ab'.repeat(36)}00`],
    ['a digest that is too short', `802A008032${DIGEST_INFO.slice(0, -2)}00`],
    ['another padding', `802A028033${DIGEST_INFO}00`],
  ])('a signature over %s', (_name, command) => {
    open(JPKI, '0017')
    expect(send(command)).toBe(false)
  })
})

describe('what is selected follows the card', () => {
  it('is nothing after a SELECT of an application that failed', () => {
    open(JPKI, '000A')
    expect(select(TEXT, bytesOf('6A82'))).toBe(true)
    expect(send('00B0000000')).toBe(false)
    expect(file('0002')).toBe(false)
  })

  it('is no file after a SELECT of a file that failed', () => {
    open(JPKI, '000A')
    expect(file('0006', bytesOf('6A82'))).toBe(true)
    expect(send('00B0000000')).toBe(false)
    expect(file('000A')).toBe(true)
    expect(send('00B0000000')).toBe(true)
  })

  it('is nothing when an answer did not come, or while it is awaited', () => {
    for (const answer of [null, new Uint8Array(), Uint8Array.of(0x90)]) {
      open(JPKI, '000A')
      expect(send('00B0000000', answer)).toBe(true)
      expect(send('00B0000000')).toBe(false)
    }
    open(JPKI, '000A')
    filter.admit(bytesOf('00B0000000'))
    expect(send('00B0000000')).toBe(false)
  })

  it('is nothing after the card was powered', () => {
    open(JPKI, '000A')
    filter.reset()
    expect(send('00B0000000')).toBe(false)
  })

  it('is the file a short identifier named', () => {
    open(TEXT)
    expect(send('00B0820000')).toBe(true)
    expect(send('00B0000000')).toBe(true)
  })
})

describe('whatever bytes come', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  const header = fc.tuple(fc.constantFrom(0, 0x80, 1, 0x0c), byte, byte, byte)
  const command = fc
    .tuple(header, fc.uint8Array({ maxLength: 20 }))
    .map(([head, rest]) => Uint8Array.of(...head, ...rest))
  const anything = fc.oneof(command, fc.uint8Array({ maxLength: 300 }))

  it('nothing but listed instructions passes, and never a forbidden file', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(JPKI, TEXT, FACE, COMMON),
        fc.array(anything),
        (aid, commands) => {
          const fresh = createCardFilter()
          fresh.admit(bytesOf(`00A4040C0A${aid}`))?.(OK)
          for (const bytes of commands) {
            const settle = fresh.admit(bytes)
            if (!settle) continue
            const parsed = parseShortCommand(bytes)
            expect([0xa4, 0xb0, 0xb2, 0x20, 0x2a, 0xc0]).toContain(parsed?.ins)
            if (parsed?.ins === 0xb0 && aid === TEXT) expect(parsed.p1).not.toBe(0x81)
            if (parsed?.ins === 0xb0 && aid === FACE) expect(parsed.p1).not.toBe(0x85)
            settle(OK)
          }
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('a short command is one in exactly one way', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 270 }), (bytes) => {
        const parsed = parseShortCommand(bytes)
        if (!parsed) return
        const { data, expected } = parsed
        const body = data.length > 0 ? 1 + data.length : 0
        expect(bytes.length).toBe(4 + body + (expected === null ? 0 : 1))
      }),
    )
  })
})
