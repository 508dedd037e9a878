/** What every store of the gateway must do; run against each implementation. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  CheckRecord,
  Device,
  Lease,
  Store,
  StoredChallenge,
} from '../../../server/store/store'
import { keepUnknownUntil } from '../../../server/withdrawals/keep-unknown'

const FACILITY = { id: 'f1', name: '施設', staff: [{ id: 's1', name: '看護' }] }
const JWK = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const
const SEALED = { enc: 'enc', ciphertext: 'ciphertext' }

export function deviceOf(id: string): Device {
  return {
    id,
    facilityId: FACILITY.id,
    name: 'タブレット',
    signingKey: JWK,
    answerKey: JWK,
    activatedAt: 1,
    revokedAt: null,
    eraseOrderedAt: null,
  }
}

export function acceptedOf(
  id: string,
  facts: { challengeId?: string; deviceId?: string } = {},
): CheckRecord & { verdict: 'accepted' } {
  return {
    id,
    deviceId: facts.deviceId ?? 'd1',
    bodyHash: `hash of ${id}`,
    envelope: { header: 'h', signature: 's', ...SEALED },
    receivedAt: 10,
    verdict: 'accepted',
    facts: {
      challengeId: facts.challengeId ?? null,
      capturedAt: 5,
      clockDoubtful: false,
      certificateLastDay: '2030-01-01',
      faceIssuer: null,
    },
  }
}

export async function addDevice(store: Store, id: string): Promise<void> {
  await store.facilities.put(FACILITY)
  await store.devices.addCode({ hash: id, facilityId: 'f1', createdAt: 0, expiresAt: 100 })
  await store.devices.activate(id, deviceOf(id), 1)
}

function leaseOf(id: string, leaseToken: string): Lease {
  return { facilityId: 'f1', id, leaseToken }
}

export function challengeOf(id: string, over: Partial<StoredChallenge> = {}): StoredChallenge {
  return { id, deviceId: 'd1', challenge: 'c', issuedAt: 1, expiresAt: 100, usedBy: null, ...over }
}

export function describeStore(name: string, open: () => Store | Promise<Store>): void {
  describe(`the store (${name})`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
      await addDevice(store, 'd1')
      await addDevice(store, 'd2')
    })
    afterEach(() => store.close())

    const lease = (now: number, token: string, limit = 10, leaseMs = 50) =>
      store.work.lease({ now, token, limit, leaseMs })

    const answer = (checkId: string, deviceId = 'd1', exportTo: string[] = []) =>
      store.answers.put({
        exportTo,
        facilityId: 'f1',
        checkId,
        deviceId,
        sealed: SEALED,
        kept: SEALED,
        now: 30,
      })

    describe('facilities and devices', () => {
      it('keeps a facility and its later form', async () => {
        await store.facilities.put({ ...FACILITY, name: '新しい名' })
        expect((await store.facilities.get('f1'))?.name).toBe('新しい名')
        expect(await store.facilities.get('unknown')).toBeUndefined()
      })

      const many = Array.from({ length: 45 }, (_, at) => {
        const staff = ['b', 'a', 'c'].map((id) => ({ id, name: `人 ${id}${at}` }))
        return { id: `many-${at}`, name: `施設${at}`, staff, officialWeb: null }
      })

      it('keeps many at once, each with its staff in the order of its file', async () => {
        await store.facilities.putAll(many)
        const kept = await Promise.all(many.map(({ id }) => store.facilities.get(id)))
        expect(kept).toEqual(many)
        await store.facilities.putAll([])
      })

      it('keeps all of them or none', async () => {
        const [first] = many[44]?.staff ?? []
        const twice = first ? [first, first] : []
        const faulty = many.map((one) => (one.id === 'many-44' ? { ...one, staff: twice } : one))
        await expect(store.facilities.putAll(faulty)).rejects.toThrow()
        expect(await store.facilities.get('many-0')).toBeUndefined()
        await store.facilities.putAll(many)
        expect(await store.facilities.get('many-0')).toEqual(many[0])
      })

      it('keeps each once where gateways start at once with the same', async () => {
        const orders = [many, many.toReversed(), many, many.toReversed()]
        await Promise.all(orders.map((list) => store.facilities.putAll(list)))
        const kept = await Promise.all(many.map(({ id }) => store.facilities.get(id)))
        expect(kept).toEqual(many)
      })

      it('gives a device back as it was', async () => {
        expect(await store.devices.get('f1', 'd1')).toEqual(deviceOf('d1'))
        expect((await store.devices.list('f1')).map(({ id }) => id)).toEqual(['d1', 'd2'])
      })

      it('uses a code once, and adds no device by a spent one', async () => {
        await store.devices.addCode({ hash: 'c', facilityId: 'f1', createdAt: 0, expiresAt: 100 })
        expect(await store.devices.activate('c', deviceOf('d3'), 1)).toBe(true)
        expect(await store.devices.activate('c', deviceOf('d4'), 1)).toBe(false)
        expect(await store.devices.get('f1', 'd4')).toBeUndefined()
      })

      it('does not take an expired code, or one of another facility', async () => {
        await store.devices.addCode({ hash: 'c', facilityId: 'f1', createdAt: 0, expiresAt: 100 })
        expect(await store.devices.activate('c', deviceOf('d3'), 100)).toBe(false)
        const foreign = { ...deviceOf('d3'), facilityId: 'f2' }
        expect(await store.devices.activate('c', foreign, 1)).toBe(false)
        expect(await store.devices.findCode('c', 99)).toBe('f1')
        expect(await store.devices.findCode('c', 100)).toBeUndefined()
      })

      it('leaves the code usable when the device cannot be added', async () => {
        await store.devices.addCode({ hash: 'c', facilityId: 'f1', createdAt: 0, expiresAt: 100 })
        await expect(store.devices.activate('c', deviceOf('d1'), 1)).rejects.toThrow()
        expect(await store.devices.findCode('c', 1)).toBe('f1')
      })

      it('revokes once and remembers an order to erase', async () => {
        expect(await store.devices.revoke('f1', 'd1', 7)).toBe(true)
        expect(await store.devices.revoke('f1', 'd1', 8)).toBe(false)
        expect(await store.devices.orderErase('f1', 'd1', 9)).toBe(true)
        expect(await store.devices.orderErase('f1', 'nobody', 9)).toBe(false)
        expect(await store.devices.get('f1', 'd1')).toMatchObject({
          revokedAt: 7,
          eraseOrderedAt: 9,
        })
      })
    })

    describe('replays', () => {
      it('are remembered until they expire', async () => {
        expect(await store.replays.remember('f1', 'k', 10, 1)).toBe(true)
        expect(await store.replays.remember('f1', 'k', 10, 9)).toBe(false)
        expect(await store.replays.remember('f1', 'k', 30, 10)).toBe(true)
      })
    })

    describe('challenges', () => {
      it('are given back as they were issued, and unknown ones are not there', async () => {
        await store.challenges.add('f1', [challengeOf('c1'), challengeOf('c2')])
        const found = await store.challenges.getMany('f1', ['c1', 'unknown'])
        expect([...found]).toEqual([['c1', challengeOf('c1')]])
      })

      it('are counted while unused and unexpired', async () => {
        await store.challenges.add('f1', [
          challengeOf('c1'),
          challengeOf('c2', { expiresAt: 5 }),
          challengeOf('c3', { deviceId: 'd2' }),
        ])
        expect(await store.challenges.countOpen('f1', 'd1', 5)).toBe(1)
        await store.checks.record('f1', [acceptedOf('a', { challengeId: 'c1' })])
        expect(await store.challenges.countOpen('f1', 'd1', 5)).toBe(0)
      })

      it('are added all or not at all', async () => {
        await store.challenges.add('f1', [challengeOf('c1')])
        await expect(
          store.challenges.add('f1', [challengeOf('c2'), challengeOf('c1')]),
        ).rejects.toThrow()
        expect((await store.challenges.getMany('f1', ['c2'])).size).toBe(0)
      })
    })

    describe('checks', () => {
      it('keep their first verdict', async () => {
        const record = acceptedOf('a')
        const other = { ...record, bodyHash: 'other' }
        expect(await store.checks.record('f1', [record])).toEqual([
          { bodyHash: 'hash of a', verdict: 'accepted' },
        ])
        expect(await store.checks.record('f1', [other])).toEqual([
          { bodyHash: 'hash of a', verdict: 'accepted' },
        ])
        const { facts, ...plain } = acceptedOf('r')
        expect(facts.capturedAt).toBe(5)
        const refused = { ...plain, verdict: 'rejected', code: 'TZ-G18' } as const
        await store.checks.record('f1', [refused])
        await store.checks.record('f1', [acceptedOf('r')])
        expect((await store.checks.verdicts('f1', ['a', 'r', 'x'])).get('r')).toEqual({
          bodyHash: 'hash of r',
          verdict: 'rejected',
          code: 'TZ-G18',
        })
      })

      it('use a challenge once: the second is recorded as refused', async () => {
        await store.challenges.add('f1', [challengeOf('c1')])
        const verdicts = await store.checks.record('f1', [
          acceptedOf('a', { challengeId: 'c1' }),
          acceptedOf('b', { challengeId: 'c1' }),
        ])
        expect(verdicts.map(({ verdict }) => verdict)).toEqual(['accepted', 'rejected'])
        expect(verdicts[1]).toMatchObject({ code: 'TZ-G12' })
        expect((await store.challenges.getMany('f1', ['c1'])).get('c1')?.usedBy).toBe('a')
      })

      it('do not use another device’s challenge', async () => {
        await store.challenges.add('f1', [challengeOf('c1', { deviceId: 'd2' })])
        const [verdict] = await store.checks.record('f1', [acceptedOf('a', { challengeId: 'c1' })])
        expect(verdict?.verdict).toBe('rejected')
      })

      it('are recorded all or not at all', async () => {
        await store.challenges.add('f1', [challengeOf('c1')])
        const orphan = acceptedOf('b', { deviceId: 'nobody' })
        await expect(
          store.checks.record('f1', [acceptedOf('a', { challengeId: 'c1' }), orphan]),
        ).rejects.toThrow()
        expect((await store.checks.verdicts('f1', ['a'])).size).toBe(0)
        expect((await store.challenges.getMany('f1', ['c1'])).get('c1')?.usedBy).toBeNull()
      })
    })

    describe('work', () => {
      beforeEach(() => store.checks.record('f1', [acceptedOf('a'), acceptedOf('b')]))

      it('is leased to one worker at a time', async () => {
        expect((await lease(100, 'w1')).map(({ id }) => id)).toEqual(['a', 'b'])
        expect(await lease(100, 'w2')).toEqual([])
        expect(await lease(149, 'w2')).toEqual([])
        expect((await lease(150, 'w2')).map(({ id }) => id)).toEqual(['a', 'b'])
      })

      it('comes with everything that was recorded', async () => {
        const [work] = await lease(100, 'w1', 1)
        const { facts, envelope } = acceptedOf('a')
        expect(work).toEqual({
          facilityId: 'f1',
          id: 'a',
          deviceId: 'd1',
          envelope,
          facts,
          askedAt: null,
          attempts: 0,
          leaseToken: 'w1',
        })
      })

      it('lets only the holder of the lease record the intent to ask', async () => {
        await lease(100, 'w1')
        expect(await store.work.recordIntent(leaseOf('a', 'w2'), 110)).toBe(false)
        expect(await store.work.recordIntent(leaseOf('a', 'w1'), 110)).toBe(true)
        expect(await store.work.recordIntent(leaseOf('a', 'w1'), 150)).toBe(false)
        const [work] = await lease(200, 'w3')
        expect(work?.askedAt).toBe(110)
      })

      it('waits for its next try and counts its attempts', async () => {
        await lease(100, 'w1')
        expect(await store.work.retryLater(leaseOf('a', 'w1'), 500)).toBe(true)
        expect(await store.work.retryLater(leaseOf('a', 'w1'), 900)).toBe(false)
        expect((await lease(499, 'w2')).map(({ id }) => id)).toEqual(['b'])
        const again = await lease(500, 'w3')
        expect(again.map(({ id, attempts }) => [id, attempts])).toEqual([['a', 1]])
      })

      it('knows when the next piece falls due', async () => {
        expect(await store.work.nextDueAt()).toBe(0)
        await lease(100, 'w1')
        expect(await store.work.nextDueAt()).toBe(150)
        await store.work.retryLater(leaseOf('a', 'w1'), 120)
        expect(await store.work.nextDueAt()).toBe(120)
        await answer('a')
        await answer('b')
        expect(await store.work.nextDueAt()).toBeNull()
      })

      it('is left to others for facilities that somebody does not serve', async () => {
        const options = { now: 100, token: 'w1', limit: 10, leaseMs: 50 }
        expect(
          await store.work.lease({
            ...options,
            except: [{ facilityId: 'f0' }, { facilityId: 'f1' }],
          }),
        ).toEqual([])
        expect(await store.work.nextDueAt([{ facilityId: 'f0' }, { facilityId: 'f1' }])).toBeNull()
        expect(await store.work.nextDueAt([{ facilityId: 'f0' }])).toBe(0)
        const leased = await store.work.lease({ ...options, except: [{ facilityId: 'f0' }] })
        expect(leased.map(({ id }) => id)).toEqual(['a', 'b'])
      })

      it('is free again at once for a worker that is alone', async () => {
        await lease(100, 'w1')
        await store.work.releaseAll()
        expect(await store.work.recordIntent(leaseOf('a', 'w1'), 101)).toBe(false)
        expect((await lease(101, 'w2')).map(({ id }) => id)).toEqual(['a', 'b'])
      })

      it('is none of a refused check', async () => {
        const { facts, ...plain } = acceptedOf('r')
        await store.checks.record('f1', [{ ...plain, verdict: 'rejected', code: 'TZ-G17' }])
        expect(facts.challengeId).toBeNull()
        expect((await lease(100, 'w1')).map(({ id }) => id)).toEqual(['a', 'b'])
        expect(await store.checks.countWaiting()).toBe(2)
      })
    })

    describe('the passcodes of a facility', () => {
      const passcode = (id: string, issuedAt: number) => ({
        id,
        facilityId: FACILITY.id,
        salt: 'salt',
        iterations: 1000,
        digest: `digest of ${id}`,
        issuedAt,
      })
      const standing = async () =>
        (await store.facePasscodes.list(FACILITY.id)).map(({ id, replacedAt }) => [id, replacedAt])

      it('are listed newest first, and only one is in use', async () => {
        expect(await standing()).toEqual([])
        await store.facePasscodes.issue(passcode('p1', 10))
        await store.facePasscodes.issue(passcode('p2', 20))
        await store.facePasscodes.issue(passcode('p3', 20))
        expect(await standing()).toEqual([
          ['p3', null],
          ['p2', 20],
          ['p1', 20],
        ])
        expect((await store.facePasscodes.list(FACILITY.id))[0]).toEqual({
          ...passcode('p3', 20),
          replacedAt: null,
        })
      })

      it('are put out of use once, and that does not change when', async () => {
        await store.facePasscodes.issue(passcode('p1', 10))
        expect(await store.facePasscodes.withdraw(FACILITY.id, 30)).toBe(true)
        expect(await store.facePasscodes.withdraw(FACILITY.id, 40)).toBe(false)
        await store.facePasscodes.issue(passcode('p2', 50))
        expect(await standing()).toEqual([
          ['p2', null],
          ['p1', 30],
        ])
      })

      it('replace nothing when one of that id is there', async () => {
        await store.facePasscodes.issue(passcode('p1', 10))
        await expect(store.facePasscodes.issue(passcode('p1', 20))).rejects.toThrow()
        expect(await standing()).toEqual([['p1', null]])
      })

      it('are of one facility alone', async () => {
        await store.facilities.put({ ...FACILITY, id: 'f2' })
        await store.facePasscodes.issue({ ...passcode('p1', 10), facilityId: 'f2' })
        expect(await standing()).toEqual([])
        expect(await store.facePasscodes.withdraw(FACILITY.id, 30)).toBe(false)
        expect(await store.facePasscodes.list('f2')).toMatchObject([{ replacedAt: null }])
      })
    })

    it('remembers who vouched for the issuer of a face', async () => {
      for (const [id, faceIssuer] of [
        ['a', 'trusted'],
        ['b', 'unknown'],
        ['c', null],
      ] as const) {
        const record = acceptedOf(id)
        await store.checks.record('f1', [{ ...record, facts: { ...record.facts, faceIssuer } }])
      }
      expect((await lease(100, 'w1')).map(({ id, facts }) => [id, facts.faceIssuer])).toEqual([
        ['a', 'trusted'],
        ['b', 'unknown'],
        ['c', null],
      ])
    })

    describe('withdrawals', () => {
      beforeEach(() => store.checks.record('f1', [acceptedOf('a'), acceptedOf('b')]))
      const withdraw = (...ids: string[]) => store.withdrawals.withdraw('f1', 'd1', ids, 40)

      it('end the work of that check alone, for good, and are harmless again', async () => {
        expect(await withdraw('a')).toEqual(['withdrawn'])
        expect(await withdraw('a', 'a')).toEqual(['withdrawn', 'withdrawn'])
        expect((await lease(100, 'w1')).map(({ id }) => id)).toEqual(['b'])
        expect(await store.checks.countWaiting()).toBe(1)
      })

      it('leave nothing to fall due', async () => {
        await withdraw('a', 'b')
        expect(await store.work.nextDueAt()).toBeNull()
      })

      it('take the lease from a worker, who then asks nobody and stores nothing', async () => {
        await lease(100, 'w1')
        expect(await withdraw('a')).toEqual(['withdrawn'])
        expect(await store.work.recordIntent(leaseOf('a', 'w1'), 110)).toBe(false)
        expect(await store.work.retryLater(leaseOf('a', 'w1'), 500)).toBe(false)
        expect(await answer('a')).toBe(false)
        expect(await store.answers.after('f1', 'd1', 0, 10)).toEqual([])
        expect(await store.work.recordIntent(leaseOf('b', 'w1'), 110)).toBe(true)
      })

      it('come too late where the authority was asked: the answer is stored', async () => {
        await lease(100, 'w1')
        await store.work.recordIntent(leaseOf('a', 'w1'), 110)
        expect(await withdraw('a')).toEqual(['asked'])
        expect(await answer('a')).toBe(true)
        expect(await withdraw('a')).toEqual(['asked'])
      })

      it('are of no other device’s check, no refused one and no unknown one', async () => {
        const { id, deviceId, bodyHash, envelope, receivedAt } = acceptedOf('r')
        const recorded = { id, deviceId, bodyHash, envelope, receivedAt }
        await store.checks.record('f1', [{ ...recorded, verdict: 'rejected', code: 'TZ-G17' }])
        expect(await store.withdrawals.withdraw('f1', 'd2', ['a'], 40)).toEqual(['unknown'])
        expect(await withdraw('r', 'nothing')).toEqual(['unknown', 'unknown'])
        expect(await store.checks.countWaiting()).toBe(2)
      })

      it('leave the first verdict, so that a late copy of the check is no new one', async () => {
        await withdraw('a')
        expect(await store.checks.record('f1', [acceptedOf('a')])).toMatchObject([
          { verdict: 'accepted' },
        ])
        expect((await lease(100, 'w1')).map(({ id }) => id)).toEqual(['b'])
      })

      describe('of checks that come later', () => {
        const comes = (receivedAt: number, deviceId = 'd1') =>
          store.checks.record('f1', [{ ...acceptedOf('late', { deviceId }), receivedAt }])
        const waiting = async () => (await store.checks.findWaiting('f1', 'late')) !== undefined

        it('hold when they come: accepted, and no work for anybody', async () => {
          expect(await withdraw('late', 'late')).toEqual(['unknown', 'unknown'])
          expect(await comes(50)).toMatchObject([{ verdict: 'accepted' }])
          expect(await comes(60)).toMatchObject([{ verdict: 'accepted' }])
          expect(await waiting()).toBe(false)
          expect((await lease(100, 'w1')).map(({ id }) => id)).toEqual(['a', 'b'])
          expect(await withdraw('late')).toEqual(['withdrawn'])
        })

        it('hold for the device that withdrew alone', async () => {
          await store.withdrawals.withdraw('f1', 'd2', ['late'], 40)
          await comes(50)
          expect(await waiting()).toBe(true)
        })

        it('are kept as long as is set, and no longer', async () => {
          await withdraw('late')
          const end = keepUnknownUntil(40)
          expect(await store.withdrawals.forgetExpired(end - 1)).toBe(0)
          expect(await store.withdrawals.forgetExpired(end)).toBe(1)
          await comes(end)
          expect(await waiting()).toBe(true)
        })

        it('do not hold past their time where nothing has erased them yet', async () => {
          await withdraw('late')
          await comes(keepUnknownUntil(40))
          expect(await waiting()).toBe(true)
        })

        it('are not kept where the check is here, whatever became of it', async () => {
          const { id, deviceId, bodyHash, envelope, receivedAt } = acceptedOf('late')
          const recorded = { id, deviceId, bodyHash, envelope, receivedAt }
          await store.checks.record('f1', [{ ...recorded, verdict: 'rejected', code: 'TZ-G17' }])
          await withdraw('a', 'late')
          expect(await store.withdrawals.forgetExpired(Number.MAX_SAFE_INTEGER)).toBe(0)
        })

        it('are used up by the check they waited for', async () => {
          await withdraw('late')
          await comes(50)
          expect(await store.withdrawals.forgetExpired(Number.MAX_SAFE_INTEGER)).toBe(0)
        })
      })

      it('take back no patient’s withdrawal of a consent, before or after it comes (R34)', async () => {
        const withdrawal = {
          ...{ id: 'w', checkId: 'a', facilityId: FACILITY.id, items: ['diagnosis' as const] },
          ...{ decidedBy: 'patient' as const, decidedAt: '2026-11-22T00:00:00Z', receivedAt: 50 },
        }
        expect(await withdraw('w')).toEqual(['unknown'])
        await store.checks.record('f1', [{ ...acceptedOf('w'), withdrawal }])
        expect(await withdraw('w')).toEqual(['unknown'])
        expect((await lease(100, 'w1')).map(({ id }) => id)).toEqual(['a', 'b', 'w'])
      })
    })

    describe('an authority that is left alone', () => {
      const fault = (facilityId: string, now: number, pause = 0, forgetBefore = 0) =>
        store.pauses.noteFault({ facilityId, now, forgetBefore, pauseMs: () => pause })
      beforeEach(async () => {
        await store.facilities.put({ ...FACILITY, id: 'f2' })
        await store.devices.addCode({ hash: 'o', facilityId: 'f2', createdAt: 0, expiresAt: 100 })
        await store.devices.activate('o', { ...deviceOf('d9'), facilityId: 'f2' }, 1)
        await store.checks.record('f1', [acceptedOf('a')])
        await store.checks.record('f2', [acceptedOf('b', { deviceId: 'd9' })])
      })

      it('counts its faults in a row, and begins anew after an answer or a long time without', async () => {
        expect((await fault('f1', 10)).faults).toBe(1)
        expect((await fault('f1', 20)).faults).toBe(2)
        expect((await fault('f1', 90, 0, 21)).faults).toBe(1)
        await store.pauses.noteAnswer('f1')
        expect((await fault('f1', 100)).faults).toBe(1)
        expect((await fault('f2', 100)).faults).toBe(1)
      })

      it('holds back the work of its own facility only, until the time is over', async () => {
        expect(await fault('f1', 10, 50)).toEqual({ facilityId: 'f1', faults: 1, pausedUntil: 60 })
        expect(await store.pauses.inForce(59)).toMatchObject([{ facilityId: 'f1' }])
        expect(await store.pauses.inForce(60)).toEqual([])
        expect((await lease(59, 'w1')).map(({ id }) => id)).toEqual(['b'])
        expect((await lease(60, 'w2')).map(({ id }) => id)).toEqual(['a'])
      })

      it('is when the next work falls due, where nothing else waits', async () => {
        await fault('f1', 10, 50)
        expect(await store.work.nextDueAt()).toBe(0)
        await lease(20, 'w1', 10, 500)
        expect(await store.work.nextDueAt()).toBe(60)
      })
    })

    describe('proofs by デジタル認証アプリ', () => {
      const BINDING = { stateHash: 's1', nonce: 'n1', verifier: 'v1' }
      const open = (ticketHash: string, now = 10, expiresAt = 100) =>
        store.identity.open(
          { facilityId: 'f1', checkId: 'a', ticketHash, deviceId: 'd1', expiresAt },
          now,
        )
      const outcome = async () => (await store.identity.ofCheck('f1', 'a'))?.outcome
      beforeEach(() => store.checks.record('f1', [acceptedOf('a'), acceptedOf('b')]))

      it('are found by check and by ticket, as they stand', async () => {
        expect(await store.identity.ofCheck('f1', 'a')).toBeUndefined()
        expect(await open('t1')).toBe(true)
        const kept = {
          facilityId: 'f1',
          checkId: 'a',
          ticketHash: 't1',
          deviceId: 'd1',
          expiresAt: 100,
        }
        expect(await store.identity.ofCheck('f1', 'a')).toEqual({ ...kept, outcome: null })
        expect(await store.identity.ofTicket('t1')).toEqual({ ...kept, outcome: null })
        expect(await store.identity.ofTicket('t2')).toBeUndefined()
      })

      it('give a binding once, and say ever after that it was used', async () => {
        await open('t1')
        expect(await store.identity.bind('t1', BINDING)).toBe(true)
        const { nonce, verifier } = BINDING
        const taken = await Promise.all([store.identity.take('s1'), store.identity.take('s1')])
        expect(taken).toMatchObject([
          { kind: 'taken', binding: { nonce, verifier } },
          { kind: 'used' },
        ])
        expect(await store.identity.take('s2')).toBeUndefined()
        expect(await store.identity.bind('t1', { ...BINDING, stateHash: 's2' })).toBe(false)
      })

      it('are bound to the last request only', async () => {
        await open('t1')
        await store.identity.bind('t1', BINDING)
        await store.identity.bind('t1', { stateHash: 's2', nonce: 'n2', verifier: 'v2' })
        expect(await store.identity.take('s1')).toBeUndefined()
        expect(await store.identity.take('s2')).toMatchObject({ binding: { nonce: 'n2' } })
      })

      it('end once, and a new session begins anew', async () => {
        await open('t1')
        expect(await store.identity.end('t1', 'TZ-I02', 20)).toBe(true)
        expect(await store.identity.end('t1', 'proven', 21)).toBe(false)
        expect(await store.identity.bind('t1', BINDING)).toBe(false)
        expect(await outcome()).toBe('TZ-I02')
        expect(await open('t2')).toBe(true)
        expect(await outcome()).toBeNull()
        expect(await store.identity.end('t1', 'proven', 22)).toBe(false)
      })

      it('stay when they are there: no other session takes their place', async () => {
        await open('t1')
        await store.identity.end('t1', 'proven', 20)
        expect(await open('t2')).toBe(false)
        expect(await outcome()).toBe('proven')
      })

      it('make the check due at once, whoever holds its lease', async () => {
        await open('t1')
        await lease(100, 'w1', 1)
        await store.identity.end('t1', 'proven', 120)
        // The worker that has just found no proof cannot put it off any more.
        expect(await store.work.retryLater(leaseOf('a', 'w1'), 9_000)).toBe(false)
        expect((await lease(120, 'w2')).map(({ id }) => id)).toContain('a')
      })

      it('leave the check where it was when they fail', async () => {
        await open('t1')
        await lease(100, 'w1', 1)
        await store.identity.end('t1', 'TZ-I09', 120)
        expect(await store.work.retryLater(leaseOf('a', 'w1'), 9_000)).toBe(true)
      })

      it('forget the bindings of what has expired', async () => {
        await open('t1')
        await store.identity.bind('t1', BINDING)
        const other = {
          facilityId: 'f1',
          checkId: 'b',
          ticketHash: 't2',
          deviceId: 'd1',
          expiresAt: 300,
        }
        await store.identity.open(other, 100)
        expect(await store.identity.take('s1')).toMatchObject({ kind: 'used' })
      })

      it('are for checks that wait: accepted, unanswered, not withdrawn', async () => {
        expect(await store.checks.findWaiting('f1', 'a')).toMatchObject({ id: 'a', deviceId: 'd1' })
        await answer('a')
        expect(await store.checks.findWaiting('f1', 'a')).toBeUndefined()
        expect(await store.checks.findWaiting('f1', 'unknown')).toBeUndefined()
      })
    })

    describe('checks that end without an answer', () => {
      beforeEach(() => store.checks.record('f1', [acceptedOf('a'), acceptedOf('b')]))
      const end = (checkId: string, deviceId = 'd1') =>
        store.answers.putUnanswered({
          ...{ facilityId: 'f1', checkId, deviceId, code: 'TZ-G61' },
          sealed: { enc: 'e', ciphertext: `sealed ${checkId}` },
          now: 50,
        })
      const told = (after = 0) => store.answers.unansweredAfter('f1', 'd1', after, 10)

      it('wait no longer, and are told to their device in order', async () => {
        expect(await end('b')).toBe(true)
        expect(await end('a')).toBe(true)
        expect(await store.work.nextDueAt()).toBeNull()
        const all = await told()
        expect(all).toMatchObject([
          { checkId: 'b', code: 'TZ-G61', sealed: { ciphertext: 'sealed b' } },
          { checkId: 'a' },
        ])
        expect(await told(all[0]?.seq)).toMatchObject([{ checkId: 'a' }])
        expect(await store.answers.after('f1', 'd1', 0, 10)).toEqual([])
      })

      it('end once: neither a second end nor an answer comes after', async () => {
        await end('a')
        expect(await end('a')).toBe(false)
        expect(await answer('a')).toBe(false)
        expect(await answer('b')).toBe(true)
        expect(await end('b')).toBe(false)
        expect(await told()).toHaveLength(1)
      })

      it('are of that device of that facility', async () => {
        expect(await end('a', 'd2')).toBe(false)
        await end('a')
        expect(await store.answers.unansweredAfter('f2', 'd1', 0, 10)).toEqual([])
        expect(await store.answers.unansweredAfter('f1', 'd2', 0, 10)).toEqual([])
      })

      it('share the numbers of the answers, so that a restored backup goes on above both', async () => {
        await end('a')
        await answer('b')
        const [unanswered] = await told()
        const [answered] = await store.answers.after('f1', 'd1', 0, 10)
        expect([unanswered?.seq, answered?.seq]).toEqual([1, 2])
      })
    })

    describe('work whose answer has come', () => {
      beforeEach(() => store.checks.record('f1', [acceptedOf('a'), acceptedOf('b')]))

      it('falls due at once, and no other does', async () => {
        await lease(100, 'w1')
        for (const id of ['a', 'b']) await store.work.retryLater(leaseOf(id, 'w1'), 5_000)
        await store.work.hasten('f1', 'b', 200)
        expect((await lease(200, 'w2')).map(({ id }) => id)).toEqual(['b'])
      })

      it('is taken up again where nobody could read it before, and nowhere else', async () => {
        const ended = { facilityId: 'f1', deviceId: 'd1', sealed: { enc: 'e', ciphertext: 'c' } }
        await store.answers.putUnanswered({ ...ended, checkId: 'a', code: 'TZ-G65', now: 50 })
        await store.answers.putUnanswered({ ...ended, checkId: 'b', code: 'TZ-G64', now: 50 })
        await store.work.hasten('f2', 'a', 60)
        expect(await lease(60, 'w1')).toEqual([])
        for (const id of ['a', 'b']) await store.work.hasten('f1', id, 60)
        expect((await lease(60, 'w1')).map(({ id }) => id)).toEqual(['a'])
        const told = await store.answers.unansweredAfter('f1', 'd1', 0, 10)
        expect(told.map(({ checkId }) => checkId)).toEqual(['b'])
      })

      it('is left to the worker that has it', async () => {
        await lease(100, 'w1')
        await store.work.hasten('f1', 'a', 120)
        expect(await store.work.recordIntent(leaseOf('a', 'w1'), 110)).toBe(true)
        expect((await lease(140, 'w2')).map(({ id }) => id)).toEqual([])
      })
    })

    describe('answers', () => {
      it('are queued for the facility’s own software with themselves, and not a second time', async () => {
        await store.checks.record('f1', [acceptedOf('a'), acceptedOf('b')])
        expect(await answer('a', 'd1', ['rows', 'orca'])).toBe(true)
        expect(await answer('a', 'd1', ['rows', 'hook'])).toBe(false)
        expect(await answer('b', 'd2', ['rows'])).toBe(false)
        const rows = await store.exports.list('f1', 'waiting', 9)
        expect(rows.map(({ id }) => id).sort()).toEqual(['a:orca', 'a:rows'])
        expect(rows[0]).toMatchObject({ queuedAt: 30, nextTryAt: 30, attempts: 0 })
        expect(await store.exports.answered('f1', 'a')).toMatchObject({ kept: SEALED })
        expect(await store.exports.answered('f1', 'b')).toBeUndefined()
      })

      it('that stopped are decided about with a line of the audit, in one', async () => {
        await store.checks.record('f1', [acceptedOf('a')])
        await answer('a', 'd1', ['orca'])
        const id = 'a:orca'
        const who = { kind: 'person', id: 'p' } as const
        const again = { at: 50, who, act: 'exportAgain', about: { export: id } } as const
        expect(await store.exports.again('f1', id, 50, again)).toBe(false)
        const stop = async (now: number) => {
          const [row] = await store.exports.lease({ now, leaseMs: 5, limit: 1, token: 't' })
          if (!row) throw new Error('not leased')
          await store.exports.end(row, 'stopped', now, { code: 'TZ-E14', said: null })
        }
        await stop(40)
        expect(await store.exports.again('f1', id, 50, again)).toBe(true)
        await stop(60)
        const settled = { at: 70, who, act: 'exportSettled', about: { export: id } } as const
        expect(await store.exports.settle('f1', id, 70, settled)).toBe(true)
        expect(await store.exports.settle('f1', id, 71, settled)).toBe(false)
        const acts = (await store.audit.list('f1', null, 9)).map(({ act }) => act)
        expect(acts.filter((act) => act.startsWith('export'))).toEqual([
          'exportSettled',
          'exportAgain',
        ])
        expect(await store.audit.verify('f1')).toMatchObject({ kind: 'whole' })
      })

      beforeEach(() =>
        store.checks.record('f1', [
          acceptedOf('a'),
          acceptedOf('b'),
          acceptedOf('c', { deviceId: 'd2' }),
        ]),
      )

      it('are stored once and end the work', async () => {
        expect(await answer('a')).toBe(true)
        expect(await answer('a')).toBe(false)
        expect((await lease(100, 'w1')).map(({ id }) => id)).toEqual(['b', 'c'])
        expect(await store.answers.after('f1', 'd1', 0, 10)).toHaveLength(1)
        expect(await store.answers.getKept('f1', 'a')).toEqual(SEALED)
        expect(await store.answers.getKept('f1', 'b')).toBeUndefined()
      })

      it('are numbered for each device by themselves, oldest first', async () => {
        await answer('b')
        await answer('c', 'd2')
        await answer('a')
        const own = await store.answers.after('f1', 'd1', 0, 10)
        expect(own.map(({ seq, checkId }) => [seq, checkId])).toEqual([
          [1, 'b'],
          [2, 'a'],
        ])
        expect((await store.answers.after('f1', 'd2', 0, 10)).map(({ seq }) => seq)).toEqual([1])
      })

      it('come after the cursor, as many as asked for', async () => {
        await answer('a')
        await answer('b')
        expect(
          (await store.answers.after('f1', 'd1', 1, 10)).map(({ checkId }) => checkId),
        ).toEqual(['b'])
        expect(await store.answers.after('f1', 'd1', 0, 1)).toHaveLength(1)
        expect(await store.answers.after('f1', 'd1', 2, 10)).toEqual([])
      })

      it('are not stored for a device that did not send the check', async () => {
        expect(await answer('a', 'd2')).toBe(false)
        expect(await answer('unknown')).toBe(false)
        expect(await store.answers.after('f1', 'd2', 0, 10)).toEqual([])
      })
    })
  })
}
