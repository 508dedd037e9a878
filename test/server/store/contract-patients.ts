/** What every store of the gateway must do with patients it knows by a reference, and with checks that ask nobody. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CheckRecord, PatientInCheck, Store } from '../../../server/store/store'
import { acceptedOf, addDevice } from './contract'

const SEALED = { enc: 'enc', ciphertext: 'ciphertext' }
const CARD = { lastDay: '2034-03-03', certificateLastDay: '2029-03-03' }

type Accepted = CheckRecord & { verdict: 'accepted' }

/** @param capturedAt ms */
export function checkOf(
  id: string,
  capturedAt: number,
  card: PatientInCheck['card'] = null,
  patientRef = 'ref',
): Accepted {
  const check = acceptedOf(id)
  return {
    ...check,
    facts: { ...check.facts, capturedAt },
    patient: { patientRef, card },
  }
}

export function declarationOf(id: string, ciphertext = SEALED.ciphertext): Accepted {
  const check = acceptedOf(id)
  return { ...check, envelope: { ...check.envelope, ciphertext }, asksNobody: true }
}

export function describePatients(name: string, open: () => Store | Promise<Store>): void {
  describe(`the store (${name})`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
      await addDevice(store, 'd1')
    })
    afterEach(() => store.close())

    const seen = async (patientRef = 'ref', facilityId = 'f1') =>
      (await store.patients.getMany(facilityId, [patientRef])).get(patientRef)
    const answer = (checkId: string, patient: PatientInCheck | null = null) =>
      store.answers.put({
        facilityId: 'f1',
        checkId,
        deviceId: 'd1',
        sealed: SEALED,
        kept: SEALED,
        patient: patient && { ...patient, capturedAt: 7 },
        now: 30,
      })

    describe('patients', () => {
      it('are known from their first check on, at that facility only', async () => {
        expect(await seen()).toBeUndefined()
        await store.checks.record('f1', [checkOf('a', 100)])
        expect(await seen()).toEqual({
          seenAt: 100,
          cardFirstCheckedAt: null,
          cardCheckedAt: null,
          cardLastDay: null,
          certificateLastDay: null,
          answeredCheckId: null,
        })
        expect(await seen('another')).toBeUndefined()
        expect(await seen('ref', 'f2')).toBeUndefined()
      })

      it('keep their first and their last check by card, in whatever order they come', async () => {
        await store.checks.record('f1', [checkOf('b', 200, CARD)])
        await store.checks.record('f1', [
          checkOf('c', 300, { lastDay: '2035-01-01', certificateLastDay: null }),
          checkOf('a', 100, { lastDay: '2030-01-01', certificateLastDay: '2026-01-01' }),
          checkOf('d', 400),
        ])
        expect(await seen()).toMatchObject({
          seenAt: 400,
          cardFirstCheckedAt: 100,
          cardCheckedAt: 300,
          cardLastDay: '2035-01-01',
          certificateLastDay: '2029-03-03',
        })
      })

      it('are not noted by a check that was refused, or that came a second time', async () => {
        const { facts, ...rest } = checkOf('a', 100, CARD)
        expect(facts.capturedAt).toBe(100)
        await store.checks.record('f1', [{ ...rest, verdict: 'rejected', code: 'TZ-G25' }])
        await store.checks.record('f1', [checkOf('a', 100, CARD)])
        expect(await seen()).toBeUndefined()
      })

      it('keep the answer of the check that was captured last', async () => {
        await store.checks.record('f1', [checkOf('a', 1), checkOf('b', 2)])
        const patient = { patientRef: 'ref', card: null }
        await answer('b', patient)
        await answer('a', patient)
        expect(await seen()).toMatchObject({ answeredCheckId: 'b' })
      })

      it('may have shown the card on their own phone, which only the answer tells', async () => {
        await store.checks.record('f1', [checkOf('a', 7)])
        const card = { lastDay: null, certificateLastDay: null }
        await answer('a', { patientRef: 'ref', card })
        expect(await seen()).toMatchObject({ cardFirstCheckedAt: 7, cardCheckedAt: 7 })
      })

      it('are not noted by an answer that was there already', async () => {
        await store.checks.record('f1', [checkOf('a', 7)])
        await answer('a')
        await answer('a', { patientRef: 'ref', card: CARD })
        expect(await seen()).toMatchObject({ cardCheckedAt: null, answeredCheckId: null })
      })
    })

    describe('a check that asks nobody', () => {
      const lease = () => store.work.lease({ now: 100, token: 't', limit: 10, leaseMs: 50 })

      it('is accepted and never taken by a worker', async () => {
        await store.checks.record('f1', [declarationOf('a')])
        expect((await store.checks.verdicts('f1', ['a'])).get('a')?.verdict).toBe('accepted')
        expect(await lease()).toEqual([])
        expect(await store.work.nextDueAt()).toBeNull()
        expect(await store.checks.countWaiting()).toBe(0)
        expect(await store.checks.findWaiting('f1', 'a')).toBeUndefined()
      })

      it('is withdrawn by its own device only, and its verdict stays', async () => {
        await addDevice(store, 'd2')
        await store.checks.record('f1', [declarationOf('a')])
        expect(await store.withdrawals.withdraw('f1', 'd2', ['a'], 40)).toEqual(['unknown'])
        expect(await store.withdrawals.withdraw('f1', 'd1', ['a', 'a'], 40)).toEqual([
          'withdrawn',
          'withdrawn',
        ])
        expect(await store.checks.record('f1', [declarationOf('a')])).toEqual([
          { bodyHash: 'hash of a', verdict: 'accepted' },
        ])
      })

      it('gets no answer', async () => {
        await store.checks.record('f1', [declarationOf('a')])
        expect(await answer('a')).toBe(false)
      })

      it('is destroyed at its end where nobody withdraws it, and no other check is', async () => {
        await store.checks.record('f1', [declarationOf('a'), checkOf('b', 5)])
        expect(await store.withdrawals.destroyDeclarations(5, 20)).toBe(0)
        expect(await store.withdrawals.destroyDeclarations(6, 20)).toBe(1)
        expect(await store.withdrawals.destroyDeclarations(6, 21)).toBe(0)
        expect(await store.withdrawals.withdraw('f1', 'd1', ['a'], 30)).toEqual(['withdrawn'])
        expect(await store.checks.countWaiting()).toBe(1)
      })
    })
  })
}
