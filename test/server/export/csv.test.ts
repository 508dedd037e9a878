/** CSV for the facility's software: a stable layout, whole or not at all. */
import { describe, expect, it } from 'vitest'
import { CSV_COLUMNS, CSV_LAYOUT_VERSION } from '../../../server/export/csv/columns'
import { writeCsv, type CsvEncoding } from '../../../server/export/csv/write-csv'
import { answerOf, type ExportRecord } from '../../../server/export/record'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { expectRecorded } from './recorded'
import { ANSWERED_AT, sampleRecord } from './sample-records'

const EXAMPLE = [
  'valid-30',
  'valid-10',
  'limit-b05',
  'disease-dialysis',
  'multiple',
  'welfare-combined',
  'name-dot',
  'none',
]

function rowsIn(records: readonly ExportRecord[], encoding: CsvEncoding = 'utf-8'): string[][] {
  const file = writeCsv(records, encoding)
  if (!file.ok) throw new Error('not written')
  const label = encoding === 'utf-8' ? 'utf-8' : 'shift_jis'
  return readCsv(new TextDecoder(label).decode(file.bytes))
}

function cellsOf(record: ExportRecord, row = 0): Record<string, string> {
  const cells = rowsIn([record])[row + 1] ?? []
  return Object.fromEntries(CSV_COLUMNS.map(({ name }, index) => [name, cells[index] ?? '']))
}

/** RFC 4180, read independently of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (letter === '"') quoted = true
    else if (letter === ',') {
      rows.at(-1)?.push(cell)
      cell = ''
    } else if (letter === '\n') {
      rows.at(-1)?.push(cell.replace(/\r$/, ''))
      cell = ''
      rows.push([])
    } else cell += letter
  }
  return rows.slice(0, -1)
}

function withAnswer(record: ExportRecord, change: (text: string) => string): ExportRecord {
  return JSON.parse(change(JSON.stringify(record))) as ExportRecord
}

describe('the layout', () => {
  it('is what it was: a column is never moved or renamed', () => {
    expect(CSV_LAYOUT_VERSION).toBe('1')
    expect(CSV_COLUMNS.map(({ name }) => name)).toEqual([
      'レイアウト版',
      '確認ID',
      '行番号',
      '行数',
      '医療機関コード',
      '患者番号',
      '確認日時',
      '資格確認日',
      '回答日時',
      '確認区分',
      '場面',
      '確認方法',
      '処理結果区分',
      'エラーコード',
      'エラーメッセージ',
      'メッセージ',
      '資格有効性',
      '行種別',
      '保険者番号',
      '保険者番号8桁',
      '保険者名称',
      '記号',
      '番号',
      '枝番',
      '被保険者証区分',
      '本人家族',
      '氏名',
      'カナ氏名',
      '性別',
      '生年月日',
      '住所',
      '資格取得日',
      '資格喪失日',
      '資格喪失事由',
      '負担割合',
      '高齢受給者負担割合',
      '高齢受給者開始日',
      '高齢受給者終了日',
      '未就学',
      '限度額証区分',
      '適用区分',
      '限度額証開始日',
      '限度額証終了日',
      '特定疾病区分1',
      '特定疾病自己負担限度額1',
      '特定疾病開始日1',
      '特定疾病終了日1',
      '特定疾病区分2',
      '特定疾病自己負担限度額2',
      '特定疾病開始日2',
      '特定疾病終了日2',
      '特定疾病区分3',
      '特定疾病自己負担限度額3',
      '特定疾病開始日3',
      '特定疾病終了日3',
      '公費負担者番号',
      '公費負担者名称',
      '受給者番号',
      '単独併用',
      '公費本人支払額',
      '公費開始日',
      '公費終了日',
      '閲覧同意 診療情報',
      '閲覧同意 薬剤情報',
      '閲覧同意 特定健診等情報',
      '閲覧同意 手術情報',
      '閲覧同意期限',
      '証明書状態',
      '証明書有効期限',
      '保証',
    ])
  })

  it('begins with its header, ends every line with CR LF, and has as many cells in each', () => {
    const file = writeCsv(
      EXAMPLE.map((id) => sampleRecord(id)),
      'utf-8',
    )
    const text = file.ok ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes) : ''
    expect(text.startsWith('\ufeffレイアウト版,確認ID,')).toBe(true)
    expect(text.endsWith('\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const row of readCsv(text)) expect(row).toHaveLength(CSV_COLUMNS.length)
  })

  it('is in the recorded examples, in both encodings', () => {
    for (const encoding of ['utf-8', 'cp932'] as const) {
      const file = writeCsv(
        EXAMPLE.map((id) => sampleRecord(id)),
        encoding,
      )
      expectRecorded(`answers.${encoding}.csv`, file.ok ? file.bytes : '')
    }
  })

  it('stands in the documentation, column by column', async () => {
    const { readFile } = await import('node:fs/promises')
    const page = await readFile(new URL('../../../docs/export.md', import.meta.url), 'utf8')
    const squeezed = page.replaceAll(/ +/g, ' ')
    for (const [index, { name, note }] of CSV_COLUMNS.entries()) {
      expect(squeezed).toContain(`| ${index + 1} | ${name} | ${note}`.trimEnd())
    }
  })
})

describe('a row', () => {
  it('says what the answer says, in the authority’s own codes', () => {
    expect(cellsOf(sampleRecord('valid-30'))).toMatchObject({
      患者番号: 'patient-valid-30',
      医療機関コード: '1319999999',
      確認日時: '2026-11-21T10:00:00+09:00',
      資格確認日: '2026-11-21',
      処理結果区分: '1',
      資格有効性: '1',
      行種別: '1',
      保険者番号: '01139013',
      記号: '13990001',
      番号: '101',
      枝番: '00',
      本人家族: '1',
      氏名: '見本　一郎',
      性別: '1',
      '閲覧同意 薬剤情報': '1',
    })
  })

  it('keeps a 国保 number of six digits, and gives the padded form beside it', () => {
    const cells = cellsOf(sampleRecord('valid-20'))
    expect(cells['保険者番号']).toBe('139071')
    expect(cells['保険者番号8桁']).toBe('  139071')
    expect(cells['高齢受給者負担割合']).toBe('20')
  })

  it('stands for one insurance: an answer with several has several rows, none picked (R44)', () => {
    const rows = rowsIn([sampleRecord('several-insurers')]).slice(1)
    const place = (name: string) => CSV_COLUMNS.findIndex((column) => column.name === name)
    expect(rows.map((row) => row[place('行種別')])).toEqual(['1', '1', '1', '2'])
    expect(rows.map((row) => row[place('行番号')])).toEqual(['1', '2', '3', '4'])
    expect(new Set(rows.map((row) => row[place('行数')]))).toEqual(new Set(['4']))
    expect(rows[3]?.[place('受給者番号')]).toBe('3000031')
  })

  it('is there for an answer without any insurance, and says so', () => {
    const cells = cellsOf(sampleRecord('none'))
    expect(cells).toMatchObject({ 資格有効性: '4', 行種別: '0', 保険者番号: '' })
    expect(cells['メッセージ']).toBe('該当する資格情報がありません。')
  })

  it('carries an error of the authority as it is, and a check still under way', () => {
    const failed = sampleRecord('valid-30', {
      result: {
        kind: 'failed',
        at: new Date(ANSWERED_AT).toISOString(),
        code: 'SBX-0001',
        message: '通信エラー',
      },
    })
    expect(cellsOf(failed)).toMatchObject({
      処理結果区分: '9',
      エラーコード: 'SBX-0001',
      エラーメッセージ: '通信エラー',
      資格有効性: '',
      回答日時: '2026-11-21T10:00:04+09:00',
    })
    expect(cellsOf(sampleRecord('valid-30', { result: { kind: 'pending' } }))).toMatchObject({
      処理結果区分: '2',
      行種別: '0',
    })
  })

  it('tells a consent that was refused from one that was never asked', () => {
    const refused = sampleRecord('valid-30', {
      statement: {
        consent: {
          items: { diagnosis: true, medication: false, checkup: false, surgery: false },
          prescription: null,
          decidedBy: { kind: 'patient' },
          decidedAt: '2026-11-21T00:59:30Z',
        },
      },
    })
    expect(cellsOf(refused)).toMatchObject({ '閲覧同意 診療情報': '1', '閲覧同意 手術情報': '0' })
    const never = sampleRecord('valid-30', {
      statement: { consent: null, channel: 'eligibilityOnly', setting: 'treatmentRoom' },
    })
    expect(cellsOf(never)).toMatchObject({ '閲覧同意 診療情報': '', '閲覧同意 手術情報': '' })
  })

  it('leaves an address empty that the authority left empty (R46)', () => {
    expect(cellsOf(sampleRecord('address-empty'))['住所']).toBe('')
  })

  it('never lets a spreadsheet calculate a value', () => {
    for (const start of ['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
      const record = withAnswer(sampleRecord('valid-30'), (text) =>
        text.replaceAll('見本　一郎', `${start}HYPERLINK(1)`),
      )
      expect(cellsOf(record)['氏名']).toBe(`'${start}HYPERLINK(1)`)
    }
  })

  it('survives quotes, commas and line ends in what the authority wrote', () => {
    const odd = '見本,"一"\r\n郎'
    const record = withAnswer(sampleRecord('valid-30'), (text) =>
      text.replaceAll('見本　一郎', JSON.stringify(odd).slice(1, -1)),
    )
    expect(cellsOf(record)['氏名']).toBe(odd)
  })
})

describe('CP932', () => {
  it('holds every person of the sandbox whose characters it has, and reads back the same', () => {
    for (const person of SANDBOX_PEOPLE) {
      const record = sampleRecord(person.id)
      const file = writeCsv([record], 'cp932')
      const hasIt = !JSON.stringify(answerOf(record)).includes('𠮷')
      expect(file.ok, person.id).toBe(hasIt)
      if (file.ok) expect(rowsIn([record], 'cp932')).toEqual(rowsIn([record], 'utf-8'))
    }
  })

  it('names each character it lacks, with its column and check, and writes nothing', () => {
    const file = writeCsv([sampleRecord('valid-30'), sampleRecord('name-tsuchiyoshi')], 'cp932')
    expect(file).toEqual({
      ok: false,
      gaps: [
        {
          checkId: sampleRecord('name-tsuchiyoshi').check.id,
          column: '氏名',
          characters: ['𠮷'],
        },
      ],
    })
  })
})
