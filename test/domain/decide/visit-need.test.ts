import { describe, expect, it } from 'vitest'
import type { Setting } from '../../../domain/check'
import {
  type CardReason,
  cardReasonOf,
  lookAhead,
  needOf,
  type NeedSituation,
  visitReasonOf,
} from '../../../domain/decide'

const situation = (changes: Partial<NeedSituation> = {}): NeedSituation => ({
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
  ...changes,
})
const ending = (lastDay: string, by: 'certificate' | 'card' = 'certificate') => ({
  end: { lastDay, by },
})

describe('今回必要なこと', () => {
  it('is 再照会 in a continuing relation', () => {
    expect(needOf(situation())).toEqual({ kind: 'reinquiry' })
  })

  it('is the card at the first visit', () => {
    const first = { previous: null, end: null, cardCheckedOn: null, lastVisitOn: null }
    expect(needOf(situation(first))).toEqual({ kind: 'card' })
  })

  it.each<Setting>([
    'driveThrough',
    'fever',
    'emergencyAdmission',
    'readerFailure',
    'houseCall',
    'onlineCare',
  ])('is always the card for %s (R33)', (setting) => {
    expect(needOf(situation({ setting }))).toEqual({ kind: 'card' })
  })

  it('is the card after a withdrawal, when the relation has ended, and when 再照会 was refused', () => {
    expect(needOf(situation({ consentWithdrawn: true }))).toEqual({ kind: 'card' })
    expect(needOf(situation({ continuing: false }))).toEqual({ kind: 'card' })
    expect(needOf(situation({ reinquiryRefused: true }))).toEqual({ kind: 'card' })
  })

  it('is the card where the gateway knows beforehand that 再照会 would bring no answer', () => {
    const closed = lookAhead(situation({ reinquiryClosed: true }))
    expect(closed).toMatchObject({ means: 'card', reinquiryClosed: true })
    expect(visitReasonOf(closed)).toBe('closed')
    expect(visitReasonOf(lookAhead(situation({ reinquiryRefused: true })))).toBe('refused')
    // What the rules forbid is said as the rules say it.
    const forbidden = lookAhead(situation({ reinquiryClosed: true, setting: 'houseCall' }))
    expect(visitReasonOf(forbidden)).toBe('setting')
  })

  it('is the end of the certificate from its alert on: its last day, then the end of the grace', () => {
    expect(needOf(situation(ending('2026-08-20')))).toEqual({
      kind: 'certificateEnds',
      day: '2026-08-20',
    })
    expect(needOf(situation(ending('2026-08-21')))).toEqual({ kind: 'reinquiry' })
    expect(needOf(situation(ending('2026-02-10')))).toEqual({
      kind: 'certificateEnds',
      day: '2026-05-31',
    })
  })

  it('is a document when the certificate is dead on the day of the visit', () => {
    expect(needOf(situation({ ...ending('2026-01-31'), day: '2026-04-30' })).kind).toBe(
      'certificateEnds',
    )
    expect(needOf(situation({ ...ending('2026-01-31'), day: '2026-05-01' }))).toEqual({
      kind: 'document',
    })
  })

  it('is the previous answer when that was 無効 or なし', () => {
    expect(needOf(situation({ previous: 'invalid' }))).toEqual({ kind: 'previousInvalid' })
    expect(needOf(situation({ previous: 'none', ...ending('2026-06-01') }))).toEqual({
      kind: 'previousInvalid',
    })
    expect(needOf(situation({ previous: 'invalidNewExists' }))).toEqual({ kind: 'reinquiry' })
    expect(needOf(situation({ previous: 'multiple' }))).toEqual({ kind: 'reinquiry' })
  })

  it('is the document for one who uses no マイナ保険証', () => {
    expect(needOf(situation({ usesDocument: true }))).toEqual({ kind: 'document' })
  })
})

describe('what else a visit’s line says', () => {
  it('names what the visit is confirmed with also where something heavier has the badge', () => {
    const both = lookAhead(situation({ previous: 'invalid', ...ending('2026-02-10') }))
    expect(both.need).toEqual({ kind: 'previousInvalid' })
    expect(both.means).toBe('reinquiry')
    expect(both.previous).toBe('invalid')
    expect(both.end).toEqual({
      state: 'grace',
      lastDay: '2026-02-10',
      usableUntil: '2026-05-31',
      by: 'certificate',
    })
    expect(lookAhead(situation({ previous: 'none', setting: 'driveThrough' })).means).toBe('card')
  })

  it('says until when it still works before it ends, and that of the card itself', () => {
    expect(lookAhead(situation(ending('2026-07-15', 'card'))).end).toEqual({
      state: 'alert',
      lastDay: '2026-07-15',
      usableUntil: '2026-10-31',
      by: 'card',
    })
    expect(lookAhead(situation()).end).toBeNull()
    expect(lookAhead(situation({ end: null })).end).toBeNull()
  })

  it('takes neither card nor 再照会 after the grace', () => {
    const dead = lookAhead(situation(ending('2026-01-31')))
    expect(dead.end?.state).toBe('dead')
    expect(dead.means).toBe('document')
    expect(dead.reinquiry.allowed).toBe(true)
  })

  it('warns of a long gap without taking 再照会 away (R33)', () => {
    const { means, reinquiry } = lookAhead(situation({ lastVisitOn: '2026-02-18' }))
    expect(means).toBe('reinquiry')
    expect(reinquiry).toMatchObject({ allowed: true, warning: { days: 91 } })
  })

  it.each<[CardReason | null, Partial<NeedSituation>]>([
    [null, {}],
    [null, { previous: 'invalid' }],
    ['setting', { setting: 'driveThrough' }],
    ['noCardCheck', { cardCheckedOn: null }],
    ['notContinuing', { continuing: false }],
    ['withdrawn', { consentWithdrawn: true }],
    ['refused', { reinquiryRefused: true }],
    ['setting', { setting: 'driveThrough', reinquiryRefused: true }],
    ['usesDocument', { usesDocument: true, ...ending('2026-01-31') }],
    ['dead', ending('2026-01-31')],
  ])('tells why a 再照会 is not enough: %s', (reason, changes) => {
    expect(cardReasonOf(lookAhead(situation(changes)))).toBe(reason)
  })
})
