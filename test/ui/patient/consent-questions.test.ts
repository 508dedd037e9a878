import { describe, expect, it } from 'vitest'
import { CONSENT_ITEMS, type Consent } from '../../../domain/check'
import {
  answersOf,
  consentOf,
  emptyAnswers,
  isAnswered,
  isGranted,
  questionsFor,
  type ConsentAnswers,
} from '../../../src/ui/patient/consent-questions'

const AT = '2026-11-21T01:00:00.000Z'
const COMPLETE: ConsentAnswers = {
  decidedBy: { kind: 'patient' },
  way: 'all',
  items: {},
  prescription: 'paper',
}

describe('the order of the questions', () => {
  it('asks who decides, what may be seen, the prescription, and shows it all', () => {
    expect(questionsFor(emptyAnswers()).map(({ kind }) => kind)).toEqual([
      'who',
      'way',
      'prescription',
      'review',
    ])
  })

  it('asks every item once where the patient chooses (R30)', () => {
    const questions = questionsFor({ ...COMPLETE, way: 'choose' })
    expect(questions.flatMap((q) => (q.kind === 'item' ? [q.item] : []))).toEqual(CONSENT_ITEMS)
  })

  it('asks as few questions of who refuses as of who agrees (R31)', () => {
    expect(questionsFor({ ...COMPLETE, way: 'none' })).toEqual(questionsFor(COMPLETE))
  })

  it('knows an item as open until it is answered, no like yes', () => {
    const question = { kind: 'item', item: 'surgery' } as const
    expect(isAnswered(question, COMPLETE)).toBe(false)
    expect(isAnswered(question, { ...COMPLETE, items: { surgery: false } })).toBe(true)
  })
})

describe('the decision', () => {
  it('is none before the last answer', () => {
    expect(consentOf(emptyAnswers(), AT, 'ja')).toBeNull()
    expect(consentOf({ ...COMPLETE, decidedBy: null }, AT, 'ja')).toBeNull()
    expect(consentOf({ ...COMPLETE, way: null }, AT, 'ja')).toBeNull()
    expect(consentOf({ ...COMPLETE, prescription: null }, AT, 'ja')).toBeNull()
    expect(consentOf({ ...COMPLETE, way: 'choose', items: { surgery: true } }, AT, 'ja')).toBeNull()
  })

  it('grants every item for すべて同意', () => {
    const consent = consentOf(COMPLETE, AT, 'ja')
    expect(consent?.items).toEqual({
      diagnosis: true,
      medication: true,
      checkup: true,
      surgery: true,
    })
    expect(consent?.decidedAt).toBe(AT)
  })

  it('names the version of the words that were read', () => {
    expect(consentOf(COMPLETE, AT, 'ja')?.wording).toBe('consent-1')
    expect(consentOf(COMPLETE, AT, 'vi')?.wording).toBe('consent-1/vi')
  })

  it('grants none for 同意しない, whatever was chosen before', () => {
    const items = { diagnosis: true, medication: true, checkup: true, surgery: true }
    expect(consentOf({ ...COMPLETE, way: 'none', items }, AT, 'ja')?.items).toEqual({
      diagnosis: false,
      medication: false,
      checkup: false,
      surgery: false,
    })
  })

  it('grants exactly what was chosen', () => {
    const items = { diagnosis: false, medication: true, checkup: false, surgery: true }
    expect(consentOf({ ...COMPLETE, way: 'choose', items }, AT, 'ja')?.items).toEqual(items)
  })

  it('names a proxy by the relation', () => {
    const decidedBy = { kind: 'proxy', relation: '子' } as const
    expect(consentOf({ ...COMPLETE, decidedBy }, AT, 'ja')?.decidedBy).toEqual(decidedBy)
  })

  it('grants nothing while the way is open', () => {
    expect(CONSENT_ITEMS.some((item) => isGranted(item, emptyAnswers()))).toBe(false)
  })
})

describe('changing an earlier decision', () => {
  const consent = (granted: Consent['items']): Consent => ({
    items: granted,
    prescription: 'electronic',
    decidedBy: { kind: 'patient' },
    decidedAt: AT,
    wording: 'consent-1',
  })

  it.each([
    ['all', { diagnosis: true, medication: true, checkup: true, surgery: true }],
    ['none', { diagnosis: false, medication: false, checkup: false, surgery: false }],
    ['choose', { diagnosis: true, medication: false, checkup: false, surgery: false }],
  ] as const)('finds %s in it and comes to the same decision', (way, items) => {
    const answers = answersOf(consent(items))
    expect(answers.way).toBe(way)
    expect(consentOf(answers, AT, 'ja')).toEqual(consent(items))
  })
})
