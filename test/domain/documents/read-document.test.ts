import { describe, expect, it } from 'vitest'
import {
  type DocumentKind,
  type EntryContext,
  type TypedDocument,
} from '../../../domain/documents/document'
import {
  parsePercent,
  readDocument,
  settledDocument,
} from '../../../domain/documents/read-document'
import { ERROR_CATALOGUE } from '../../../domain/errors'
import { context, ELDERLY, UNION } from './entries'

const MY_NUMBER = '123456789018'

function found(
  typed: TypedDocument,
  changes: Partial<EntryContext> = {},
  kind: DocumentKind = 'certificate',
) {
  return readDocument(kind, typed, context(changes)).findings.map(
    ({ field, code, weight }) => `${field} ${code} ${weight}`,
  )
}

describe('a typed 資格確認書 (R53, R70, R71)', () => {
  it('is kept in one canonical form, however it was typed', () => {
    const wide: TypedDocument = {
      ...UNION,
      insurerNumber: '０６１３ー９０１８',
      number: ' ４５６７ ',
      branch: '０１',
      birthdate: 'S55.4.1',
      share: '３０％',
      validUntil: '2027/3/31',
      issuedOn: '20251201',
    }
    const plain = readDocument('certificate', UNION, context())
    expect(plain.findings).toEqual([])
    expect(plain.document).toEqual({
      kind: 'certificate',
      insurerNumber: '06139018',
      symbol: '123',
      number: '4567',
      branch: '01',
      name: '訓練 花子',
      nameKana: 'クンレン ハナコ',
      birthdate: '1980-04-01',
      percent: 30,
      validUntil: '2027-03-31',
      issuedOn: '2025-12-01',
    })
    expect(readDocument('certificate', wide, context()).document).toEqual(plain.document)
  })

  it('of 後期 has a number of eight digits and nothing else', () => {
    const { document, findings } = readDocument('certificate', ELDERLY, context())
    expect(findings).toEqual([])
    expect(document).toMatchObject({ symbol: null, number: '12345674', branch: null, percent: 10 })
    expect(found({ ...ELDERLY, symbol: '12' })).toEqual(['symbol TZ-N09 fault'])
    expect(found({ ...ELDERLY, branch: '01' })).toEqual(['branch TZ-N15 fault'])
    expect(found({ ...ELDERLY, number: '1234567' })).toEqual(['number TZ-N09 fault'])
  })

  it('names every empty field that it needs, and none that it does not', () => {
    expect(found({})).toEqual([
      'insurerNumber TZ-N20 fault',
      'number TZ-N20 fault',
      'birthdate TZ-N20 fault',
      'validUntil TZ-N20 fault',
    ])
  })

  it('leaves a 枝番 that is not printed empty, never 00 (R70)', () => {
    const { document } = readDocument('certificate', { ...UNION, branch: '' }, context())
    expect(document?.branch).toBeNull()
  })

  it.each<[TypedDocument, string]>([
    [{ insurerNumber: '06139017' }, 'insurerNumber TZ-N02 fault'],
    [{ insurerNumber: '0613901' }, 'insurerNumber TZ-N01 fault'],
    [{ insurerNumber: '061390188' }, 'insurerNumber TZ-N01 fault'],
    [{ insurerNumber: '77777779' }, 'insurerNumber TZ-N03 fault'],
    [{ branch: '1' }, 'branch TZ-N08 fault'],
    [{ number: '1'.repeat(20) }, 'number TZ-N12 fault'],
    [{ birthdate: '昭和55年4月31日' }, 'birthdate TZ-N11 fault'],
    [{ birthdate: '平成55年4月1日' }, 'birthdate TZ-N11 fault'],
    [{ share: '10割' }, 'share TZ-N36 fault'],
    [{ share: '4割' }, 'share TZ-N36 fault'],
    [{ validUntil: '令和9年2月29日' }, 'validUntil TZ-N11 fault'],
    [{ name: 'あ'.repeat(101) }, 'name TZ-N16 fault'],
  ])('names the fault at its field: %j', (change, finding) => {
    expect(found({ ...UNION, ...change })).toEqual([finding])
    expect(readDocument('certificate', { ...UNION, ...change }, context()).document).toBeNull()
  })

  it.each([
    'insurerNumber',
    'symbol',
    'number',
    'branch',
    'name',
    'nameKana',
    'birthdate',
  ] as const)('never takes a 個人番号 as %s (R13)', (field) => {
    expect(found({ ...UNION, [field]: MY_NUMBER })).toEqual([`${field} TZ-N10 fault`])
  })

  it('names all faults at once, in the order of the fields', () => {
    expect(found({ ...UNION, validUntil: '', branch: '1', insurerNumber: '1' })).toEqual([
      'insurerNumber TZ-N01 fault',
      'branch TZ-N08 fault',
      'validUntil TZ-N20 fault',
    ])
  })
})

describe('the days of a document (R53, R71)', () => {
  it('end with the visit at the earliest', () => {
    expect(found({ ...UNION, validUntil: '令和8年5月20日' })).toEqual([])
    expect(found({ ...UNION, validUntil: '令和8年5月19日' })).toEqual(['document TZ-N30 fault'])
  })

  it('begin with the visit at the latest', () => {
    expect(found({ ...UNION, issuedOn: '令和8年5月20日' })).toEqual([])
    expect(found({ ...UNION, issuedOn: '令和8年5月21日' })).toEqual(['issuedOn TZ-N33 fault'])
  })

  it('do not end before they begin', () => {
    const insuranceCard = { ...UNION, issuedOn: '令和7年3月31日', validUntil: '令和7年3月31日' }
    const march = { day: '2026-03-31' }
    expect(found(insuranceCard, march, 'expiredInsuranceCard')).toEqual([])
    expect(
      found({ ...insuranceCard, validUntil: '令和7年3月30日' }, march, 'expiredInsuranceCard'),
    ).toEqual(['validUntil TZ-N33 fault'])
  })

  it('last five years at most, from the day of issue where it is known', () => {
    expect(found({ ...UNION, validUntil: '令和12年12月1日' })).toEqual([])
    expect(found({ ...UNION, validUntil: '令和12年12月2日' })).toEqual(['validUntil TZ-N34 doubt'])
    const undated = { ...UNION, issuedOn: '' }
    expect(found({ ...undated, validUntil: '令和13年5月20日' })).toEqual([])
    expect(found({ ...undated, validUntil: '令和13年5月21日' })).toEqual([
      'validUntil TZ-N34 doubt',
    ])
  })

  it('of birth are not after the visit, nor before everybody alive', () => {
    const infant = { ...UNION, share: '2割' }
    expect(found({ ...infant, birthdate: '令和8年5月20日' })).toEqual([])
    expect(found({ ...infant, birthdate: '令和8年5月21日' })).toEqual(['birthdate TZ-N27 fault'])
    expect(found({ ...ELDERLY, birthdate: '明治38年5月21日' })).toEqual([])
    expect(found({ ...ELDERLY, birthdate: '明治38年5月20日' })).toEqual(['birthdate TZ-N27 fault'])
  })
})

describe('a birthdate that only some documents print', () => {
  const patient = { birthdate: '1980-04-01', name: '訓練 花子', nameKana: null }
  const undated = { ...UNION, birthdate: '' }

  it.each(['notice', 'portalLive', 'portalPdf'] as const)(
    'is taken from the list for %s where the field is empty',
    (kind) => {
      const reading = readDocument(kind, undated, context({ patient }))
      expect(reading.document?.birthdate).toBe('1980-04-01')
      expect(found(undated, {}, kind)).toEqual(['birthdate TZ-N20 fault'])
    },
  )

  it('is typed from a 資格確認書, which prints it', () => {
    expect(found(undated, { patient })).toEqual(['birthdate TZ-N20 fault'])
  })
})

describe('a share (R47)', () => {
  const read = (text: string) => {
    const result = parsePercent(text)
    return result.ok ? result.value : result.code
  }

  it.each<[string, 10 | 20 | 30 | null]>([
    ['1割', 10],
    ['２', 20],
    ['30%', 30],
    ['３ 割', 30],
    ['', null],
    ['法定負担割合のとおり', null],
  ])('typed %j is %s', (text, percent) => {
    expect(read(text)).toBe(percent)
  })

  it.each(['0割', '4割', '10割', '100%', '3割5分'])('%s there is none', (text) => {
    expect(read(text)).toBe('TZ-N36')
  })
})

describe('a doubt', () => {
  const swapped = { ...UNION, insurerNumber: '01130012', symbol: '123', number: '12345678' }
  const reading = readDocument('certificate', swapped, context())

  it('leaves a document that waits for a person', () => {
    expect(reading.document).not.toBeNull()
    expect(settledDocument(reading, [])).toBeNull()
    expect(settledDocument(reading, [{ field: 'symbol', code: 'TZ-N24' }])).toBeNull()
    expect(settledDocument(reading, [{ field: 'number', code: 'TZ-N23' }])).toBeNull()
    expect(settledDocument(reading, [{ field: 'symbol', code: 'TZ-N23' }])).toBe(reading.document)
    expect(settledDocument(reading, reading.findings)).toBe(reading.document)
  })

  it('cannot be confirmed where it is a fault', () => {
    const faulty = readDocument('certificate', { ...UNION, branch: '1' }, context())
    expect(settledDocument(faulty, faulty.findings)).toBeNull()
  })

  it('is settled from the first where there is none', () => {
    const right = readDocument('certificate', UNION, context())
    expect(settledDocument(right, [])).toBe(right.document)
  })

  it('says so in the catalogue, and that it may be confirmed', () => {
    for (const code of ['TZ-N21', 'TZ-N22', 'TZ-N23', 'TZ-N24', 'TZ-N25', 'TZ-N26'] as const) {
      expect(ERROR_CATALOGUE[code].cause).toMatch(/^doubt/)
      expect(ERROR_CATALOGUE[code].next).toContain('そのまま進めます')
    }
  })
})

describe('a document that is not typed to the end', () => {
  const patient = { birthdate: '1980-04-01', name: '訓練 花子', nameKana: 'クンレン ハナコ' }

  it('is doubted already where it is of another person', () => {
    const started = { insurerNumber: '06139018', birthdate: '1981-4-1' }
    expect(found(started, { patient })).toEqual([
      'number TZ-N20 fault',
      'birthdate TZ-N28 doubt',
      'validUntil TZ-N20 fault',
    ])
  })

  it('is doubted already where nobody knows such an insurer', () => {
    expect(found({ insurerNumber: '05139019' }, { patient })).toContain(
      'insurerNumber TZ-N22 doubt',
    )
  })

  it('has no doubt where it has a fault', () => {
    const future = { ...UNION, birthdate: '2027-1-1' }
    expect(found(future, { patient })).toEqual(['birthdate TZ-N27 fault'])
  })
})
