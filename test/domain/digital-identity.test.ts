import { describe, expect, it } from 'vitest'
import {
  isPatient,
  planDigitalIdentity,
  type DigitalIdentitySituation,
} from '../../domain/digital-identity'

const PATIENT = { name: '見本　花子', nameKana: 'ミホン ハナコ', birthdate: '1950-03-03' }
const PERSON = { name: '見本 花子', nameKana: null, birthdate: '1950-03-03' }

describe('the person whom デジタル認証アプリ names', () => {
  it.each([
    ['as written, spaces and width aside', {}],
    ['with a variation selector', { name: '見本花\u{e0100}子' }],
    ['with ● for one character (R45)', { name: '●本花子' }],
    ['by kana, where there is one, whatever is written', { name: '別', nameKana: 'みほんはなこ' }],
    ['by kana with ●', { nameKana: 'ミホ●ハナコ' }],
  ])('is the patient: %s', (_, change) => {
    expect(isPatient({ ...PERSON, ...change }, PATIENT)).toBe(true)
  })

  it.each([
    ['another name', { name: '見本花代' }],
    ['● for two characters', { name: '●花子' }],
    ['an empty name', { name: '' }],
    ['another kana, though the same is written', { nameKana: 'ミモトハナコ' }],
    ['another birth date', { birthdate: '1950-03-04' }],
    ['no birth date', { birthdate: '' }],
    ['a birth date that is none', { birthdate: '1950-02-30' }],
    ['a year alone', { birthdate: '1950' }],
  ])('is not: %s', (_, change) => {
    expect(isPatient({ ...PERSON, ...change }, PATIENT)).toBe(false)
  })

  it('is nobody where both birth dates are the same mistake', () => {
    const wrong = { birthdate: '0000-00-00' }
    expect(isPatient({ ...PERSON, ...wrong }, { ...PATIENT, ...wrong })).toBe(false)
  })
})

describe('where the app may be used', () => {
  const situation: DigitalIdentitySituation = {
    setting: 'homeNursing',
    day: '2026-11-21',
    patientKnown: true,
    cardHasPin: true,
    online: true,
  }

  it.each(['homeNursing', 'onlineCare', 'treatmentRoom'] as const)('is open: %s', (setting) => {
    expect(planDigitalIdentity({ ...situation, setting })).toEqual({ open: true })
  })

  it.each([
    [{ setting: 'counter' }, 'R1'],
    [{ cardHasPin: false }, 'R11'],
    [{ patientKnown: false }, 'R44'],
    [{ online: false }, null],
  ] as const)('is closed, saying why: %j', (change, rule) => {
    const plan = planDigitalIdentity({ ...situation, ...change })
    expect(plan).toMatchObject({ open: false, rule })
    expect(plan.open ? '' : plan.reason).toMatch(/。$/)
  })
})
