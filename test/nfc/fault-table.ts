/**
 * What can go wrong between the card and the store, what staff are told, and how the check goes on.
 * The test plays each row through the driver and the emulated reader; docs/card-faults.md is made from it.
 */
import type { ErrorCode } from '../../domain/errors'
import type { Interception, FaultStage } from '../support/fault-stage'
import { HALF_FRAME, WRONG_CHECKSUM } from '../support/reader-faults'

const APDU = 0x6f
const POWER_ON = 0x62

/** The driver's own patience, ms. */
const PATIENCE = { chunk: 2_000, power: 5_000, apdu: 15_000 } as const

/**
 * `itself`: nothing to tap, at most to lay the card down. `layAgain`: lay it down and tap. `reconnect`: staff connect
 * the reader again. `retype`: the PIN is typed again. `otherCard`: only another card, or the ladder, leads on.
 */
export type GoingOn = 'itself' | 'layAgain' | 'reconnect' | 'retype' | 'otherCard'

export interface CardFault {
  /** As staff would tell it. */
  readonly what: string
  /** Before the PIN is typed, or between the PIN and the signature. */
  readonly when: 'beforePin' | 'afterPin'
  /** Lays a card that will fail; a fault of the reader after the PIN is played when the keys are shown. */
  readonly play: (stage: FaultStage) => void
  readonly playedAt?: 'keys'
  /** The driver's timer that has to run out before anything is known, ms. */
  readonly waits?: number
  /** null: nothing is told, because nobody has to do anything. */
  readonly code: ErrorCode | null
  readonly goesOn: GoingOn
}

/** The commands of one check, in their order, with what the card is doing. */
const COMMANDS = [
  '共通カードAPの選択',
  'カードの期限の読み取り',
  '公的個人認証APの選択',
  '電子証明書の選択',
  '電子証明書の読み取り(1回目)',
  '電子証明書の読み取り(2回目)',
  '電子証明書の読み取り(3回目)',
  '電子証明書の読み取り(4回目)',
  '暗証番号の選択',
  '残りの回数の読み取り',
  '暗証番号の照合',
  '鍵の選択',
  '署名',
] as const
const FIRST_AFTER_PIN = COMMANDS.indexOf('暗証番号の照合')
const VERIFY = FIRST_AFTER_PIN

const removed: CardFault[] = COMMANDS.map((name, at) => {
  const isBefore = at < FIRST_AFTER_PIN
  return {
    what: `${name}の途中でカードを離した`,
    when: isBefore ? 'beforePin' : 'afterPin',
    play: (stage) => stage.lay({ tear: { at, executed: true } }),
    code: isBefore ? null : at === VERIFY ? 'TZ-C04' : 'TZ-C05',
    goesOn: isBefore || at === VERIFY ? 'itself' : 'layAgain',
  }
})

const brokenFrames: CardFault[] = [
  {
    what: '読み取り中に、リーダーの返事が半分で途切れた',
    when: 'beforePin',
    play: ({ lay, reader }) => {
      lay()
      reader.failNext(HALF_FRAME, APDU)
    },
    waits: PATIENCE.chunk,
    code: 'TZ-R06',
    goesOn: 'layAgain',
  },
  {
    what: '照合中に、リーダーの返事が半分で途切れた',
    when: 'afterPin',
    playedAt: 'keys',
    play: ({ reader }) => reader.failNext(HALF_FRAME, APDU),
    waits: PATIENCE.chunk,
    code: 'TZ-C04',
    goesOn: 'itself',
  },
  {
    what: '読み取り中に、リーダーの返事のチェックサムが合わない',
    when: 'beforePin',
    play: ({ lay, reader }) => {
      lay()
      reader.failNext(WRONG_CHECKSUM, APDU)
    },
    code: 'TZ-R06',
    goesOn: 'layAgain',
  },
  {
    what: '照合中に、リーダーの返事のチェックサムが合わない',
    when: 'afterPin',
    playedAt: 'keys',
    play: ({ reader }) => reader.failNext(WRONG_CHECKSUM, APDU),
    code: 'TZ-C04',
    goesOn: 'itself',
  },
]

const statuses: CardFault[] = [
  row('照合に63C2(暗証番号が違う)', 'afterPin', atVerify('63C2'), 'TZ-C01', 'retype'),
  row('照合に63C0(いまロックされた)', 'afterPin', atVerify('63C0'), 'TZ-C02', 'otherCard'),
  row('照合に6983(ロック済み)', 'afterPin', atVerify('6983'), 'TZ-C02', 'otherCard'),
  row('照合に6984(ロック済み)', 'afterPin', atVerify('6984'), 'TZ-C02', 'otherCard'),
  row('照合に6982', 'afterPin', atVerify('6982'), 'TZ-C09', 'layAgain'),
  row('照合に61FF: 続きを求めない', 'afterPin', atVerify('61FF'), 'TZ-C09', 'layAgain'),
  row('照合に6C04: 送り直さない', 'afterPin', atVerify('6C04'), 'TZ-C09', 'layAgain'),
  row('署名に6982(照合されていない)', 'afterPin', at('802A', '6982'), 'TZ-C09', 'layAgain'),
  row('署名に6F00(予期しない値)', 'afterPin', at('802A', '6F00'), 'TZ-C09', 'layAgain'),
  row('残りの回数に63C0(ロック済み)', 'beforePin', atTries('63C0'), 'TZ-C02', 'otherCard'),
  row('残りの回数に6983', 'beforePin', atTries('6983'), 'TZ-C02', 'otherCard'),
  row('残りの回数に6984', 'beforePin', atTries('6984'), 'TZ-C02', 'otherCard'),
  row('電子証明書の読み取りに6982', 'beforePin', at('00B0', '6982'), 'TZ-C09', 'layAgain'),
  row(
    '電子証明書の読み取りに6B00(範囲の外)',
    'beforePin',
    at('00B0', '6B00'),
    'TZ-C09',
    'layAgain',
  ),
  row(
    '電子証明書の選択に6A82(証明書がない)',
    'beforePin',
    onSelect('000A', '6A82'),
    'TZ-C12',
    'otherCard',
  ),
  row(
    '暗証番号の選択に6A82(顔認証マイナンバーカード)',
    'beforePin',
    onSelect('0018', '6A82'),
    'TZ-C08',
    'otherCard',
  ),
  {
    what: '61xx: カードが返事を分けて渡す',
    when: 'beforePin',
    play: ({ lay }) => lay({ getResponse: true }),
    code: null,
    goesOn: 'itself',
  },
  {
    what: '6Cxx: カードが長さを指定し直す',
    when: 'beforePin',
    play: ({ lay }) => lay({ exactLength: true }),
    code: null,
    goesOn: 'itself',
  },
]

const others: CardFault[] = [
  {
    what: 'リーダーが眠っていて、接続が切れた(読み取り前)',
    when: 'beforePin',
    play: ({ lay, reader }) => {
      lay()
      reader.failNext({ kind: 'restart', keepLink: false }, APDU)
    },
    code: 'TZ-R04',
    goesOn: 'reconnect',
  },
  {
    what: 'リーダーが眠っていて、返事をしない(読み取り前)',
    when: 'beforePin',
    play: ({ lay, reader }) => {
      lay()
      reader.failNext({ kind: 'silent' }, POWER_ON)
    },
    waits: PATIENCE.power,
    code: 'TZ-R07',
    goesOn: 'reconnect',
  },
  {
    what: 'リーダーが照合中に眠り、返事をしない',
    when: 'afterPin',
    playedAt: 'keys',
    play: ({ reader }) => reader.failNext({ kind: 'silent' }, APDU),
    waits: PATIENCE.apdu,
    code: 'TZ-C04',
    goesOn: 'itself',
  },
  {
    what: 'カードが2枚重なっていて、どちらも返事をしない',
    when: 'beforePin',
    play: ({ lay, reader }) => {
      lay()
      const mute = { kind: 'hardware error', code: 0x02 } as const
      for (let time = 0; time < 5; time += 1) reader.failNext(mute, POWER_ON)
    },
    code: 'TZ-C17',
    goesOn: 'layAgain',
  },
  {
    what: 'マイナンバーカードではないカード(2枚のうち、別のカードが選ばれたときも)',
    when: 'beforePin',
    play: ({ lay }) => lay({ kind: 'other' }),
    code: 'TZ-C06',
    goesOn: 'otherCard',
  },
  {
    what: '住基カード',
    when: 'beforePin',
    play: ({ lay }) => lay({ kind: 'juki' }),
    code: 'TZ-C07',
    goesOn: 'otherCard',
  },
  {
    what: 'スマートフォン(Android)',
    when: 'beforePin',
    play: ({ lay }) => lay({ kind: 'juki' }, withToken('JPKIAPGPSETOKEN')),
    code: 'TZ-C16',
    goesOn: 'otherCard',
  },
  {
    what: 'スマートフォン(iPhone)',
    when: 'beforePin',
    play: ({ lay }) => lay({ kind: 'juki' }, withToken('JPKIAPIOSTOKEN')),
    code: 'TZ-C16',
    goesOn: 'otherCard',
  },
]

export const CARD_FAULTS: readonly CardFault[] = [
  ...removed,
  ...brokenFrames,
  ...statuses,
  ...others,
]

function row(
  what: string,
  when: CardFault['when'],
  intercept: () => Interception,
  code: ErrorCode,
  goesOn: GoingOn,
): CardFault {
  return { what, when, play: ({ lay }) => lay({}, intercept()), code, goesOn }
}

function hexOf(command: Uint8Array): string {
  return Buffer.from(command).toString('hex').toUpperCase()
}

function bytesOf(status: string): Uint8Array {
  return Uint8Array.from(Buffer.from(status, 'hex'))
}

/** A status in place of the answer to every command that begins so. */
function at(header: string, status: string): () => Interception {
  return () => (command) => (hexOf(command).startsWith(header) ? bytesOf(status) : null)
}

/** Once: the next PIN is compared by the card itself. */
function atVerify(status: string): () => Interception {
  return () => {
    let isOver = false
    return (command) => {
      if (isOver || command[1] !== 0x20 || command.length === 4) return null
      isOver = true
      return bytesOf(status)
    }
  }
}

function atTries(status: string): () => Interception {
  return () => (command) => (command[1] === 0x20 && command.length === 4 ? bytesOf(status) : null)
}

function onSelect(file: string, status: string): () => Interception {
  return () => (command) => (hexOf(command) === `00A4020C02${file}` ? bytesOf(status) : null)
}

/** EF 0006 of a smartphone: its own name, then blanks. */
function withToken(name: string): Interception {
  const token = Uint8Array.of(...new TextEncoder().encode(name.padEnd(32)), 0x90, 0x00)
  return (command, selected) => (command[1] === 0xb0 && selected === '0006' ? token : null)
}
