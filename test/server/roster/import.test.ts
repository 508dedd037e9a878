import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCp932, readRepertoire } from '../../../domain/repertoire'
import { readClock } from '../../../server/roster/import/read-cells'
import { readCsv } from '../../../server/roster/import/read-csv'
import { readTable } from '../../../server/roster/import/read-table'
import { readText } from '../../../server/roster/import/read-text'
import {
  BUILT_IN_WORDS,
  findWord,
  PATIENT_LABELS,
  VISIT_LABELS,
  withAddedWords,
} from '../../../server/roster/import/words'

const cp932 = readRepertoire((bytes) => new TextDecoder('shift_jis').decode(bytes))

function inCp932(text: string): Uint8Array {
  const encoded = encodeCp932(text, cp932)
  if (!encoded.ok) throw new Error('not in CP932')
  return encoded.bytes
}

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('the text of a file', () => {
  const text = '患者番号,氏名\r\n00209,髙﨑 德濵\r\n'

  it('is read in UTF-8, with its mark or without, and in CP932 with the makers’ characters', () => {
    expect(readText(utf8(text))).toEqual({ text, encoding: 'utf-8' })
    expect(readText(utf8(`\ufeff${text}`))).toEqual({ text, encoding: 'utf-8' })
    expect(readText(inCp932(text))).toEqual({ text, encoding: 'shift_jis' })
  })

  it('is none where a byte fits neither, and none in UTF-16', () => {
    expect(readText(Uint8Array.from([...inCp932(text), 0x81]))).toBeNull()
    expect(readText(Uint8Array.from([...utf8(text), 0xff]))).toBeNull()
    expect(readText(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')))).toBeNull()
  })
})

describe('CSV', () => {
  const cells = (text: string) => {
    const read = readCsv(text, 100)
    return read.ok ? read.rows.map((row) => row.cells) : read.line
  }

  it('holds commas, quotation marks and line ends inside quotes', () => {
    expect(cells('a,"b,""c""\r\nd"\r\ne,f')).toEqual([
      ['a', 'b,"c"\r\nd'],
      ['e', 'f'],
    ])
  })

  it.each(['\n', '\r\n', '\r'])('ends its rows with %j, the last one with or without', (end) => {
    const expected = [
      ['a', 'b'],
      ['c', ''],
    ]
    expect(cells(`a,b${end}c,${end}`)).toEqual(expected)
    expect(cells(`a,b${end}c,`)).toEqual(expected)
  })

  it('may stand between tabs, as a spreadsheet copies it', () => {
    expect(cells('a\tb\nc,d\te')).toEqual([
      ['a', 'b'],
      ['c,d', 'e'],
    ])
  })

  it('counts lines as an editor does, those inside quotes too', () => {
    const read = readCsv('a\n\n"b\nc"\n,\nd\n', 100)
    expect(read.ok && read.rows.map(({ line }) => line)).toEqual([1, 3, 6])
  })

  it.each([
    ['a quote that is not closed', 'a,b\n"c,d\ne,f'],
    ['a quote inside a cell', 'a,b\nc"d,e'],
    ['something behind the closing quote', 'a,b\n"c"d,e'],
  ])('refuses %s and tells the line', (_, text) => {
    expect(cells(text)).toBe(2)
  })

  it('gives one row more than is taken, and no more', () => {
    const read = readCsv('a\n'.repeat(50), 9)
    expect(read.ok && read.rows).toHaveLength(10)
  })

  it('gives back whatever was written by RFC 4180', () => {
    const quoted = (cell: string) =>
      /^[^",\r\n\t]*$/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`
    const part = fc.constantFrom('"', ',', '\r', '\n', '\t', ' ', '見', 'a')
    const cell = fc.string({ unit: part, maxLength: 6 })
    const row = fc
      .array(cell, { minLength: 2, maxLength: 5 })
      .filter((each) => each.some((text) => text.trim() !== ''))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const table = [['x', 'y'], ...rows]
        expect(cells(table.map((each) => each.map(quoted).join(',')).join(end))).toEqual(table)
      }),
    )
  })
})

describe('the table of a file', () => {
  const shape = {
    names: BUILT_IN_WORDS.patients,
    labels: PATIENT_LABELS,
    needed: ['patientId', 'name'] as const,
    words: BUILT_IN_WORDS,
  }
  const table = (text: string) => readTable(utf8(text), shape)

  it('is read by the names of its columns, in any order, width and synonym', () => {
    const read = table('ﾌﾘｶﾞﾅ, 患者Ｎｏ．,身長,患者氏名\n ﾐﾎﾝ ,00209,170,見本 一郎 \n')
    expect(read).toEqual({
      ok: true,
      encoding: 'utf-8',
      rows: [{ line: 2, cells: { nameKana: 'ﾐﾎﾝ', patientId: '00209', name: '見本 一郎' } }],
      findings: [],
      ignored: ['身長'],
    })
  })

  it('knows each name under one meaning only', () => {
    for (const names of [BUILT_IN_WORDS.patients, BUILT_IN_WORDS.visits]) {
      const all = Object.entries(names)
      for (const [field, list] of all) {
        for (const name of list) expect([name, findWord(names, name)]).toEqual([name, field])
      }
    }
    expect(PATIENT_LABELS.patientId).toBe('患者番号')
    expect(VISIT_LABELS.day).toBe('訪問日')
  })

  it('names the columns that are missing, and those that are there twice', () => {
    expect(table('患者番号,生年月日\n1,2')).toMatchObject({ code: 'TZ-P03', columns: ['氏名'] })
    expect(table('患者番号,氏名,患者ID\n1,2,3')).toMatchObject({
      code: 'TZ-P04',
      columns: ['患者番号'],
    })
  })

  it('repeats nothing of a file that has no header', () => {
    const refused = table('00209,見本 一郎\n00210,見本 二郎')
    expect(refused).toEqual({
      ok: false,
      code: 'TZ-P03',
      columns: ['患者番号', '氏名'],
      line: null,
    })
  })

  it.each(['患者番号,氏名', '患者番号,氏名\n\n , \n', ''])('is none without a row: %j', (text) => {
    expect(table(text)).toMatchObject({ ok: false, code: 'TZ-P06' })
  })

  it('has a row for each of as many as are taken, and is refused beyond', () => {
    expect(table(`患者番号,氏名\n${'1,2\n'.repeat(20_000)}`).ok).toBe(true)
    expect(table(`患者番号,氏名\n${'1,2\n'.repeat(20_001)}`)).toMatchObject({ code: 'TZ-P06' })
  })

  it('tells a row that is too long or too short, and reads the others', () => {
    const read = table('患者番号,氏名\n1,2,3\n4\n5,6')
    expect(read.ok && read.rows.map(({ line }) => line)).toEqual([4])
    expect(read.ok && read.findings).toEqual([
      { line: 2, column: null, code: 'TZ-P21', weight: 'fault' },
      { line: 3, column: null, code: 'TZ-P21', weight: 'fault' },
    ])
  })

  it.each([
    ['in a column nobody asked for', '患者番号,氏名,備考\n1,2,123456789018'],
    ['in full width and groups', '患者番号,氏名\n1,２\n2,１２３４－５６７８－９０１８'],
    ['in the header', '123456789018,氏名\n1,2'],
    ['in a row of another width', '患者番号,氏名\n1,2,3,123456789018'],
    ['within a note', '患者番号,氏名,備考\n1,2,"番号は\n1234 5678 9018 です"'],
  ])('is refused as a whole with a 個人番号 %s (R13)', (_, text) => {
    const refused = table(text)
    expect(refused).toMatchObject({ ok: false, code: 'TZ-P05', columns: [] })
    expect(JSON.stringify(refused)).not.toMatch(/1234|9018/)
  })

  it.each(['個人番号', 'マイナンバー', 'My Number', '照合番号Ａ'])(
    'is refused for a column %s, empty or not (R13)',
    (name) => {
      expect(table(`患者番号,氏名,${name}\n1,2,\n`)).toMatchObject({ code: 'TZ-P05', line: 1 })
    },
  )

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readTable(bytes, shape)
      }),
    )
  })
})

describe('the words of a file', () => {
  const added = {
    source: 'example software 3.1',
    asOf: '2027-01-01',
    patients: { patientId: ['番号'], number: ['証の番号'] },
    setting: { houseCall: ['臨時訪問'], fever: ['発熱'] },
  }

  it('are added to by the facility’s own file, and mean then what it says', () => {
    const words = withAddedWords(added)
    expect(findWord(words.patients, '番号')).toBe('patientId')
    expect(findWord(words.patients, '証の番号')).toBe('number')
    expect(findWord(words.patients, '患者番号')).toBe('patientId')
    expect(findWord(words.setting, '臨時訪問')).toBe('houseCall')
    expect(findWord(words.setting, '発熱')).toBe('fever')
    expect(findWord(words.setting, '訪問看護')).toBe('homeNursing')
    expect(words.source).toBe('example software 3.1')
  })

  it('cannot allow what is forbidden (R13)', () => {
    expect(() => withAddedWords({ ...added, forbidden: [] })).toThrow()
    expect(withAddedWords(added).forbidden).toEqual(BUILT_IN_WORDS.forbidden)
  })

  it('are refused where they name no field that there is', () => {
    expect(() => withAddedWords({ ...added, patients: { adress: ['住所'] } })).toThrow()
    expect(() => withAddedWords({ patients: {} })).toThrow()
  })
})

describe('a time of day', () => {
  it.each([
    ['9:30', '09:30'],
    ['０９：３０', '09:30'],
    ['0930', '09:30'],
    ['930', '09:30'],
    ['9時', '09:00'],
    ['9時5分', '09:05'],
    ['午後2時30分', '14:30'],
    ['PM 2:30', '14:30'],
    ['午前12時', '00:00'],
    ['午後12時', '12:00'],
    ['2026/11/24 9:30:00', '09:30'],
    ['00:00', '00:00'],
    ['23:59', '23:59'],
  ])('%s is %s', (text, time) => {
    expect(readClock(text)).toEqual({ ok: true, value: time })
  })

  it.each(['24:00', '9:60', '午後14時', '朝', '', '9', '12345', '-9:30'])('%j is none', (text) => {
    expect(readClock(text)).toEqual({ ok: false, code: 'TZ-P25' })
  })
})
