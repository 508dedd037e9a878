import { describe, expect, it } from 'vitest'
import { drugCourses } from '../../domain/medical-drugs'
import { type DrugDay, onlyItems, timelineOf } from '../../domain/medical-information'
import { formatValue, seriesOf } from '../../domain/medical-series'

const drug = (ingredient: string | null, days: number | null, name = `${ingredient}錠`) => ({
  name,
  ingredient,
  usage: '1日1回朝食後',
  amount: '1錠',
  days,
})
const day = (on: string, institution: string, ...drugs: DrugDay['drugs']): DrugDay => ({
  day: on,
  institution,
  pharmacy: null,
  drugs,
})

describe('drugs that overlap', () => {
  it('are those of one ingredient on a common day, at two institutions', () => {
    const [later, earlier] = drugCourses([
      day('2026-11-01', 'A医院', drug('アムロジピン', 14)),
      day('2026-11-14', 'B病院', drug('アムロジピン', 28)),
    ])
    expect(later).toMatchObject({
      from: '2026-11-14',
      until: '2026-12-11',
      overlaps: [{ institution: 'A医院', otherInstitution: true, until: '2026-11-14' }],
    })
    expect(earlier?.overlaps).toMatchObject([{ institution: 'B病院', otherInstitution: true }])
  })

  it('are none when the second begins on the day after the first has ended', () => {
    const courses = drugCourses([
      day('2026-11-01', 'A医院', drug('アムロジピン', 14)),
      day('2026-11-15', 'B病院', drug('アムロジピン', 28)),
    ])
    expect(courses.flatMap(({ overlaps }) => overlaps)).toEqual([])
  })

  it('are none for other ingredients, and for ingredients that were not told', () => {
    const courses = drugCourses([
      day('2026-11-01', 'A医院', drug('アムロジピン', 14), drug(null, 14, '軟膏'), drug('', 3)),
      day('2026-11-02', 'B病院', drug('メトホルミン', 28), drug(null, 14, '軟膏'), drug('', 3)),
    ])
    expect(courses.flatMap(({ overlaps }) => overlaps)).toEqual([])
  })

  it('are found under brand and generic names, in full and half width', () => {
    const courses = drugCourses([
      day('2026-11-01', 'A医院', drug('ロキソプロフェン', 7, 'ロキソニン錠60mg')),
      day('2026-11-03', 'A医院', drug('ﾛｷｿﾌﾟﾛﾌｪﾝ', 7, 'ロキソプロフェンNa錠')),
    ])
    expect(courses[0]?.overlaps).toMatchObject([
      { name: 'ロキソニン錠60mg', otherInstitution: false },
    ])
  })

  it('without days count for their own day only', () => {
    const courses = drugCourses([
      day('2026-11-01', 'A医院', drug('ロキソプロフェン', null)),
      day('2026-11-02', 'B病院', drug('ロキソプロフェン', null)),
    ])
    expect(courses.every(({ overlaps }) => overlaps.length === 0)).toBe(true)
    expect(courses[0]).toMatchObject({ from: '2026-11-02', until: '2026-11-02' })
  })
})

const RECORDS = {
  diagnosis: [{ day: '2026-10-01', institution: 'A医院', kind: 'home' as const, acts: [] }],
  medication: [day('2026-10-01', 'A医院', drug('アムロジピン', 14))],
  checkup: [{ day: '2025-06-01', institution: null, values: { hba1c: 6.8 } }],
  surgery: [{ day: '2026-11-01', institution: 'B病院', name: '水晶体再建術' }],
}

describe('the timeline', () => {
  it('puts everything of a day together, the latest day first', () => {
    const days = timelineOf(RECORDS)
    expect(days.map((each) => each.day)).toEqual(['2026-11-01', '2026-10-01', '2025-06-01'])
    expect(days[1]).toMatchObject({
      care: [{ institution: 'A医院' }],
      drugs: [{ day: '2026-10-01' }],
    })
  })

  it('is empty where there is nothing, and where nothing was looked up', () => {
    expect(timelineOf({ diagnosis: [], medication: [], checkup: [], surgery: [] })).toEqual([])
    expect(timelineOf(onlyItems(RECORDS, []))).toEqual([])
  })

  it('holds only the kinds that are allowed', () => {
    expect(onlyItems(RECORDS, ['surgery'])).toEqual({
      diagnosis: null,
      medication: null,
      checkup: null,
      surgery: RECORDS.surgery,
    })
  })
})

describe('check-up values over time', () => {
  it('become one plot for values that are read together, the earliest first', () => {
    const [pressure] = seriesOf([
      { day: '2026-06-01', institution: null, values: { systolic: 128, diastolic: 76 } },
      { day: '2024-06-01', institution: null, values: { systolic: 141 } },
    ])
    expect(pressure).toMatchObject({
      id: 'pressure',
      lines: [
        {
          measure: 'systolic',
          points: [
            { day: '2024-06-01', value: 141 },
            { day: '2026-06-01', value: 128 },
          ],
        },
        { measure: 'diastolic', points: [{ day: '2026-06-01', value: 76 }] },
      ],
    })
  })

  it('leave out what was never measured, and make no plot of nothing', () => {
    expect(seriesOf([])).toEqual([])
    expect(seriesOf(RECORDS.checkup).map(({ id }) => id)).toEqual(['hba1c'])
  })

  it('are written with the decimals that are usual for them', () => {
    expect(formatValue(7, { decimals: 1 })).toBe('7.0')
    expect(formatValue(128.4, { decimals: 0 })).toBe('128')
  })
})
