import { describe, expect, it } from 'vitest'
import { checkDigitOf } from '../../../domain/check-digit'
import type {
  EntryContext,
  InsuredNumbers,
  TypedDocument,
} from '../../../domain/documents/document'
import { readDocument } from '../../../domain/documents/read-document'
import { context, ELDERLY, UNION } from './entries'

function doubts(typed: TypedDocument, changes: Partial<EntryContext> = {}) {
  const { document, findings } = readDocument('certificate', typed, context(changes))
  expect(document).not.toBeNull()
  expect(findings.every(({ weight }) => weight === 'doubt')).toBe(true)
  return findings.map(({ field, code }) => `${field} ${code}`)
}

const withCheckDigit = (body: string) => `${body}${checkDigitOf(body)}`

const KYOKAI = { ...UNION, insurerNumber: '01130012', symbol: '12345678', number: '901' }
const NATIONAL = { ...UNION, insurerNumber: '138057', symbol: '訓練', number: '567890' }

describe('the numbers of a document (R70)', () => {
  it('are doubted for a prefecture or a scheme that there is not', () => {
    expect(doubts({ ...UNION, insurerNumber: withCheckDigit('0647901') })).toEqual([])
    expect(doubts({ ...UNION, insurerNumber: withCheckDigit('0648901') })).toEqual([
      'insurerNumber TZ-N21',
    ])
    expect(doubts({ ...UNION, insurerNumber: withCheckDigit('0513901') })).toEqual([
      'insurerNumber TZ-N22',
    ])
  })

  it('of 協会けんぽ have a 記号 of seven or eight digits', () => {
    expect(doubts(KYOKAI)).toEqual([])
    expect(doubts({ ...KYOKAI, symbol: '1234567' })).toEqual([])
    expect(doubts({ ...KYOKAI, symbol: '123456' })).toEqual(['symbol TZ-N24'])
    expect(doubts({ ...KYOKAI, symbol: '123456789' })).toEqual(['symbol TZ-N24'])
    expect(doubts({ ...KYOKAI, symbol: '' })).toEqual(['symbol TZ-N24'])
  })

  it('of a 健康保険組合 have digits for a 記号, with a letter before them at one', () => {
    expect(doubts({ ...UNION, symbol: 'A12' })).toEqual([])
    expect(doubts({ ...UNION, symbol: '訓12' })).toEqual(['symbol TZ-N24'])
  })

  it('are doubted as swapped where they would fit the other way round', () => {
    expect(doubts({ ...KYOKAI, symbol: '901', number: '12345678' })).toEqual(['symbol TZ-N23'])
    expect(doubts({ ...NATIONAL, symbol: '567890', number: '訓練' })).toEqual(['symbol TZ-N23'])
  })

  it('are not doubted where nothing tells the two apart', () => {
    expect(doubts({ ...UNION, symbol: '4567', number: '123' })).toEqual([])
    expect(doubts(NATIONAL)).toEqual([])
    expect(doubts({ ...NATIONAL, symbol: '' })).toEqual([])
    expect(doubts({ ...NATIONAL, symbol: '567890', number: '12-34' })).toEqual([])
  })

  it('of 後期 are doubted for their check digit, all places and all digits', () => {
    expect(doubts(ELDERLY)).toEqual([])
    for (let place = 0; place < 8; place++) {
      for (let shift = 1; shift < 10; shift++) {
        const digits = Array.from('12345674')
        const wrong = digits.with(place, String((Number(digits[place]) + shift) % 10)).join('')
        expect(doubts({ ...ELDERLY, number: wrong })).toEqual(['number TZ-N25'])
      }
    }
  })
})

describe('numbers known from before (R60, R70)', () => {
  const before: InsuredNumbers = {
    insurerNumber: '06139018',
    symbol: '１２３',
    number: '４５６７',
    branch: '01',
  }

  it('are the same in any width and with any dash', () => {
    expect(doubts(UNION, { previous: [before] })).toEqual([])
    const dashed = { ...before, symbol: '1-2-3' }
    expect(doubts(UNION, { previous: [dashed] })).toEqual([])
  })

  it('make another number of the same insurer doubtful, and of another insurer not', () => {
    expect(doubts({ ...UNION, number: '4568' }, { previous: [before] })).toEqual(['number TZ-N26'])
    expect(doubts({ ...UNION, symbol: '124' }, { previous: [before] })).toEqual(['number TZ-N26'])
    expect(doubts({ ...UNION, branch: '02' }, { previous: [before] })).toEqual(['number TZ-N26'])
    const moved = { ...UNION, insurerNumber: '06132013', number: '9' }
    expect(doubts(moved, { previous: [before] })).toEqual([])
  })

  it('say nothing of a 枝番 that one of them has not', () => {
    expect(doubts({ ...UNION, branch: '' }, { previous: [before] })).toEqual([])
    expect(doubts(UNION, { previous: [{ ...before, branch: null }] })).toEqual([])
  })

  it('tell the two apart where their form does not', () => {
    const swapped = { ...UNION, symbol: '4567', number: '123' }
    expect(doubts(swapped, { previous: [before] })).toEqual(['symbol TZ-N23'])
  })

  it('are any of several', () => {
    const older = { ...before, number: '1' }
    expect(doubts(UNION, { previous: [older, before] })).toEqual([])
    expect(doubts(UNION, { previous: [older] })).toEqual(['number TZ-N26'])
  })
})

describe('the patient on the list (R44, R45)', () => {
  const patient = { birthdate: '1980-04-01', name: '訓練 花子', nameKana: 'クンレン ハナコ' }

  it('has the same birthdate', () => {
    expect(doubts(UNION, { patient })).toEqual([])
    expect(doubts({ ...UNION, birthdate: '昭和55年4月2日' }, { patient })).toEqual([
      'birthdate TZ-N28',
    ])
  })

  it('has the same kana, by which a name in other characters is still the same', () => {
    expect(doubts({ ...UNION, name: '●練 花子', nameKana: 'ｸﾝﾚﾝ ﾊﾅｺ' }, { patient })).toEqual([])
    expect(doubts({ ...UNION, name: '訓錬 華子' }, { patient })).toEqual([])
    expect(doubts({ ...UNION, nameKana: 'クンレン ハルコ' }, { patient })).toEqual([
      'nameKana TZ-N28',
    ])
  })

  it('is told by the written name where there is no kana, ● being any one character', () => {
    const written = { ...UNION, nameKana: '' }
    expect(doubts({ ...written, name: '●練 花子' }, { patient })).toEqual([])
    expect(doubts({ ...written, name: '●●練 花子' }, { patient })).toEqual(['name TZ-N28'])
    expect(doubts({ ...written, name: '' }, { patient })).toEqual([])
  })
})

describe('age, insurance and share (R47, R72)', () => {
  const born = (birthdate: string) => ({ ...UNION, birthdate, share: '' })

  it('go together until the day before the 75th birthday', () => {
    expect(doubts(born('昭和26年5月21日'))).toEqual([])
    expect(doubts(born('昭和26年5月20日'))).toEqual(['birthdate TZ-N29'])
  })

  it('of 後期 go together from 65', () => {
    expect(doubts({ ...ELDERLY, birthdate: '昭和36年5月20日' })).toEqual([])
    expect(doubts({ ...ELDERLY, birthdate: '昭和36年5月21日' })).toEqual(['birthdate TZ-N29'])
  })

  it('make a share doubtful that the age does not have', () => {
    expect(doubts({ ...UNION, share: '2割' })).toEqual(['share TZ-N37'])
    expect(doubts({ ...UNION, share: '3割' })).toEqual([])
    expect(doubts({ ...UNION, birthdate: '令和4年4月2日', share: '2割' })).toEqual([])
    expect(doubts({ ...UNION, birthdate: '昭和31年4月1日', share: '2割' })).toEqual([])
    expect(doubts({ ...UNION, share: '法定負担割合のとおり' })).toEqual([])
  })
})
