import { describe, expect, it } from 'vitest'
import { type Consent, CONSENT_ITEMS, type ConsentItem } from '../../domain/check'
import { consentToAll } from '../../domain/consent'
import {
  afterWithdrawals,
  grantedItems,
  inScreenOrder,
  itemsLeft,
} from '../../domain/consent-withdrawal'

const ALL: Consent = {
  items: consentToAll(true),
  prescription: 'paper',
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-22T01:00:00.000Z',
  wording: 'consent-1',
}

/** Every set of the four items. */
const SETS: ConsentItem[][] = Array.from({ length: 16 }, (_, bits) =>
  CONSENT_ITEMS.filter((_item, at) => (bits & (1 << at)) !== 0),
)

describe('withdrawing a consent (R34)', () => {
  it('takes away exactly what is named, and nothing of who decided and when', () => {
    expect(afterWithdrawals(ALL, ['medication', 'surgery'])).toEqual({
      ...ALL,
      items: { diagnosis: true, medication: false, checkup: true, surgery: false },
    })
  })

  it('never gives anything, whatever was withdrawn before', () => {
    for (const granted of SETS) {
      const consent = {
        ...ALL,
        items: Object.fromEntries(
          CONSENT_ITEMS.map((item) => [item, granted.includes(item)]),
        ) as Consent['items'],
      }
      for (const withdrawn of SETS) {
        const left = grantedItems(afterWithdrawals(consent, withdrawn))
        expect(left).toEqual(itemsLeft(granted, withdrawn))
        expect(left.every((item) => granted.includes(item))).toBe(true)
      }
    }
  })

  it('comes to the same in any order and any number', () => {
    for (const one of SETS) {
      for (const other of SETS) {
        const forwards = afterWithdrawals(afterWithdrawals(ALL, one), other)
        const backwards = afterWithdrawals(afterWithdrawals(ALL, other), one)
        expect(forwards).toEqual(backwards)
        expect(afterWithdrawals(ALL, [...one, ...other, ...one])).toEqual(forwards)
      }
    }
  })

  it('grants nothing without a consent', () => {
    expect(grantedItems(null)).toEqual([])
  })

  it('names each item once, in the order of the screen', () => {
    expect(inScreenOrder(['surgery', 'diagnosis', 'surgery'])).toEqual(['diagnosis', 'surgery'])
  })
})
