import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLAIM_COLUMNS, claimCsv, claimText, csvCell } from '../../../domain/claim/export'
import { encodeCp932 } from '../../../domain/repertoire'
import { CURRENT, REPERTOIRE, sheetOf, unknown } from './visits'

/** RFC 4180 read back, by another hand than the one that writes it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (quoted) {
      if (letter === '"' && text[at + 1] === '"') {
        cell += '"'
        at++
      } else if (letter === '"') quoted = false
      else cell += letter
    } else if (letter === '"') quoted = true
    else if (letter === ',') {
      row.push(cell)
      cell = ''
    } else if (letter === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
      at++
    } else cell += letter
  }
  return rows
}

describe('claim sheets on the clipboard (R60, R62)', () => {
  it('are one item a line, without what is empty', () => {
    const numbers = { insurerNumber: '39139019', symbol: null, number: '12345674', branch: null }
    expect(claimText(sheetOf({ kind: 'current', numbers, insuredAs: null }))).toBe(
      [
        '保険者番号: 39139019',
        '番号: 12345674',
        '氏名: 訓練 花子',
        'カナ氏名: クンレン ハナコ',
        '生年月日: 1980-04-01',
        '性別: 女',
      ].join('\n'),
    )
  })

  it('end with the 摘要欄, 不詳 at its head', () => {
    const lines = claimText(sheetOf(unknown())).split('\n')
    const head = lines.indexOf('摘要欄:')
    expect(lines.slice(head + 1)).toHaveLength(8)
    expect(lines[head + 1]).toBe('不詳')
    expect(lines.at(-1)).toBe('患者への連絡を行った日 2026年5月21日(木)')
  })
})

describe('claim sheets as CSV (R62)', () => {
  it('have a header and a row for each, with the same cells', () => {
    const { text, left } = claimCsv([sheetOf(CURRENT), sheetOf(unknown())])
    const [header, current, seven, ...more] = parseCsv(text)
    expect(left).toEqual([])
    expect(more).toEqual([])
    expect(header).toEqual([...CLAIM_COLUMNS])
    expect(current?.slice(0, 7)).toEqual([
      '2026-05-20',
      '現在の資格',
      '06139018',
      '123',
      '4567',
      '01',
      '家族',
    ])
    expect(current).toHaveLength(CLAIM_COLUMNS.length)
    expect(seven?.[1]).toBe('不詳')
    expect(seven?.at(-1)).toMatch(/^不詳;カナ氏名 クンレン ハナコ;保険種別 社保;/)
  })

  it('leave out what is blocked, and say what and why (R62)', () => {
    const blocked = sheetOf(unknown({ contactedOn: null }))
    const { text, left } = claimCsv([blocked, sheetOf(CURRENT)])
    expect(parseCsv(text)).toHaveLength(2)
    expect(left.map(({ sheet }) => sheet)).toEqual([blocked])
    expect(left[0]?.gaps.map((gap) => gap.text)).toEqual([
      '摘要欄の「患者への連絡を行った日」がありません。',
    ])
  })

  it('carry 公費 beside the insurance, a second one too (併用)', () => {
    const expenses = [
      { payerNumber: '12139010', recipientNumber: '1234566' },
      { payerNumber: '54139016', recipientNumber: '7654321' },
    ]
    const [header = [], row = []] = parseCsv(claimCsv([sheetOf({ ...CURRENT, expenses })]).text)
    const cell = (column: string) => row[header.indexOf(column)]
    expect(cell('保険者番号')).toBe('06139018')
    expect([cell('公費負担者番号'), cell('受給者番号')]).toEqual(['12139010', '1234566'])
    expect([cell('公費負担者番号2'), cell('受給者番号2')]).toEqual(['54139016', '7654321'])
  })

  it('end every line with CR LF', () => {
    expect(claimCsv([]).text).toBe(`${CLAIM_COLUMNS.join(',')}\r\n`)
  })

  it('can be written in CP932, ● and full width included', () => {
    const person = {
      name: '●練 花子',
      nameKana: null,
      birthdate: '1980-04-01',
      sex: 'unset',
    } as const
    const encoded = encodeCp932(claimCsv([sheetOf(CURRENT, { person })]).text, REPERTOIRE)
    expect(encoded.ok).toBe(true)
    const odd = claimCsv([sheetOf(CURRENT, { person: { ...person, name: '𠮷田' } })])
    expect(encodeCp932(odd.text, REPERTOIRE)).toEqual({ ok: false, character: '𠮷' })
  })
})

describe('a cell (RFC 4180)', () => {
  it.each([
    ['06139018', '06139018'],
    ['', ''],
    ['訓練, 花子', '"訓練, 花子"'],
    ['"訓練"', '"""訓練"""'],
    ['訓練\r\n花子', '"訓練\r\n花子"'],
  ])('%j is written %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  it.each(['=1+1', '+81', '-1', '@SUM(A1)', '＝１', '＋１', '－１', '＠A', '\t=1', '\r=1'])(
    '%j is never a formula',
    (value) => {
      expect(csvCell(value).replace(/^"/, '').startsWith("'")).toBe(true)
    },
  )

  it('is read back as what it was, whatever it holds', () => {
    const harmless = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/^[=+\-@＝＋－＠\t\r]/u.test(text))
    fc.assert(
      fc.property(fc.array(harmless, { minLength: 1 }), (cells) => {
        expect(parseCsv(`${cells.map(csvCell).join(',')}\r\n`)).toEqual([cells])
      }),
    )
  })
})
