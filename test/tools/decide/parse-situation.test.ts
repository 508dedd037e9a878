import { describe, expect, it } from 'vitest'
import { parseSituation } from '../../../tools/decide/parse-situation'

type Tree = Record<string, unknown>

const WHOLE = {
  at: '2026-11-20T10:00:00+09:00',
  facility: { kind: 'clinic', transitional: 3, boundDevice: true, visualPasscode: true },
  setting: 'homeVisit',
  presented: ['card', 'portalPdf'],
  card: {
    readable: true,
    expires: '2030-05-05',
    certificateExpires: '2028-02-29',
    pinTriesLeft: 0,
    pinless: false,
    photo: true,
  },
  relation: {
    continuing: true,
    lastCardCheckAt: '2026-10-20T01:00:00Z',
    lastVisitOn: '2026-11-13',
  },
  consent: {
    at: '2026-11-20T09:00:00.123+09:00',
    items: { diagnosis: true, medication: false, checkup: false, surgery: true },
    withdrawnAt: '2026-11-20T09:30+09:00',
  },
  answer: { validity: 'multiple', share: 20 },
  patient: {
    birthDate: '1950-01-15',
    saysInsured: true,
    firstVisit: false,
    careDaysThisMonth: 31,
    newborn: false,
    newbornRegistered: false,
    numbers: 'former',
  },
}

/** The whole with one value changed, or left out where it is undefined. */
function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(WHOLE) as Tree
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let at = copy
  for (const step of steps) at = at[step] as Tree
  if (value === undefined) Reflect.deleteProperty(at, last)
  else at[last] = value
  return copy
}

function faultPaths(value: unknown): string[] {
  const parsed = parseSituation(JSON.stringify(value))
  return parsed.ok ? [] : parsed.faults.map(({ path }) => path)
}

describe('a situation in JSON', () => {
  it('is taken as it is, whole or with all that may be unknown left out', () => {
    expect(parseSituation(JSON.stringify(WHOLE))).toEqual({ ok: true, situation: WHOLE })
    const { at, setting } = WHOLE
    const facility = { kind: 'judo', boundDevice: false, visualPasscode: false }
    const least = { at, setting, facility, presented: [] }
    expect(parseSituation(JSON.stringify(least))).toEqual({ ok: true, situation: least })
  })

  it.each([
    'card',
    'relation',
    'consent',
    'answer',
    'patient',
    'facility.transitional',
    'card.expires',
    'card.pinTriesLeft',
    'relation.lastVisitOn',
    'consent.withdrawnAt',
    'answer.share',
    'patient.birthDate',
    'patient.careDaysThisMonth',
  ])('may leave %s out: that is unknown', (path) => {
    expect(faultPaths(withValue(path, undefined))).toEqual([])
  })

  it.each([
    'at',
    'facility',
    'setting',
    'presented',
    'facility.kind',
    'facility.boundDevice',
    'facility.visualPasscode',
    'card.readable',
    'relation.continuing',
    'consent.at',
    'consent.items',
    'consent.items.surgery',
    'answer.validity',
    'patient.numbers',
  ])('names %s where it is missing', (path) => {
    expect(faultPaths(withValue(path, undefined))).toEqual([path])
  })

  it.each([
    ['at', '2026-11-20'],
    ['at', '2026-11-20T10:00:00'],
    ['at', '2026-02-29T10:00:00+09:00'],
    ['at', '2026-11-20T24:00:00+09:00'],
    ['at', '2026-11-20T10:60:00+09:00'],
    ['at', '2026-11-20 10:00:00+09:00'],
    ['at', 1_795_136_400_000],
    ['facility.kind', 'vet'],
    ['facility.transitional', 5],
    ['facility.transitional', '2'],
    ['facility.boundDevice', 'yes'],
    ['setting', 'ward'],
    ['presented', 'card'],
    ['card', null],
    ['card', 'readable'],
    ['card.expires', '2026-02-30'],
    ['card.expires', '2026-2-3'],
    ['card.certificateExpires', '2026-13-01'],
    ['card.certificateExpires', '2027-02-29'],
    ['card.certificateExpires', null],
    ['card.pinTriesLeft', -1],
    ['card.pinTriesLeft', 4],
    ['card.pinTriesLeft', 1.5],
    ['relation.lastCardCheckAt', '2026-10-20'],
    ['relation.lastVisitOn', '2026-11-13T10:00:00+09:00'],
    ['consent.items.diagnosis', 1],
    ['consent.withdrawnAt', 'yesterday'],
    ['answer.validity', 'perhaps'],
    ['answer.share', 3],
    ['answer.share', 100],
    ['patient.birthDate', '昭和25年1月15日'],
    ['patient.careDaysThisMonth', 0],
    ['patient.careDaysThisMonth', 32],
    ['patient.numbers', ''],
  ])('is refused at %s for %j', (path, value) => {
    expect(faultPaths(withValue(path, value))).toEqual([path])
  })

  it.each(['extra', 'facility.name', 'card.number', 'consent.items.all', 'patient.constructor'])(
    'has no field %s',
    (path) => {
      expect(faultPaths(withValue(path, true))).toEqual([path])
    },
  )

  it('has no field __proto__ either', () => {
    const json = JSON.stringify(WHOLE).replace('{', '{"__proto__":{"at":1},')
    expect(parseSituation(json)).toMatchObject({ ok: false, faults: [{ path: '__proto__' }] })
  })

  it('names the place in a list', () => {
    expect(faultPaths(withValue('presented', ['card', 'passport']))).toEqual(['presented[1]'])
  })

  it('names every fault at once', () => {
    const value = { ...WHOLE, at: 'now', setting: 'ward' }
    expect(faultPaths(value)).toEqual(['at', 'setting'])
  })

  it.each(['', '{', 'null', '[]', '"at"', '1', '{} {}'])('is one object, and %j is not', (json) => {
    const parsed = parseSituation(json)
    expect(parsed).toMatchObject({ ok: false, faults: [{ path: '$' }] })
  })

  it('is refused without a word of what it held', () => {
    const value = withValue('patient.birthDate', '訓練 花子')
    expect(JSON.stringify(parseSituation(JSON.stringify(value)))).not.toContain('訓練')
    expect(JSON.stringify(parseSituation('{"name": 訓練}'))).not.toContain('訓練')
  })
})
