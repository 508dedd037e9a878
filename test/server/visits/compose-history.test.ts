import { describe, expect, it } from 'vitest'
import type { VisitHistory } from '../../../domain/visit'
import { composeHistory } from '../../../server/visits/compose-history'
import { makeAnswer } from '../../pages/seeds'

const DAY = '2026-11-21'
const told: VisitHistory = {
  lastCardCheckAt: '2026-10-24T01:00:00.000Z',
  lastVisitOn: '2026-11-14',
  continuing: true,
  lastAnswer: { validity: 'valid', certificateLastDay: '2027-01-01', on: '2026-10-24' },
  cardLastDay: '2031-01-01',
  onFile: null,
  usesDocument: false,
  consentWithdrawn: false,
}
const seen = {
  seenAt: Date.parse('2026-11-21T00:40:00Z'),
  cardFirstCheckedAt: null,
  cardCheckedAt: null,
  cardLastDay: null,
  certificateLastDay: null,
  answeredCheckId: 'c-1',
}
/** No certificate is seen by asking again without the card. */
const reinquired = makeAnswer('c-1', { validity: 'invalid', certificate: null })

describe('what a tablet is told of a patient beforehand', () => {
  it('is the facility’s own word where the gateway has seen nothing', () => {
    const known = { seen: undefined, answer: null, consents: [] }
    expect(composeHistory(told, known, DAY)).toBe(told)
    expect(composeHistory(undefined, known, DAY)).toBeUndefined()
  })

  it('takes the newer answer, and keeps the certificate that it did not look at', () => {
    expect(
      composeHistory(told, { seen, answer: reinquired, consents: [] }, DAY)?.lastAnswer,
    ).toEqual({ validity: 'invalid', certificateLastDay: '2027-01-01', on: DAY })
  })

  it('takes the certificate that was read here before the one that was told', () => {
    const read = { ...seen, certificateLastDay: '2030-05-05' }
    const known = { seen: read, answer: reinquired, consents: [] }
    expect(composeHistory(told, known, DAY)?.lastAnswer?.certificateLastDay).toBe('2030-05-05')
    expect(
      composeHistory(undefined, { ...known, seen }, DAY)?.lastAnswer?.certificateLastDay,
    ).toBeNull()
  })
})
