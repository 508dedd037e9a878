import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TazuneDb } from '../../src/sync/db'
import { countOutbox, findCheck, listPage, newestId } from '../../src/sync/listing'
import {
  applyMoves,
  markAccepted,
  markAnswered,
  markRejected,
  markRetry,
  QUARANTINE_AFTER,
  quarantine,
  releaseLeases,
  retryRefused,
  stopWaiting,
  settleAnswer,
  withdraw,
} from '../../src/sync/moves'
import { countUntold } from '../../src/sync/withdrawals'
import { MAX_WAIT_MS, nextDueAt, saveCheck, takeDue, type TakeOptions } from '../../src/sync/outbox'
import {
  DEVICE_ID,
  makeDeviceKeys,
  makeEnvelope,
  nextId,
  openRegistered,
  saveMany,
  saveOne,
  type DeviceKeyring,
} from '../support/sync-device'

const NOW = Date.UTC(2026, 4, 20)
const TAKE: TakeOptions = {
  now: NOW,
  leaseMs: 60_000,
  maxCount: 100,
  maxBytes: 700_000,
  deviceId: DEVICE_ID,
}
const note = (id: string) => ({
  key: `check:${id}`,
  vaultId: 'v',
  iv: new Uint8Array(1),
  ciphertext: new Uint8Array(1),
})
const reasonFor = (id: string) => ({ ...note(id), key: `withdrawal:${id}` })
const sealed = { enc: 'AA', ciphertext: 'AA' }

describe('the sealed outbox', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    db = await openRegistered(keys, NOW)
  })

  const take = async (options: Partial<TakeOptions> = {}): Promise<string[]> =>
    (await takeDue(db, { ...TAKE, ...options })).records.map(({ id }) => id)

  describe('saving', () => {
    it('stores check and note, and uses up challenge and draft, in one transaction', async () => {
      const envelope = await makeEnvelope(keys)
      await db.write(['vault', 'challenges'], (tx) =>
        Promise.all([
          tx.objectStore('vault').put({ ...note('x'), key: 'draft:v1' }),
          tx.objectStore('challenges').put({
            id: 'c1',
            challenge: 'AA',
            expiresAt: 1,
            reservedFor: envelope.id,
          }),
        ]),
      )
      const check = { envelope, deviceId: DEVICE_ID, notes: [note(envelope.id)] }
      await saveCheck(db, { ...check, challengeId: 'c1', erase: ['draft:v1'] }, NOW)
      const left = await db.read(['vault', 'challenges'], (tx) =>
        Promise.all([
          tx.objectStore('vault').getAllKeys(),
          tx.objectStore('challenges').getAllKeys(),
        ]),
      )
      expect(left).toEqual([[`check:${envelope.id}`], []])
      expect(await countOutbox(db)).toEqual({ waiting: 1, refused: 0, awaiting: 0 })
    })

    it('leaves nothing half-saved when the device has no room, and says TZ-D04', async () => {
      const envelope = await makeEnvelope(keys)
      // What Chromium does on a full disk: the commit fails and the transaction says why.
      const commit = vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (
        this: IDBTransaction,
      ) {
        ;(this as unknown as { _abort(name: string): void })._abort('QuotaExceededError')
      })
      const check = { envelope, deviceId: DEVICE_ID, notes: [note(envelope.id)], challengeId: null }
      await expect(saveCheck(db, check, NOW)).rejects.toMatchObject({
        name: 'StoreFault',
        code: 'TZ-D04',
      })
      commit.mockRestore()
      expect(await countOutbox(db)).toEqual({ waiting: 0, refused: 0, awaiting: 0 })
      expect(await db.read(['vault'], (tx) => tx.objectStore('vault').count())).toBe(0)
    })

    it('lets the first save of an id stand and refuses the second', async () => {
      const first = await makeEnvelope(keys)
      const second = await makeEnvelope(keys, first.id)
      const save = (envelope: typeof first) =>
        saveCheck(
          db,
          { envelope, deviceId: DEVICE_ID, notes: [note(first.id)], challengeId: null },
          NOW,
        )
      await save(first)
      await expect(save(second)).rejects.toMatchObject({ name: 'ConstraintError' })
      const standing = await findCheck(db, first.id)
      expect(standing).toMatchObject({ store: 'outbox', record: { envelope: first } })
    })

    it('saves several at once without losing any', async () => {
      const envelopes = await Promise.all(Array.from({ length: 20 }, () => makeEnvelope(keys)))
      await Promise.all(
        envelopes.map((envelope) =>
          saveCheck(
            db,
            { envelope, deviceId: DEVICE_ID, notes: [note(envelope.id)], challengeId: null },
            NOW,
          ),
        ),
      )
      expect((await countOutbox(db)).waiting).toBe(20)
    })
  })

  describe('taking what is due', () => {
    it('takes in the order of capture', async () => {
      const ids = await saveMany(db, keys, 5, NOW)
      expect(await take()).toEqual(ids)
    })

    it('does not take what is leased, until the lease is over', async () => {
      const [id] = await saveMany(db, keys, 1, NOW)
      await take()
      expect(await take()).toEqual([])
      expect(await take({ now: NOW + 60_000 })).toEqual([id])
    })

    it('takes a lease that stands when its caller is the only runner', async () => {
      const ids = await saveMany(db, keys, 2, NOW)
      await take()
      expect(await take({ onlyRunner: true })).toEqual(ids)
    })

    it('counts the try before it is made, so that a crash in between is counted too', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await take()
      await take({ now: NOW + 60_000 })
      expect(await findCheck(db, id)).toMatchObject({ record: { attempts: 2 } })
    })

    it('passes over a record that waits and takes those after it', async () => {
      const [first = '', second] = await saveMany(db, keys, 2, NOW)
      await take()
      await markRetry(db, first, 'TZ-G21', NOW + 5_000, NOW)
      await releaseLeases(db, [second ?? ''], 'TZ-G21', NOW)
      expect(await take()).toEqual([second])
    })

    it('keeps a batch within its count and goes on after it', async () => {
      const ids = await saveMany(db, keys, 5, NOW)
      const first = await takeDue(db, { ...TAKE, maxCount: 2 })
      const second = await takeDue(db, { ...TAKE, maxCount: 2, after: first.next })
      const third = await takeDue(db, { ...TAKE, maxCount: 2, after: second.next })
      const all = [first, second, third].flatMap(({ records }) => records.map(({ id }) => id))
      expect(all).toEqual(ids)
      expect(third.next === undefined || third.records.length === 1).toBe(true)
    })

    it('keeps a batch within its bytes, but always takes one', async () => {
      const ids = await saveMany(db, keys, 3, NOW)
      const first = await takeDue(db, { ...TAKE, maxBytes: 10 })
      expect(first.records.map(({ id }) => id)).toEqual([ids[0]])
      expect(await take({ maxBytes: 10, after: first.next })).toEqual([ids[1]])
    })

    it('does not take what another registration made, and names it', async () => {
      const foreign = await saveOne(db, keys, NOW, 'device-old')
      const [own] = await saveMany(db, keys, 1, NOW)
      const taken = await takeDue(db, TAKE)
      expect(taken.records.map(({ id }) => id)).toEqual([own])
      expect(taken.foreign).toEqual([foreign])
    })

    it('goes through more than one page when the first is all waiting', async () => {
      const ids = await saveMany(db, keys, 30, NOW)
      await applyMoves(
        db,
        ids.slice(0, 25).map((id) => ({
          to: 'queued' as const,
          id,
          code: 'TZ-G21' as const,
          nextTryAt: NOW + 9_000,
          counts: false,
        })),
        NOW,
      )
      expect(await take({ maxCount: 10 })).toEqual(ids.slice(25))
    })

    it('does not believe a next try far in the future: the clock was set back', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await markRetry(db, id, 'TZ-G21', NOW + MAX_WAIT_MS + 1, NOW)
      expect(await take()).toEqual([id])
    })

    it('brings up a record whose times are no numbers, so that it is seen and set aside', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await db.write(['outbox'], async (tx) => {
        const store = tx.objectStore('outbox')
        const record = await store.get(id)
        await store.put({ ...record, nextTryAt: undefined } as never)
      })
      expect(await take()).toEqual([id])
    })

    it('tells when the next one is due', async () => {
      expect(await nextDueAt(db, DEVICE_ID)).toBeNull()
      const [a = '', b = ''] = await saveMany(db, keys, 2, NOW)
      expect(await nextDueAt(db, DEVICE_ID)).toBe(0)
      await markRetry(db, a, 'TZ-G21', NOW + 9_000, NOW)
      await markRetry(db, b, 'TZ-G21', NOW + 4_000, NOW)
      expect(await nextDueAt(db, DEVICE_ID)).toBe(NOW + 4_000)
      expect(await nextDueAt(db, 'device-other')).toBeNull()
    })
  })

  describe('moving', () => {
    it('stands in exactly one store through its whole life', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      const places = async (): Promise<string[]> => {
        const counts = await db.read(['outbox', 'sent', 'answers', 'refused'], (tx) =>
          Promise.all(
            (['outbox', 'sent', 'answers', 'refused'] as const).map(async (name) =>
              (await tx.objectStore(name).getKey(id)) === undefined ? [] : [name],
            ),
          ),
        )
        return counts.flat()
      }
      expect(await places()).toEqual(['outbox'])
      await markRejected(db, id, 'TZ-G05', NOW)
      expect(await places()).toEqual(['refused'])
      await retryRefused(db, id)
      expect(await places()).toEqual(['outbox'])
      await withdraw(db, id, reasonFor(id), NOW)
      expect(await places()).toEqual(['refused'])
      await retryRefused(db, id)
      await markAccepted(db, [id], NOW)
      expect(await places()).toEqual(['sent'])
      await markAnswered(db, [{ seq: 1, id, sealed }], 1, NOW)
      expect(await places()).toEqual(['answers'])
      await settleAnswer(db, id, NOW)
      expect(await places()).toEqual(['answers'])
    })

    it('removes a check from the outbox for the acknowledgement of its own id only', async () => {
      const [a = '', b = ''] = await saveMany(db, keys, 2, NOW)
      expect(await markAccepted(db, [a, nextId()], NOW)).toEqual([a])
      expect(await findCheck(db, b)).toMatchObject({ store: 'outbox' })
    })

    it('ignores a late refusal of a check that was accepted meanwhile', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await markAccepted(db, [id], NOW)
      expect(await markRejected(db, id, 'TZ-G05', NOW)).toEqual([])
      expect(await markRetry(db, id, 'TZ-G21', NOW, NOW)).toEqual([])
      expect(await findCheck(db, id)).toMatchObject({ store: 'sent' })
    })

    it('takes an answer as proof of acceptance when the reply was lost', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await markAnswered(db, [{ seq: 3, id, sealed }], 3, NOW + 5)
      expect(await findCheck(db, id)).toMatchObject({
        store: 'answers',
        record: { savedAt: NOW, acceptedAt: null, receivedAt: NOW + 5 },
      })
      expect((await countOutbox(db)).waiting).toBe(0)
    })

    it('takes an answer out of quarantine too', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await quarantine(db, [id], 'TZ-D11', NOW)
      await markAnswered(db, [{ seq: 1, id, sealed }], 1, NOW)
      expect(await countOutbox(db)).toEqual({ waiting: 0, refused: 0, awaiting: 0 })
    })

    it('keeps what was settled when the same answer is delivered again', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await markAnswered(db, [{ seq: 1, id, sealed }], 1, NOW)
      expect(await settleAnswer(db, id, NOW + 1)).toBe(true)
      await markAnswered(db, [{ seq: 1, id, sealed }], 1, NOW + 2)
      expect(await findCheck(db, id)).toMatchObject({
        record: { settledAt: NOW + 1, receivedAt: NOW },
      })
      await settleAnswer(db, id, NOW + 9)
      expect(await findCheck(db, id)).toMatchObject({ record: { settledAt: NOW + 1 } })
    })

    it('moves the cursor forward and never back', async () => {
      const cursor = () =>
        db.read(['device'], (tx) => tx.objectStore('device').get('profile')) as Promise<{
          answersCursor: number
        }>
      await markAnswered(db, [], 7, NOW)
      await markAnswered(db, [], 5, NOW)
      expect((await cursor()).answersCursor).toBe(7)
    })

    it(`quarantines a record refused ${QUARANTINE_AFTER} times and keeps it whole`, async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      for (let n = 1; n < QUARANTINE_AFTER; n++) await markRetry(db, id, 'TZ-G21', NOW, NOW)
      expect(await findCheck(db, id)).toMatchObject({ store: 'outbox' })
      await markRetry(db, id, 'TZ-G21', NOW, NOW)
      expect(await findCheck(db, id)).toMatchObject({
        store: 'refused',
        record: { kind: 'quarantined', code: 'TZ-D11', record: { lastCode: 'TZ-G21' } },
      })
    })

    it('never quarantines for a line that is down', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      for (let n = 0; n < QUARANTINE_AFTER * 3; n++) await releaseLeases(db, [id], 'TZ-D02', NOW)
      expect(await findCheck(db, id)).toMatchObject({ store: 'outbox', record: { refusals: 0 } })
    })

    it('counts tries anew when a person sends a quarantined check again', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await quarantine(db, [id], 'TZ-D11', NOW)
      expect(await retryRefused(db, id)).toBe(true)
      expect(await findCheck(db, id)).toMatchObject({
        store: 'outbox',
        record: { attempts: 0, refusals: 0, lastCode: null },
      })
    })

    it('stops waiting for an answer with a reason, and for good', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await markAccepted(db, [id], NOW + 1)
      expect(await stopWaiting(db, id, reasonFor(id), NOW + 2)).toBe(true)
      expect(await findCheck(db, id)).toMatchObject({
        store: 'refused',
        record: { kind: 'withdrawn', code: 'TZ-D16', at: NOW + 2, record: null, untold: 1 },
      })
      expect(
        await db.read(['vault'], (tx) => tx.objectStore('vault').get(reasonFor(id).key)),
      ).toEqual(reasonFor(id))
      expect(await withdraw(db, id, reasonFor(id), NOW + 3)).toBe(false)
      expect(await retryRefused(db, id)).toBe(false)
      expect(await findCheck(db, id)).toMatchObject({ store: 'refused' })
    })

    it('leaves the gateway to be told of a withdrawn check that may be there, and of no other', async () => {
      const [tried = '', fresh = ''] = await saveMany(db, keys, 2, NOW)
      await take({ maxCount: 1 })
      await releaseLeases(db, [tried], 'TZ-D02', NOW)
      await withdraw(db, tried, reasonFor(tried), NOW)
      await withdraw(db, fresh, reasonFor(fresh), NOW)
      expect(await countUntold(db)).toBe(1)
      expect(await findCheck(db, tried)).toMatchObject({ record: { untold: 1 } })
      expect(await retryRefused(db, tried)).toBe(false)
      expect(await retryRefused(db, fresh)).toBe(true)
    })

    it('shows an answer that comes although nobody waited any more', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await markAccepted(db, [id], NOW)
      await stopWaiting(db, id, reasonFor(id), NOW)
      await markAnswered(db, [{ seq: 1, id, sealed }], 1, NOW)
      expect(await findCheck(db, id)).toMatchObject({ store: 'answers' })
      // The answer was quicker: there is nothing left to tell.
      expect(await countUntold(db)).toBe(0)
    })

    it('stops no waiting for what is not waited for', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      expect(await stopWaiting(db, id, reasonFor(id), NOW)).toBe(false)
      expect(await findCheck(db, id)).toMatchObject({ store: 'outbox' })
    })

    it('does not withdraw a check that is being sent, as it may already be there', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await take()
      expect(await withdraw(db, id, reasonFor(id), NOW)).toBe(false)
      expect(await withdraw(db, id, reasonFor(id), NOW + 60_001)).toBe(true)
      expect(await findCheck(db, id)).toMatchObject({
        store: 'refused',
        record: { kind: 'withdrawn', code: 'TZ-D16' },
      })
    })

    it.each([
      ['rejected', (id: string) => markRejected(db, id, 'TZ-G05', NOW)],
      ['quarantined', (id: string) => quarantine(db, [id], 'TZ-D11', NOW)],
    ])('withdraws a check that was %s, with its record and the reason', async (_kind, refuse) => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await refuse(id)
      expect(await withdraw(db, id, reasonFor(id), NOW + 1)).toBe(true)
      const standing = await findCheck(db, id)
      expect(standing).toMatchObject({
        store: 'refused',
        record: { kind: 'withdrawn', code: 'TZ-D16', at: NOW + 1 },
      })
      if (standing?.store !== 'refused') throw new Error('not refused')
      expect(standing.record.record?.envelope.id).toBe(id)
      const kept = await db.read(['vault'], (tx) => tx.objectStore('vault').get(reasonFor(id).key))
      expect(kept).toEqual(reasonFor(id))
    })

    it('withdraws once: the first reason stands', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await withdraw(db, id, reasonFor(id), NOW)
      expect(await withdraw(db, id, { ...reasonFor(id), iv: new Uint8Array(12) }, NOW)).toBe(false)
      const kept = await db.read(['vault'], (tx) => tx.objectStore('vault').get(reasonFor(id).key))
      expect(kept).toEqual(reasonFor(id))
    })

    it('withdraws nothing that the gateway has', async () => {
      const [id = ''] = await saveMany(db, keys, 1, NOW)
      await markAccepted(db, [id], NOW)
      expect(await withdraw(db, id, reasonFor(id), NOW)).toBe(false)
      expect(await findCheck(db, id)).toMatchObject({ store: 'sent' })
    })

    it('says so when there is nothing to withdraw, to retry or to settle', async () => {
      expect(await withdraw(db, nextId(), reasonFor('x'), NOW)).toBe(false)
      expect(await retryRefused(db, nextId())).toBe(false)
      expect(await settleAnswer(db, nextId(), NOW)).toBe(false)
    })
  })

  describe('listing', () => {
    it('shows the latest captured first, page by page', async () => {
      const ids = await saveMany(db, keys, 5, NOW)
      const newest = [...ids].reverse()
      const first = await listPage(db, 'outbox', { limit: 2 })
      expect(first.map(({ id }) => id)).toEqual(newest.slice(0, 2))
      const before = first.at(-1)?.id ?? ''
      const second = await listPage(db, 'outbox', { before, limit: 10 })
      expect(second.map(({ id }) => id)).toEqual(newest.slice(2))
    })

    it('reads no more rows than the page has', async () => {
      await saveMany(db, keys, 30, NOW)
      expect(await listPage(db, 'outbox', { limit: 7 })).toHaveLength(7)
      expect(await listPage(db, 'sent', { limit: 7 })).toEqual([])
    })

    it('knows the newest id in whatever state it is', async () => {
      expect(await newestId(db)).toBeNull()
      const [a = '', b = ''] = await saveMany(db, keys, 2, NOW)
      await markAccepted(db, [b], NOW)
      expect(await newestId(db)).toBe(b)
      await markRejected(db, a, 'TZ-G05', NOW)
      expect(await newestId(db)).toBe(b)
    })

    it('does not know a check it never had', async () => {
      expect(await findCheck(db, nextId())).toBeNull()
    })
  })
})
