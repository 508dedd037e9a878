import { describe, expect, it } from 'vitest'
import { needOf, type VisitHistory } from '../../../domain/decide'

const history = (changes: Partial<VisitHistory> = {}): VisitHistory => ({
  setting: 'homeNursing',
  day: '2026-05-20',
  usesDocument: false,
  last: { validity: 'valid', certificateLastDay: '2028-04-01' },
  cardCheckedOn: '2026-01-10',
  lastVisitOn: '2026-05-13',
  continuing: true,
  consentWithdrawn: false,
  ...changes,
})
const last = (certificateLastDay: string, validity: 'valid' | 'invalid' | 'none' = 'valid') => ({
  last: { validity, certificateLastDay },
})

describe('今回必要なこと', () => {
  it('is 再照会 in a continuing relation', () => {
    expect(needOf(history())).toEqual({ kind: 'reinquiry' })
  })

  it('is the card at the first visit, and wherever 再照会 is not allowed', () => {
    expect(needOf(history({ last: null, cardCheckedOn: null }))).toEqual({ kind: 'card' })
    expect(needOf(history({ setting: 'houseCall' }))).toEqual({ kind: 'card' })
    expect(needOf(history({ consentWithdrawn: true }))).toEqual({ kind: 'card' })
  })

  it('is the end of the certificate from its alert on: its last day, then the end of the grace', () => {
    expect(needOf(history(last('2026-08-20')))).toEqual({
      kind: 'certificateEnds',
      day: '2026-08-20',
    })
    expect(needOf(history(last('2026-08-21')))).toEqual({ kind: 'reinquiry' })
    expect(needOf(history(last('2026-02-10')))).toEqual({
      kind: 'certificateEnds',
      day: '2026-05-31',
    })
  })

  it('is a document when the certificate is dead on the day of the visit', () => {
    expect(needOf(history({ ...last('2026-01-31'), day: '2026-04-30' })).kind).toBe(
      'certificateEnds',
    )
    expect(needOf(history({ ...last('2026-01-31'), day: '2026-05-01' }))).toEqual({
      kind: 'document',
    })
  })

  it('is the previous answer when that was 無効 or なし', () => {
    expect(needOf(history(last('2028-04-01', 'invalid')))).toEqual({ kind: 'previousInvalid' })
    expect(needOf(history(last('2026-06-01', 'none')))).toEqual({ kind: 'previousInvalid' })
  })

  it('is the document for one who uses no マイナ保険証', () => {
    expect(needOf(history({ usesDocument: true }))).toEqual({ kind: 'document' })
  })
})
