import { describe, expect, it } from 'vitest'
import { needOf, needSituationOf, type OwnCheck, type OwnKnowledge } from '../../../domain/decide'
import type { VisitHistory } from '../../../domain/visit'

/** 2026年5月20日 14:00 in Japan. */
const AT = '2026-05-20T05:00:00Z'

const history = (changes: Partial<VisitHistory> = {}): VisitHistory => ({
  lastCardCheckAt: '2026-01-10T01:00:00Z',
  lastVisitOn: '2026-05-13',
  continuing: true,
  lastAnswer: { validity: 'valid', certificateLastDay: '2028-04-01', on: '2026-05-13' },
  cardLastDay: '2031-04-01',
  onFile: null,
  usesDocument: false,
  consentWithdrawn: false,
  ...changes,
})
/** This morning, with the card. */
const check = (changes: Partial<OwnCheck> = {}): OwnCheck => ({
  capturedAt: '2026-05-20T00:30:00Z',
  withCard: true,
  withPatient: true,
  certificateLastDay: '2028-04-01',
  answer: null,
  ...changes,
})
const join = (
  told: Partial<VisitHistory> = {},
  own: Partial<OwnKnowledge> = {},
  setting: 'homeNursing' | 'driveThrough' = 'homeNursing',
) =>
  needSituationOf(
    { setting, history: history(told) },
    { checks: [], consents: [], reinquiryRefused: false, ...own },
    AT,
  )
const answered = (
  validity: 'valid' | 'invalid' | 'none',
  on = '2026-05-20',
  certificateLastDay: string | null = null,
) => ({ validity, on, certificateLastDay })

describe('what the facility knows, without a check of this tablet', () => {
  it('is taken as it is, on the day in Japan', () => {
    expect(join()).toEqual({
      setting: 'homeNursing',
      day: '2026-05-20',
      usesDocument: false,
      previous: 'valid',
      end: { lastDay: '2028-04-01', by: 'certificate' },
      cardCheckedOn: '2026-01-10',
      lastVisitOn: '2026-05-13',
      continuing: true,
      consentWithdrawn: false,
      reinquiryRefused: false,
    })
    expect(join({ lastCardCheckAt: '2026-05-19T15:00:00Z' }).cardCheckedOn).toBe('2026-05-20')
  })

  it('leaves open what nobody knows', () => {
    const first = join({
      lastCardCheckAt: null,
      lastVisitOn: null,
      lastAnswer: null,
      cardLastDay: null,
    })
    expect(first).toMatchObject({
      previous: null,
      end: null,
      cardCheckedOn: null,
      lastVisitOn: null,
    })
    expect(needOf(first)).toEqual({ kind: 'card' })
  })

  it('counts the card’s own end where it comes first, or where no certificate was seen', () => {
    expect(join({ cardLastDay: '2027-03-01' }).end).toEqual({ lastDay: '2027-03-01', by: 'card' })
    expect(join({ lastAnswer: null, cardLastDay: '2027-03-01' }).end).toEqual({
      lastDay: '2027-03-01',
      by: 'card',
    })
  })
})

describe('an answer of this morning', () => {
  it('changes the badge of this afternoon without a line', () => {
    const invalid = join({}, { checks: [check({ answer: answered('invalid') })] })
    expect(invalid.previous).toBe('invalid')
    expect(needOf(invalid)).toEqual({ kind: 'previousInvalid' })
    const valid = join(
      { lastAnswer: { validity: 'invalid', certificateLastDay: null, on: '2026-05-19' } },
      { checks: [check({ answer: answered('valid') })] },
    )
    expect(needOf(valid)).toEqual({ kind: 'reinquiry' })
  })

  it('counts on the day of the facility’s own last word, and gives way to a later one', () => {
    const told = { validity: 'invalid' as const, certificateLastDay: null }
    const own = { checks: [check({ answer: answered('valid', '2026-05-19') })] }
    expect(join({ lastAnswer: { ...told, on: '2026-05-19' } }, own).previous).toBe('valid')
    expect(join({ lastAnswer: { ...told, on: '2026-05-20' } }, own).previous).toBe('invalid')
  })

  it('is the last of several, whatever the order they are listed in', () => {
    const early = check({ answer: answered('invalid') })
    const late = check({ capturedAt: '2026-05-20T02:00:00Z', answer: answered('valid') })
    const waiting = check({ capturedAt: '2026-05-20T03:00:00Z', answer: null })
    expect(join({}, { checks: [late, waiting, early] }).previous).toBe('valid')
  })
})

describe('a card that was here this morning', () => {
  it('makes 再照会 possible in the afternoon before its answer has come', () => {
    const first = { lastCardCheckAt: null, lastAnswer: null, cardLastDay: null }
    const joined = join(first, { checks: [check()] })
    expect(joined.cardCheckedOn).toBe('2026-05-20')
    expect(needOf(joined)).toEqual({ kind: 'reinquiry' })
    expect(needOf(join(first, { checks: [check()] }, 'driveThrough'))).toEqual({ kind: 'card' })
  })

  it('is not made out of a 再照会 or a document', () => {
    const first = { lastCardCheckAt: null, lastVisitOn: null }
    const asked = check({ withCard: false, withPatient: false, certificateLastDay: null })
    expect(join(first, { checks: [asked] })).toMatchObject({
      cardCheckedOn: null,
      lastVisitOn: null,
    })
    const typed = check({ withCard: false, certificateLastDay: null })
    expect(join(first, { checks: [typed] })).toMatchObject({
      cardCheckedOn: null,
      lastVisitOn: '2026-05-20',
    })
  })

  it('ends the warning of a long gap', () => {
    expect(join({ lastVisitOn: '2025-11-01' }, { checks: [check()] }).lastVisitOn).toBe(
      '2026-05-20',
    )
  })

  it('tells of a certificate that was renewed, on a new card too', () => {
    const told = { validity: 'valid' as const, certificateLastDay: '2026-06-01', on: '2026-05-13' }
    const of = (certificateLastDay: string) => ({ checks: [check({ certificateLastDay })] })
    expect(join({ lastAnswer: told }, of('2031-03-01')).end).toEqual({
      lastDay: '2031-03-01',
      by: 'certificate',
    })
    expect(join({ lastAnswer: told, cardLastDay: '2026-06-01' }, of('2031-06-01')).end).toEqual({
      lastDay: '2031-06-01',
      by: 'certificate',
    })
  })

  it('is the same card while its certificate is the same', () => {
    const same = { checks: [check()] }
    expect(join({ cardLastDay: '2027-03-01' }, same).end).toEqual({
      lastDay: '2027-03-01',
      by: 'card',
    })
  })

  it('takes the certificate from the answer where the tablet did not read it', () => {
    const phone = check({
      certificateLastDay: null,
      answer: answered('valid', '2026-05-20', '2026-06-30'),
    })
    expect(join({}, { checks: [phone] }).end?.lastDay).toBe('2026-06-30')
  })

  it('keeps what was read before where the facility’s later answer saw no certificate', () => {
    const told = { validity: 'valid' as const, certificateLastDay: null, on: '2026-05-20' }
    const before = check({ capturedAt: '2026-05-19T00:30:00Z', certificateLastDay: '2026-06-01' })
    expect(join({ lastAnswer: told }, { checks: [before] }).end?.lastDay).toBe('2026-06-01')
  })

  it('is the card of one who came with a 資格確認書 before', () => {
    expect(join({ usesDocument: true }).usesDocument).toBe(true)
    expect(join({ usesDocument: true }, { checks: [check()] }).usesDocument).toBe(false)
  })

  it('tells nothing while its time is still to come, by a clock that ran ahead', () => {
    const ahead = check({ capturedAt: '2026-05-20T05:00:01Z', answer: answered('invalid') })
    expect(join({}, { checks: [ahead] })).toEqual(join())
  })
})

describe('a consent taken back (R34)', () => {
  const consent = (
    withdrawn: ('medication' | 'checkup')[],
    decidedAt = '2026-05-20T00:30:00Z',
  ) => ({
    items: ['medication' as const, 'checkup' as const],
    withdrawn,
    decidedAt,
  })
  const isWithdrawn = (told: boolean, own: Partial<OwnKnowledge> = {}) =>
    join({ consentWithdrawn: told }, own).consentWithdrawn

  it('closes 再照会 at once where all of it was, here and without a line', () => {
    expect(isWithdrawn(false, { consents: [consent(['medication', 'checkup'])] })).toBe(true)
    expect(isWithdrawn(false, { consents: [consent(['medication'])] })).toBe(false)
    expect(isWithdrawn(true)).toBe(true)
  })

  it('is over when the card was here since and the patient has decided anew', () => {
    const before = consent(['medication', 'checkup'], '2026-05-19T00:00:00Z')
    const anew = consent([])
    expect(isWithdrawn(false, { consents: [anew, before], checks: [check()] })).toBe(false)
    expect(isWithdrawn(true, { checks: [check()] })).toBe(false)
  })

  it('is not a refusal to agree, which is a normal answer (R31)', () => {
    const refused = { items: [], withdrawn: [], decidedAt: '2026-05-20T00:30:00Z' }
    expect(isWithdrawn(false, { consents: [refused] })).toBe(false)
  })
})
