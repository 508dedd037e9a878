import { describe, expect, it } from 'vitest'
import type { Coverage } from '../../../domain/answer'
import { isAbout, matchPerson } from '../../../server/roster/merge/match-person'
import { mergeImported, type ImportedPatient } from '../../../server/roster/merge/merge-imported'
import { renewPatient, type News } from '../../../server/roster/merge/renew-patient'
import { isSameNumbers } from '../../../server/visits/same-numbers'
import type { KnownNumbers, RosterPatient } from '../../../server/store/roster-store'
import { coverageOf, NUMBERS, OTHER_NUMBERS, patientOf } from './sample-roster'

const NATIONAL: Partial<Coverage> = {
  insurerNumber: '  138057',
  symbol: '１２－３４',
  number: '４２６０',
  branch: null,
}

function newsOf(change: Partial<News> = {}): News {
  return {
    asOf: '2026-11-20',
    answeredAt: '2026-11-20T00:00:00.000Z',
    validity: 'valid',
    coverages: [coverageOf()],
    publicExpenses: [],
    source: 'answer',
    ...change,
  }
}

function rowOf(change: Partial<ImportedPatient> = {}): ImportedPatient {
  return {
    patientId: '00209',
    name: undefined,
    nameKana: undefined,
    birthdate: undefined,
    sex: undefined,
    numbers: undefined,
    checkedOn: undefined,
    cardCheckedOn: undefined,
    continuing: undefined,
    usesDocument: undefined,
    pinless: undefined,
    ...change,
  }
}

const numbersOf = ({ insurerNumber, symbol, number, branch }: KnownNumbers) => ({
  insurerNumber,
  symbol,
  number,
  branch,
})

describe('whose answer it is (R45)', () => {
  const wanted = {
    name: '見本　一郎',
    nameKana: 'ﾐﾎﾝ ｲﾁﾛｳ',
    birthdate: '1950-04-01',
    numbers: null,
    publicExpenses: [],
  }

  it('is told by birth date and kana, in any width', () => {
    const match = matchPerson(
      [patientOf(), patientOf({ patientId: '2', nameKana: 'ミホン ジロウ' })],
      wanted,
    )
    expect(match).toMatchObject({ kind: 'one', patient: { patientId: '00209' } })
  })

  it('is nobody’s with another birth date or another kana', () => {
    expect(matchPerson([patientOf()], { ...wanted, birthdate: '1950-04-02' })).toEqual({
      kind: 'none',
    })
    expect(matchPerson([patientOf()], { ...wanted, nameKana: 'ミホン サブロウ' })).toEqual({
      kind: 'none',
    })
    expect(matchPerson([], wanted)).toEqual({ kind: 'none' })
  })

  it('takes ● for exactly one character', () => {
    expect(matchPerson([patientOf()], { ...wanted, nameKana: 'ミホン イチ●ウ' }).kind).toBe('one')
    expect(matchPerson([patientOf()], { ...wanted, nameKana: 'ミホン イチ●' }).kind).toBe('none')
    const byName = { ...wanted, nameKana: null }
    expect(matchPerson([patientOf()], { ...byName, name: '見本　一●' }).kind).toBe('one')
    expect(matchPerson([patientOf()], { ...byName, name: '見本　●' }).kind).toBe('none')
  })

  it('is a person’s to decide where several fit, and none of them is picked', () => {
    const two = [patientOf(), patientOf({ patientId: '2' })]
    const match = matchPerson(two, wanted)
    expect(match.kind).toBe('many')
    expect(match.kind === 'many' && match.patients).toEqual(two)
    // Both have the very numbers: they tell nothing.
    expect(matchPerson(two, { ...wanted, numbers: numbersOf(NUMBERS) }).kind).toBe('many')
    // Nobody has them.
    expect(matchPerson(two, { ...wanted, numbers: numbersOf(OTHER_NUMBERS) }).kind).toBe('many')
  })

  it('is told by 番号 and 枝番 as well where those of one alone fit', () => {
    const two = [
      patientOf({ current: { ...NUMBERS, branch: '01' } }),
      patientOf({ patientId: '2', current: { ...NUMBERS, branch: '02' } }),
    ]
    const branch = (value: string | null) =>
      matchPerson(two, { ...wanted, numbers: { ...numbersOf(NUMBERS), branch: value } })
    expect(branch('02')).toMatchObject({ kind: 'one', patient: { patientId: '2' } })
    expect(branch(null).kind).toBe('many')
    const former = [patientOf(), patientOf({ patientId: '2', former: [OTHER_NUMBERS] })]
    expect(matchPerson(former, { ...wanted, numbers: numbersOf(OTHER_NUMBERS) })).toMatchObject({
      kind: 'one',
      patient: { patientId: '2' },
    })
  })

  it('compares numbers by what they are, and a missing 枝番 with none', () => {
    const one = numbersOf(NUMBERS)
    expect(isSameNumbers(one, { ...one, symbol: '７８９０', number: ' 501' })).toBe(true)
    expect(isSameNumbers(one, { ...one, branch: null })).toBe(false)
    expect(isSameNumbers(one, { ...one, branch: '00' })).toBe(false)
    expect(isSameNumbers(one, { ...one, insurerNumber: '138057' })).toBe(false)
  })

  it('is not asked of an address (R46)', () => {
    expect(isAbout(patientOf(), coverageOf({ address: null }))).toBe(true)
    expect(isAbout(patientOf(), coverageOf({ address: 'どこか遠く' }))).toBe(true)
  })

  it('is known by the written name where the authority has no kana: the facility’s or its own of before', () => {
    const patient = patientOf({
      name: '髙橋 一郎',
      authorityName: { name: '高橋　一郎', nameKana: null, asOf: '2026-01-01' },
    })
    const told = (name: string) => isAbout(patient, coverageOf({ name, nameKana: null }))
    expect([told('髙橋　一郎'), told('高橋　一郎'), told('●橋　一郎'), told('本橋　一郎')]).toEqual(
      [true, true, true, false],
    )
  })
})

describe('an answer in the roster', () => {
  const patient = patientOf()

  it('makes its numbers current in canonical form, and those before former', () => {
    const renewed = renewPatient(patient, newsOf({ coverages: [coverageOf(NATIONAL)] }))
    expect(renewed.current).toEqual({ ...OTHER_NUMBERS, asOf: '2026-11-20', source: 'answer' })
    expect(renewed.former).toEqual([NUMBERS])
    expect(renewed.lastAnswer).toEqual({
      validity: 'valid',
      on: '2026-11-20',
      at: '2026-11-20T00:00:00.000Z',
    })
  })

  it('keeps the day on which the same numbers were right last', () => {
    const renewed = renewPatient(patient, newsOf())
    expect(renewed.current).toMatchObject({ ...numbersOf(NUMBERS), asOf: '2026-11-20' })
    expect(renewed.former).toEqual([])
  })

  it('never touches the facility’s own name, and keeps the authority’s apart', () => {
    const local = patientOf({ name: '髙橋 一郎', nameKana: 'タカハシ イチロウ' })
    const renewed = renewPatient(
      local,
      newsOf({ coverages: [coverageOf({ name: '●橋　一郎', nameKana: 'ﾀｶﾊｼ ｲﾁﾛｳ' })] }),
    )
    expect(renewed).toMatchObject({
      name: '髙橋 一郎',
      nameKana: 'タカハシ イチロウ',
      authorityName: { name: '●橋　一郎', nameKana: 'ﾀｶﾊｼ ｲﾁﾛｳ', asOf: '2026-11-20' },
    })
  })

  it('leaves the authority’s own good name where a newer one has ●', () => {
    const before = patientOf({
      authorityName: { name: '見本　一郎', nameKana: 'ミホン　イチロウ', asOf: '2026-01-01' },
    })
    const renewed = renewPatient(before, newsOf({ coverages: [coverageOf({ name: '見本　一●' })] }))
    expect(renewed.authorityName?.name).toBe('見本　一郎')
  })

  it('keeps no address, whatever the authority tells (R46)', () => {
    const renewed = renewPatient(patient, newsOf())
    expect(JSON.stringify(renewed)).not.toContain('みほん市')
  })

  it('changes nothing where it is older than the last one, by its day and then by its hour', () => {
    const renewed = renewPatient(patient, newsOf())
    const older = newsOf({ asOf: '2026-11-19', validity: 'invalid' })
    expect(renewPatient(renewed, older)).toEqual(renewed)
    const sameDay = newsOf({
      answeredAt: '2026-11-19T23:59:00.000Z',
      validity: 'none',
      coverages: [],
    })
    expect(renewPatient(renewed, sameDay)).toBe(renewed)
    const later = { ...sameDay, answeredAt: '2026-11-20T00:00:01.000Z' }
    expect(renewPatient(renewed, later).lastAnswer?.validity).toBe('none')
  })

  it('teaches former numbers that nobody knew, though it is older', () => {
    const renewed = renewPatient(patient, newsOf())
    const older = newsOf({ asOf: '2025-04-01', coverages: [coverageOf(NATIONAL)] })
    expect(renewPatient(renewed, older)).toEqual({
      ...renewed,
      former: [{ ...OTHER_NUMBERS, asOf: '2025-04-01', source: 'answer' }],
    })
  })

  it('does not replace numbers that the facility learnt on a later day', () => {
    const shown = patientOf({ current: { ...NUMBERS, asOf: '2026-11-21' } })
    const renewed = renewPatient(shown, newsOf({ coverages: [coverageOf(NATIONAL)] }))
    expect(renewed.current).toEqual(shown.current)
    expect(renewed.former).toMatchObject([numbersOf(OTHER_NUMBERS)])
    const lost = renewPatient(shown, newsOf({ validity: 'invalid' }))
    expect(lost.current).toEqual(shown.current)
  })

  it('of the same day counts more than the facility’s file', () => {
    const typed = patientOf({ current: { ...NUMBERS, asOf: '2026-11-20' } })
    const renewed = renewPatient(typed, newsOf({ coverages: [coverageOf(NATIONAL)] }))
    expect(renewed.current).toMatchObject(numbersOf(OTHER_NUMBERS))
  })

  it('無効 makes the numbers former and leaves none (R41, R60)', () => {
    const lost = coverageOf({ disqualifiedOn: '2026-10-01' })
    const renewed = renewPatient(patient, newsOf({ validity: 'invalid', coverages: [lost] }))
    expect(renewed.current).toBeNull()
    expect(renewed.former).toMatchObject([{ ...numbersOf(NUMBERS), asOf: '2026-11-20' }])
  })

  it('無効 of other numbers leaves the current ones alone', () => {
    const renewed = renewPatient(
      patient,
      newsOf({ validity: 'invalid', coverages: [coverageOf(NATIONAL)] }),
    )
    expect(renewed.current).toEqual(NUMBERS)
    expect(renewed.former).toMatchObject([numbersOf(OTHER_NUMBERS)])
  })

  it('新しい資格あり uses the new one (R42), also where the old one does not say when it ended', () => {
    for (const disqualifiedOn of ['2026-09-30', null]) {
      const renewed = renewPatient(
        patient,
        newsOf({
          validity: 'invalidNewExists',
          coverages: [coverageOf({ disqualifiedOn }), coverageOf(NATIONAL)],
        }),
      )
      expect(renewed.current).toMatchObject(numbersOf(OTHER_NUMBERS))
      expect(renewed.former).toMatchObject([numbersOf(NUMBERS)])
    }
    const alone = renewPatient(patient, newsOf({ validity: 'invalidNewExists' }))
    expect(alone.current).toBeNull()
  })

  it('該当なし says nothing of the numbers (R43)', () => {
    const renewed = renewPatient(patient, newsOf({ validity: 'none', coverages: [] }))
    expect(renewed.current).toEqual(NUMBERS)
    expect(renewed.lastAnswer?.validity).toBe('none')
  })

  it('with several insurances in force picks none and waits for a person (R44)', () => {
    const coverages = [coverageOf(), coverageOf(NATIONAL)]
    for (const validity of ['multiple', 'valid'] as const) {
      const renewed = renewPatient(patient, newsOf({ validity, coverages }))
      expect(renewed.current).toEqual(NUMBERS)
      expect(renewed.undecided).toEqual({ why: 'severalInsurances', on: '2026-11-20' })
    }
  })

  it('about somebody else changes nothing but that a person has to look', () => {
    for (const other of [{ birthdate: '1950-04-02' }, { nameKana: 'ミホン ジロウ' }]) {
      const renewed = renewPatient(patient, newsOf({ coverages: [coverageOf(other)] }))
      expect(renewed).toEqual({
        ...patient,
        undecided: { why: 'otherPerson', on: '2026-11-20' },
        othersAnswerAt: '2026-11-20T00:00:00.000Z',
      })
    }
  })

  it('about somebody else is not opened again by a further look, once a person has settled it', () => {
    const news = newsOf({ coverages: [coverageOf({ nameKana: 'ミホン ジロウ' })] })
    const open = renewPatient(patient, news)
    expect(renewPatient(open, news)).toBe(open)
    const row = rowOf({ numbers: numbersOf(NUMBERS), checkedOn: '2026-11-21' })
    const settled = mergeImported(open, row, '2026-11-21').patient
    expect(settled.undecided).toBeNull()
    expect(renewPatient(settled, news)).toBe(settled)
    const later = { ...news, asOf: '2026-11-22', answeredAt: '2026-11-22T00:00:00.000Z' }
    expect(renewPatient(settled, later).undecided).toEqual({
      why: 'otherPerson',
      on: '2026-11-22',
    })
  })

  it('that is clear settles what was open', () => {
    const open = patientOf({ undecided: { why: 'severalPatients', on: '2026-11-01' } })
    expect(renewPatient(open, newsOf()).undecided).toBeNull()
  })

  it('leaves numbers out that fit no form', () => {
    const odd = coverageOf({ insurerNumber: '12345' })
    expect(renewPatient(patient, newsOf({ coverages: [odd] })).current).toEqual(NUMBERS)
  })

  it('counts an insurance as lost from its 喪失日 on, not on the day before', () => {
    const endsOn = (disqualifiedOn: string) =>
      renewPatient(patient, newsOf({ coverages: [coverageOf({ disqualifiedOn })] })).current
    expect(endsOn('2026-11-20')).toBeNull()
    expect(endsOn('2026-11-21')).toMatchObject(numbersOf(NUMBERS))
  })

  it('comes to the same in any order of many', () => {
    const news = [
      newsOf({ asOf: '2026-09-01', answeredAt: '2026-09-01T01:00:00Z' }),
      newsOf({
        asOf: '2026-10-01',
        answeredAt: '2026-10-01T01:00:00Z',
        coverages: [coverageOf(NATIONAL)],
      }),
      newsOf({
        asOf: '2026-11-01',
        answeredAt: '2026-11-01T01:00:00Z',
        validity: 'none',
        coverages: [],
      }),
    ]
    const start = patientOf({ current: null })
    const results = permutations(news).map((order) => order.reduce(renewPatient, start))
    for (const { current, former, lastAnswer } of results) {
      expect(lastAnswer?.validity).toBe('none')
      expect(current).toMatchObject({ ...numbersOf(OTHER_NUMBERS), asOf: '2026-10-01' })
      expect(former).toMatchObject([numbersOf(NUMBERS)])
    }
  })
})

describe('the facility’s own file in the roster', () => {
  const merge = (patient: RosterPatient, row: Partial<ImportedPatient>, today = '2026-11-22') =>
    mergeImported(patient, rowOf(row), today)

  it('changes nothing where a cell is empty', () => {
    expect(merge(patientOf({ continuing: true }), {})).toEqual({
      patient: patientOf({ continuing: true }),
      notices: [],
    })
  })

  it('keeps the good name where the file’s has ●, and says so (R45)', () => {
    const { patient, notices } = merge(patientOf(), {
      name: '見本 一●',
      nameKana: 'ミホン イチロ●',
    })
    expect(patient).toMatchObject({ name: '見本 一郎', nameKana: 'ミホン イチロウ' })
    expect(notices).toEqual(['nameKept', 'kanaKept'])
  })

  it('replaces a name by a good one, whatever stood there', () => {
    expect(merge(patientOf({ name: '見本 一●' }), { name: '見本 一朗' }).patient.name).toBe(
      '見本 一朗',
    )
  })

  it('takes numbers of today for the current ones, and keeps those before', () => {
    const { patient } = merge(patientOf(), { numbers: numbersOf(OTHER_NUMBERS) })
    expect(patient.current).toEqual({ ...OTHER_NUMBERS, asOf: '2026-11-22' })
    expect(patient.former).toEqual([NUMBERS])
  })

  it('does not bring back numbers that the authority has said are over', () => {
    const renewed = renewPatient(patientOf(), newsOf({ coverages: [coverageOf(NATIONAL)] }))
    const again = merge(renewed, { numbers: numbersOf(NUMBERS) })
    expect(again).toEqual({ patient: renewed, notices: ['numbersKept'] })
    const lost = renewPatient(patientOf(), newsOf({ validity: 'invalid' }))
    expect(merge(lost, { numbers: numbersOf(NUMBERS) }).patient.current).toBeNull()
    const before = merge(lost, { numbers: numbersOf(NUMBERS), checkedOn: '2026-11-20' })
    expect(before.patient.current).toBeNull()
    const confirmed = merge(lost, { numbers: numbersOf(NUMBERS), checkedOn: '2026-11-21' })
    expect(confirmed.patient.current).toMatchObject({ asOf: '2026-11-21', source: 'file' })
  })

  it('keeps newer numbers where the file’s were confirmed before, and remembers those as former', () => {
    const { patient, notices } = merge(patientOf(), {
      numbers: numbersOf(OTHER_NUMBERS),
      checkedOn: '2026-10-31',
    })
    expect(patient.current).toEqual(NUMBERS)
    expect(patient.former).toEqual([{ ...OTHER_NUMBERS, asOf: '2026-10-31' }])
    expect(notices).toEqual(['numbersKept'])
  })

  it('imported twice changes nothing the second time, also on a later day', () => {
    const row = {
      numbers: numbersOf(OTHER_NUMBERS),
      name: '見本 一朗',
      cardCheckedOn: '2026-11-01',
    }
    const first = merge(patientOf(), row).patient
    expect(merge(first, row, '2026-11-23').patient).toEqual(first)
  })

  it('settles what was open, by a correction or by numbers confirmed since', () => {
    const open = patientOf({ undecided: { why: 'otherPerson', on: '2026-11-10' } })
    const numbers = numbersOf(NUMBERS)
    const after = (row: Partial<ImportedPatient>) => merge(open, row).patient.undecided
    expect(after({ nameKana: 'ヤマダ イチロウ' })).toBeNull()
    expect(after({ numbers, checkedOn: '2026-11-10' })).toBeNull()
    expect(after({ numbers, checkedOn: '2026-11-09' })).toEqual(open.undecided)
    expect(after({ numbers })).toEqual(open.undecided)
    expect(after({ continuing: true })).toEqual(open.undecided)
  })

  it('never moves the last check by card back', () => {
    const known = patientOf({ cardCheckedOn: '2026-11-10' })
    expect(merge(known, { cardCheckedOn: '2026-11-09' }).patient.cardCheckedOn).toBe('2026-11-10')
    expect(merge(known, { cardCheckedOn: '2026-11-11' }).patient.cardCheckedOn).toBe('2026-11-11')
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) =>
    permutations(items.filter((_, index) => index !== at)).map((rest) => [item, ...rest]),
  )
}
