import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../domain/documents/read-document'
import { INSURERS } from '../../../server/authority/sandbox/insurers'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { context, UNION } from './entries'

/** Has, on purpose, the longest 記号 that a claim holds, with words where a 健康保険組合 has none. */
const LONGEST = 'name-longest'
const coverages = SANDBOX_PEOPLE.filter(({ id }) => id !== LONGEST).flatMap(
  ({ record }) => record.coverages,
)

describe('the numbers of the people of training (R70)', () => {
  it('can be typed from a 資格確認書 without a fault and without a doubt', () => {
    const found = coverages.flatMap(({ insurer, symbol, number, branch }) => {
      const typed = {
        insurerNumber: INSURERS[insurer].number,
        symbol: symbol ?? '',
        number,
        branch: branch ?? '',
        validUntil: UNION.validUntil ?? '',
        birthdate: UNION.birthdate ?? '',
      }
      const { findings } = readDocument('certificate', typed, context())
      // One birthdate for all: their own depend on the day of the training.
      return findings.filter(({ field }) => field !== 'birthdate')
    })
    expect(coverages.length).toBeGreaterThan(20)
    expect(found).toEqual([])
  })
})
