/** What every store of the gateway must do with many checks that come at once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_BATCH } from '../../../api/wire'
import type { CheckRecord, Store } from '../../../server/store/store'
import { acceptedOf, addDevice, challengeOf } from './contract'
import { checkOf } from './contract-patients'

function rejectedOf(id: string): CheckRecord {
  const { deviceId, bodyHash, envelope, receivedAt } = acceptedOf(id)
  return { id, deviceId, bodyHash, envelope, receivedAt, verdict: 'rejected', code: 'TZ-G18' }
}

export function describeBatches(name: string, open: () => Store | Promise<Store>): void {
  describe(`the store (${name}), given a batch`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
      await addDevice(store, 'd1')
      await addDevice(store, 'd2')
    })
    afterEach(() => store.close())

    const ids = Array.from({ length: MAX_BATCH }, (_, at) => `c${String(at).padStart(3, '0')}`)
    const challengeFor = (id: string, deviceId = 'd1') => challengeOf(`of ${id}`, { deviceId })
    const verdictsOf = async (records: readonly CheckRecord[]) =>
      (await store.checks.record('f1', records)).map(({ verdict }) => verdict)
    const waiting = async () =>
      (await store.work.lease({ now: 50, token: 'w', limit: 1000, leaseMs: 1 }))
        .map(({ id }) => id)
        .toSorted()

    it('records the largest there is, each check with its challenge, in its order', async () => {
      await store.challenges.add(
        'f1',
        ids.map((id) => challengeFor(id)),
      )
      const records = ids
        .toReversed()
        .map((id, at) =>
          at % 3 === 0 ? rejectedOf(id) : acceptedOf(id, { challengeId: `of ${id}` }),
        )
      const verdicts = await store.checks.record('f1', records)
      expect(verdicts.map(({ bodyHash }) => bodyHash)).toEqual(
        records.map(({ bodyHash }) => bodyHash),
      )
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(records.map(({ verdict }) => verdict))
      const accepted = records.filter(({ verdict }) => verdict === 'accepted').map(({ id }) => id)
      expect(await waiting()).toEqual(accepted.toSorted())
      expect(await store.checks.verdicts('f1', ids)).toEqual(
        new Map(records.map(({ id }, at) => [id, verdicts[at]])),
      )
      const used = await store.challenges.getMany(
        'f1',
        ids.map((id) => `of ${id}`),
      )
      for (const id of ids) {
        expect(used.get(`of ${id}`)?.usedBy).toBe(accepted.includes(id) ? id : null)
      }
    })

    it('records nothing where there is nothing', async () => {
      expect(await store.checks.record('f1', [])).toEqual([])
      expect(await store.checks.verdicts('f1', [])).toEqual(new Map())
      expect(await store.challenges.getMany('f1', [])).toEqual(new Map())
      expect(await store.patients.getMany('f1', [])).toEqual(new Map())
    })

    it('records the first of two that bear one id', async () => {
      const other = { ...acceptedOf('a'), bodyHash: 'other' }
      expect(await store.checks.record('f1', [acceptedOf('b'), other, rejectedOf('a')])).toEqual([
        { bodyHash: 'hash of b', verdict: 'accepted' },
        { bodyHash: 'other', verdict: 'accepted' },
        { bodyHash: 'other', verdict: 'accepted' },
      ])
      expect(await waiting()).toEqual(['a', 'b'])
    })

    it('keeps what stands, and uses no challenge for it', async () => {
      await store.challenges.add('f1', [challengeFor('a'), challengeFor('b')])
      await store.checks.record('f1', [rejectedOf('a')])
      const again = ['a', 'b'].map((id) => acceptedOf(id, { challengeId: `of ${id}` }))
      expect(await verdictsOf(again)).toEqual(['rejected', 'accepted'])
      const challenges = await store.challenges.getMany('f1', ['of a', 'of b'])
      expect([...challenges.values()].map(({ usedBy }) => usedBy).toSorted()).toEqual(['b', null])
    })

    it('gives a challenge to the first of its own device that names it', async () => {
      await store.challenges.add('f1', [challengeFor('b', 'd2'), challengeFor('z')])
      const records = [
        acceptedOf('a', { challengeId: 'of b', deviceId: 'd1' }),
        acceptedOf('b', { challengeId: 'of b', deviceId: 'd2' }),
        acceptedOf('c', { challengeId: 'of b', deviceId: 'd2' }),
        acceptedOf('d'),
        acceptedOf('e', { challengeId: 'unknown' }),
      ]
      expect(await verdictsOf(records)).toEqual([
        'rejected',
        'accepted',
        'rejected',
        'accepted',
        'rejected',
      ])
      expect((await store.challenges.getMany('f1', ['of b'])).get('of b')?.usedBy).toBe('b')
    })

    it('takes those out of the work that were withdrawn before they came, and no others', async () => {
      await store.withdrawals.withdraw('f1', 'd1', ['b', 'd'], 40)
      await store.withdrawals.withdraw('f1', 'd2', ['c'], 40)
      const records = ['a', 'b', 'c', 'd', 'e'].map((id) => acceptedOf(id))
      expect(new Set(await verdictsOf(records))).toEqual(new Set(['accepted']))
      expect(await waiting()).toEqual(['a', 'c', 'e'])
    })

    it('notes each patient in it, and one who is in it more than once as if they had come apart', async () => {
      const card = (lastDay: string | null, certificateLastDay: string | null) => ({
        lastDay,
        certificateLastDay,
      })
      await store.checks.record('f1', [checkOf('z', 250, card('2032-02-02', '2027-02-02'))])
      await store.checks.record('f1', [
        checkOf('e', 300, card(null, '2029-09-09')),
        checkOf('d', 10, null, 'another'),
        checkOf('c', 100, card('2030-01-01', '2026-01-01')),
        checkOf('b', 400),
        checkOf('a', 20, card('2033-03-03', null), 'another'),
      ])
      const seen = await store.patients.getMany('f1', ['another', 'ref', 'nobody'])
      expect(seen.size).toBe(2)
      expect(seen.get('ref')).toMatchObject({
        seenAt: 400,
        cardFirstCheckedAt: 100,
        cardCheckedAt: 300,
        cardLastDay: '2032-02-02',
        certificateLastDay: '2029-09-09',
      })
      expect(seen.get('another')).toMatchObject({
        seenAt: 20,
        cardFirstCheckedAt: 20,
        cardCheckedAt: 20,
        cardLastDay: '2033-03-03',
        certificateLastDay: null,
      })
    })

    it('comes from two tablets at once that saw the same patients', async () => {
      const saw = (deviceId: string, refs: readonly string[]) =>
        store.checks.record(
          'f1',
          refs.map((ref) => ({ ...checkOf(`${deviceId} ${ref}`, 7, null, ref), deviceId })),
        )
      await Promise.all([saw('d1', ids), saw('d2', ids.toReversed())])
      expect((await store.patients.getMany('f1', ids)).size).toBe(MAX_BATCH)
      expect(await waiting()).toHaveLength(2 * MAX_BATCH)
    })
  })
}
