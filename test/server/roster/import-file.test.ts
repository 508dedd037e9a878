import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  applyImport,
  previewImport,
  type ImportFile,
  type ImportPreview,
  type ReadableFile,
} from '../../../server/roster/import/import-file'
import { BUILT_IN_WORDS } from '../../../server/roster/import/words'
import { renewPatient } from '../../../server/roster/merge/renew-patient'
import { openSqliteStore } from '../../../server/store/open'
import type { Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { coverageOf, patientOf } from './sample-roster'

const NOW = Date.parse('2026-11-22T00:00:00Z')
const HEADER = '患者番号,氏名,フリガナ,生年月日,性別,保険者番号,記号,番号,枝番'
const ICHIRO = '00209,見本 一郎,ミホン イチロウ,昭和25年4月1日,男,01130012,7890,501,01'
const HANAKO = '00210,見本 花子,みほん はなこ,1952/3/4,女,138057,１２－３４,4260,'

let store: Store
let at = NOW

beforeEach(async () => {
  at = NOW
  store = openSqliteStore(':memory:', COLUMNS)
  for (const id of ['f1', 'f2']) await store.facilities.put({ id, name: '施設', staff: [] })
})
afterEach(() => store.close())

const world = () => ({ roster: store.roster, words: BUILT_IN_WORDS, now: () => at })

function fileOf(lines: readonly string[], kind: ImportFile['kind'] = 'patients'): ImportFile {
  return { kind, bytes: new TextEncoder().encode(lines.join('\r\n')), setting: null }
}

const preview = (file: ImportFile, facilityId = 'f1') => previewImport(facilityId, file, world())

async function look(file: ImportFile): Promise<ReadableFile> {
  const seen: ImportPreview = await preview(file)
  if (seen.outcome === 'refused') throw new Error(`refused: ${seen.code}`)
  return seen
}

async function take(file: ImportFile, confirmed = false) {
  const { token } = await look(file)
  return applyImport('f1', file, { token, confirmed }, world())
}

const get = (patientId: string) => store.roster.of('f1').get(patientId)

describe('a file of patients', () => {
  it('is shown first and changes nothing by that', async () => {
    const seen = await look(fileOf([HEADER, ICHIRO, HANAKO]))
    expect(seen).toMatchObject({
      counts: { added: 2, changed: 0, same: 0, removed: 0, faulty: 0 },
      rows: [
        { line: 2, kind: 'added', columns: [] },
        { line: 3, kind: 'added', columns: [] },
      ],
      findings: [],
      ignored: [],
    })
    expect(await get('00209')).toBeUndefined()
  })

  it('is taken in canonical form (R70, R71)', async () => {
    expect(await take(fileOf([HEADER, ICHIRO, HANAKO]))).toMatchObject({ outcome: 'applied' })
    expect(await get('00209')).toEqual(
      patientOf({
        current: {
          insurerNumber: '01130012',
          symbol: '7890',
          number: '501',
          branch: '01',
          asOf: '2026-11-22',
          source: 'file',
        },
      }),
    )
    expect(await get('00210')).toMatchObject({
      nameKana: 'ミホン ハナコ',
      birthdate: '1952-03-04',
      sex: 'female',
      current: { insurerNumber: '138057', symbol: '12-34', number: '4260', branch: null },
    })
  })

  it('is all the same the second time, on a later day too', async () => {
    const file = fileOf([HEADER, ICHIRO, HANAKO])
    await take(file)
    at += 5 * 86_400_000
    expect(await look(file)).toMatchObject({
      counts: { added: 0, changed: 0, same: 2, faulty: 0 },
      rows: [],
    })
  })

  it('says which columns of which rows change', async () => {
    await take(fileOf([HEADER, ICHIRO, HANAKO]))
    const seen = await look(
      fileOf([
        '患者番号,氏名,保険者番号,番号,継続',
        '00209,見本 一朗,,,○',
        '00210,見本 花子,39131107,12345678,',
      ]),
    )
    expect(seen.counts).toEqual({ added: 0, changed: 2, same: 0, removed: 0, faulty: 0 })
    expect(seen.rows).toEqual([
      { line: 2, kind: 'changed', columns: ['氏名', '継続'] },
      { line: 3, kind: 'changed', columns: ['保険者番号'] },
    ])
  })

  it('with one fault changes nothing at all, and every fault is told with its row and column', async () => {
    const file = fileOf([
      HEADER,
      ICHIRO,
      '00211,,ミホン,1950/2/30,男,01130013,7890,501,01',
      '00 212!,見本,ミホン ｻﾌﾞﾛｳ,S25.4.1,男性,,,501,',
      '00213,見本 四郎,山,20300101,雄,01130012,7890,501,1',
      ICHIRO,
    ])
    const seen = await look(file)
    expect(seen.findings.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, '生年月日', 'TZ-N11'],
      [3, '保険者番号', 'TZ-N02'],
      [3, '氏名', 'TZ-P20'],
      [4, '患者番号', 'TZ-P22'],
      [4, '保険者番号', 'TZ-P20'],
      [5, 'フリガナ', 'TZ-N43'],
      [5, '生年月日', 'TZ-N27'],
      [5, '性別', 'TZ-P24'],
      [5, '枝番', 'TZ-N08'],
      [6, '患者番号', 'TZ-P23'],
    ])
    expect(seen.counts).toMatchObject({ added: 1, faulty: 4 })
    expect(await take(file, true)).toEqual({ outcome: 'notApplied', code: 'TZ-P07' })
    expect(await get('00209')).toBeUndefined()
  })

  it('repeats no value of a patient in what it says', async () => {
    const seen = await look(
      fileOf([HEADER, ICHIRO, '00211,,ミホン,1950/2/30,男,01130013,7890,501,01']),
    )
    expect(JSON.stringify({ ...seen, token: '' })).not.toMatch(
      /見本|ミホン|0020|0021|1950|011300|7890/,
    )
  })

  it('is refused with a 個人番号 in it, and nothing of it is told (R13)', async () => {
    const file = fileOf([`${HEADER},備考`, `${ICHIRO},123456789018`])
    expect(await preview(file)).toEqual({
      outcome: 'refused',
      code: 'TZ-P05',
      columns: [],
      line: 2,
    })
    expect(await applyImport('f1', file, { token: '', confirmed: true }, world())).toEqual({
      outcome: 'notApplied',
      code: 'TZ-P05',
    })
  })

  it('asks a person where the number has another birth date, or the person another number', async () => {
    await take(fileOf([HEADER, ICHIRO]))
    const file = fileOf([
      HEADER,
      ICHIRO.replace('昭和25年4月1日', '1950/4/2'),
      ICHIRO.replace('00209', '209').replace('昭和25年4月1日', 'S25.4.1'),
      HANAKO,
      HANAKO.replace('00210', '210'),
    ])
    const seen = await look(file)
    expect(seen.findings.map(({ line, code, weight }) => [line, code, weight])).toEqual([
      [2, 'TZ-P40', 'doubt'],
      [3, 'TZ-P41', 'doubt'],
      [5, 'TZ-P41', 'doubt'],
    ])
    expect(await take(file)).toEqual({ outcome: 'notApplied', code: 'TZ-P08' })
    expect((await get('00209'))?.birthdate).toBe('1950-04-01')
    expect(await take(file, true)).toMatchObject({ outcome: 'applied', counts: { added: 3 } })
    expect((await get('00209'))?.birthdate).toBe('1950-04-02')
  })

  it('only tells that ● and older numbers change nothing (R45)', async () => {
    await take(fileOf([HEADER, ICHIRO]))
    await store.roster.change('f1', async (rows) => {
      const patient = await rows.get('00209')
      if (!patient) throw new Error('not there')
      const coverages = [coverageOf({ insurerNumber: '138057', number: '9', branch: null })]
      const news = {
        ...{ asOf: '2026-11-22', answeredAt: '2026-11-22T01:00:00Z', validity: 'valid' as const },
        ...{ coverages, publicExpenses: [], source: 'bulk' as const },
      }
      await rows.put(renewPatient(patient, news), 1)
    })
    const seen = await look(fileOf([HEADER, ICHIRO.replace('一郎', '一●')]))
    expect(seen.findings).toEqual([
      { line: 2, column: '氏名', code: 'TZ-P42', weight: 'notice' },
      { line: 2, column: '保険者番号', code: 'TZ-P43', weight: 'notice' },
    ])
    expect(seen.counts).toMatchObject({ same: 1, changed: 0 })
  })

  it('is not taken where the file is another than the one that was shown', async () => {
    const { token } = await look(fileOf([HEADER, ICHIRO]))
    const other = fileOf([HEADER, ICHIRO, HANAKO])
    expect(await applyImport('f1', other, { token, confirmed: true }, world())).toEqual({
      outcome: 'notApplied',
      code: 'TZ-P09',
    })
  })

  it('is not taken where the roster, the day or the facility is another', async () => {
    const file = fileOf([HEADER, ICHIRO])
    const { token } = await look(file)
    const given = { token, confirmed: true }
    const refused = { outcome: 'notApplied', code: 'TZ-P09' }
    expect(await applyImport('f2', file, given, world())).toEqual(refused)
    at += 86_400_000
    expect(await applyImport('f1', file, given, world())).toEqual(refused)
    at = NOW
    await store.roster.change('f1', (rows) => rows.put(patientOf({ name: '見本 二郎' }), 1))
    expect(await applyImport('f1', file, given, world())).toEqual(refused)
    expect((await get('00209'))?.name).toBe('見本 二郎')
  })

  it('belongs to its facility alone', async () => {
    await take(fileOf([HEADER, ICHIRO]))
    expect(await preview(fileOf([HEADER, ICHIRO]), 'f2')).toMatchObject({ counts: { added: 1 } })
  })
})

describe('a file of visits', () => {
  const VISITS = '訪問日,時刻,患者番号,訪問区分,順番,備考'
  const DAY = '2026-11-24'
  const on = (day = DAY) => store.roster.of('f1').visitsOn(day)
  const visits = (...lines: string[]) => fileOf([VISITS, ...lines], 'visits')

  beforeEach(async () => {
    await take(fileOf([HEADER, ICHIRO, HANAKO]))
  })

  it('becomes the day’s list', async () => {
    const file = visits(
      '令和8年11月24日,9:30,00209,訪問診療,2,玄関は裏',
      '2026/11/24,午後1時,00210,往診,1,',
      '20261125,0900,00209,訪看,,',
    )
    expect(await take(file)).toMatchObject({ outcome: 'applied', counts: { added: 3 } })
    expect(await on()).toMatchObject([
      { patientId: '00210', time: '13:00', setting: 'houseCall', order: 1, note: null },
      { patientId: '00209', time: '09:30', setting: 'homeMedicalCare', order: 2, note: '玄関は裏' },
    ])
    expect(await on('2026-11-25')).toMatchObject([{ setting: 'homeNursing', order: null }])
  })

  it('imported again keeps the ids of visits, though the time has moved', async () => {
    await take(visits('2026/11/24,9:30,00209,訪問診療,,', '2026/11/24,15:00,00209,訪問診療,,'))
    const [morning, afternoon] = await on()
    const again = visits('2026/11/24,9:30,00209,訪問診療,,', '2026/11/24,15:00,00209,訪問診療,,')
    expect(await look(again)).toMatchObject({ counts: { same: 2, changed: 0 }, rows: [] })
    const moved = visits('2026/11/24,16:00,00209,訪問診療,,', '2026/11/24,9:30,00209,訪問診療,,')
    expect((await look(moved)).rows).toEqual([{ line: 2, kind: 'changed', columns: ['時刻'] }])
    await take(moved)
    expect((await on()).map(({ id, time }) => [id, time])).toEqual([
      [morning?.id, '09:30'],
      [afternoon?.id, '16:00'],
    ])
  })

  it('takes off the list who is no longer on it, of its own days only', async () => {
    await take(visits('2026/11/24,9:30,00209,訪問診療,,', '2026/11/24,10:00,00210,往診,,'))
    await take(visits('2026/11/25,9:30,00209,訪問診療,,'))
    const left = visits('2026/11/24,9:30,00209,訪問診療,,')
    expect((await look(left)).counts).toMatchObject({ same: 1, removed: 1 })
    await take(left)
    expect((await on()).map(({ patientId }) => patientId)).toEqual(['00209'])
    expect(await on('2026-11-25')).toHaveLength(1)
  })

  it('tells what is wrong with each row and takes none of them', async () => {
    const file = visits(
      '2026/11/24,9:30,00209,訪問診療,,',
      '2026/11/24,25:00,00210,訪問診療,,',
      '2026/11/24,9:30,99999,訪問診療,,',
      '2026/11/24,0930,00209,往診,,',
      '2027/11/24,9:30,00210,散歩,あ,',
      ',9:30,00210,,,',
    )
    expect(
      (await look(file)).findings.map(({ line, column, code }) => [line, column, code]),
    ).toEqual([
      [3, '時刻', 'TZ-P25'],
      [4, '患者番号', 'TZ-P26'],
      [5, '患者番号', 'TZ-P23'],
      [6, '訪問日', 'TZ-P27'],
      [6, '場面', 'TZ-P24'],
      [6, '順番', 'TZ-P24'],
      [7, '訪問日', 'TZ-P20'],
      [7, '場面', 'TZ-P20'],
    ])
    expect(await take(file, true)).toEqual({ outcome: 'notApplied', code: 'TZ-P07' })
    expect(await on()).toEqual([])
  })

  it('takes the setting that was said for the whole file where a row has none', async () => {
    const file = {
      ...fileOf(['訪問日,時刻,患者番号', '2026/11/24,9:30,00209'], 'visits'),
      setting: 'homePharmacy' as const,
    }
    await take(file)
    expect(await on()).toMatchObject([{ setting: 'homePharmacy' }])
  })
})
