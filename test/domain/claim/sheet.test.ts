import { describe, expect, it } from 'vitest'
import type { ClaimSheet } from '../../../domain/claim/sheet'
import { oneWidth } from '../../../domain/claim/sheet'
import { REMARK_LABELS, type RemarkItem } from '../../../domain/claim/unknown'
import { hasCheckDigit } from '../../../domain/check-digit'
import { declaration } from '../declaration/drafts'
import { CURRENT, FITS, sheetOf, unknown, visit } from './visits'

const value = (sheet: ClaimSheet, label: string) =>
  sheet.rows.find((row) => row.label === label)?.value
const blocked = (sheet: ClaimSheet) => sheet.gaps.map(({ text }) => text)
const remark = (sheet: ClaimSheet, item: RemarkItem) =>
  sheet.remarks.find((one) => one.item === item)?.value

describe('the claim sheet of known numbers (R60)', () => {
  it('has the numbers, the person and no 摘要', () => {
    const sheet = sheetOf(CURRENT)
    expect(sheet.rows.map(({ label, value: text }) => `${label}=${text}`)).toEqual([
      '保険者番号=06139018',
      '記号=123',
      '番号=4567',
      '枝番=01',
      '本人・家族=家族',
      '氏名=訓練 花子',
      'カナ氏名=クンレン ハナコ',
      '生年月日=1980-04-01',
      '性別=女',
    ])
    expect(sheet).toMatchObject({ kind: 'current', remarks: [], gaps: [], notes: [] })
  })

  it('leaves 枝番 empty where there is none, never 00 (R70)', () => {
    const numbers = { insurerNumber: '39139019', symbol: null, number: '12345674', branch: null }
    const sheet = sheetOf({ kind: 'current', numbers, insuredAs: null })
    expect(value(sheet, '枝番')).toBe('')
    expect(value(sheet, '記号')).toBe('')
    expect(blocked(sheet)).toEqual([])
  })

  it('says of former numbers that they are moved, and never fills sevens', () => {
    const sheet = sheetOf({ ...CURRENT, kind: 'former' })
    expect(sheet.notes[0]).toContain('振り替え')
    expect(value(sheet, '保険者番号')).toBe('06139018')
    expect(sheet.remarks).toEqual([])
  })

  it('has the two numbers of 公費 alone', () => {
    const sheet = sheetOf({
      kind: 'publicExpense',
      expenses: [{ payerNumber: '12139010', recipientNumber: '1234566' }],
    })
    expect(value(sheet, '公費負担者番号')).toBe('12139010')
    expect(value(sheet, '受給者番号')).toBe('1234566')
    expect(value(sheet, '保険者番号')).toBeUndefined()
  })

  it('writes kana in full width, in which the authority does not send them', () => {
    const person = { ...visit(CURRENT).person, nameKana: 'ｸﾝﾚﾝ ﾊﾅｺ' }
    expect(value(sheetOf(CURRENT, { person }), 'カナ氏名')).toBe('クンレン ハナコ')
  })

  it('writes a 記号 or 番号 in one width', () => {
    expect(oneWidth('１２－３４')).toBe('12-34')
    expect(oneWidth('訓12-3')).toBe('訓１２－３')
    expect(oneWidth('')).toBe('')
  })
})

describe('the characters on a claim sheet (R45)', () => {
  const person = { ...visit(CURRENT).person }

  it('are as shown, ● included', () => {
    const sheet = sheetOf(CURRENT, { person: { ...person, name: '●練 花子' } })
    expect(value(sheet, '氏名')).toBe('●練 花子')
    expect(sheet.notes).toEqual([])
  })

  it('are named where a claim cannot carry them, wherever they stand', () => {
    const named = sheetOf(CURRENT, { person: { ...person, name: '髙﨑 髙子' } })
    expect(named.notes).toEqual([expect.stringContaining('氏名の「髙﨑」')])
    expect(blocked(named)).toEqual([])
    const lives = sheetOf(unknown({ declaration: declaration({ address: '訓練市𠮷町' }) }))
    expect(lives.notes).toContainEqual(expect.stringContaining('住所の「𠮷」'))
  })
})

describe('the claim sheet of 不詳 (R61, R62)', () => {
  it('is filled with 7 in every digit that is needed', () => {
    const sheet = sheetOf(unknown())
    expect(value(sheet, '保険者番号')).toBe('77777777')
    expect(value(sheet, '番号')).toMatch(/^7{9}$/)
    expect(value(sheet, '記号')).toBe('')
    expect(value(sheet, '枝番')).toBe('')
    expect(blocked(sheet)).toEqual([])
  })

  it('is filled so that the check digit fits, where the software checks it', () => {
    const number = value(sheetOf(unknown({ checksDigit: true })), '保険者番号') ?? ''
    expect(number).toBe('77777779')
    expect(hasCheckDigit(number)).toBe(true)
  })

  it('says that the number of sevens is not confirmed by any public document', () => {
    expect(sheetOf(unknown()).notes).toEqual([expect.stringContaining('確かめられていません')])
  })

  it('carries all eight items, in the order of the ministry', () => {
    const { remarks } = sheetOf(unknown())
    expect(remarks.map(({ label, value: text }) => `${label}=${text ?? ''}`)).toEqual([
      '不詳=不詳',
      'カナ氏名=クンレン ハナコ',
      '保険種別=社保',
      '保険者等名称=訓練健康保険組合',
      '事業所名=訓練商事',
      '住所=訓練県訓練市１－１',
      '連絡先=090-1234-5678',
      '患者への連絡を行った日=2026年5月21日(木)',
    ])
  })

  it('says 本人 or 家族 as it was asked', () => {
    expect(value(sheetOf(unknown()), '本人・家族')).toBe('本人')
    const family = unknown({ declaration: declaration({ insuredAs: 'family' }) })
    expect(value(sheetOf(family), '本人・家族')).toBe('家族')
  })

  it('carries an item even where there is nothing to say', () => {
    const national = { insuranceKind: 'national', nationalUnion: false, workplace: '' } as const
    expect(remark(sheetOf(unknown({ declaration: declaration(national) })), 'workplace')).toBe(
      'なし',
    )
    const unsure = { insuranceKind: 'unknown', insurerName: '' } as const
    const sheet = sheetOf(unknown({ declaration: declaration(unsure) }))
    expect(remark(sheet, 'insurerName')).toBe('わからない')
    expect(blocked(sheet)).toEqual([])
  })

  it('has both addresses where the patient stays elsewhere', () => {
    const away = declaration({ residence: '訓練市２－２' })
    expect(remark(sheetOf(unknown({ declaration: away })), 'address')).toBe(
      '訓練県訓練市１－１(居所 訓練市２－２)',
    )
  })

  it('is blocked by name for each of the eight that is missing', () => {
    const nothing = sheetOf(unknown({ declaration: null, contactedOn: null }))
    const names = Object.values(REMARK_LABELS).slice(1)
    expect(names).toHaveLength(7)
    for (const name of names) {
      expect(blocked(nothing)).toContain(`摘要欄の「${name}」がありません。`)
    }
    expect(blocked(nothing)).toContainEqual(expect.stringContaining('本人か家族か'))
    const uncalled = sheetOf(unknown({ contactedOn: null }))
    expect(blocked(uncalled)).toEqual(['摘要欄の「患者への連絡を行った日」がありません。'])
  })

  it('takes a day of contact from the visit to today, no other', () => {
    const contacted = (contactedOn: string) => blocked(sheetOf(unknown({ contactedOn })))
    expect(contacted('2026-05-19')).toEqual([expect.stringContaining('受診日より前')])
    expect(contacted('2026-05-20')).toEqual([])
    expect(contacted('2026-05-25')).toEqual([])
    expect(contacted('2026-05-26')).toEqual([expect.stringContaining('今日より後')])
  })

  it('is blocked by every condition of R61 that fails, by name', () => {
    const sheet = sheetOf(unknown({ situation: { ...FITS, firstVisit: false, careDays: 2 } }))
    expect(blocked(sheet)).toEqual(['初診ではありません。', 'その月の実日数が1日ではありません。'])
    const invalid = sheetOf(unknown({ situation: { ...FITS, answeredInvalid: true } }))
    expect(blocked(invalid)).toEqual(['結果が無効のときは、以前の番号で請求します。'])
  })
})
