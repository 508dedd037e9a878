import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { PATHS } from '../../api/wire'
import { createClock } from '../../src/sync/clock'
import { createCourier, type Courier, type CourierOptions } from '../../src/sync/courier'
import type { TazuneDb } from '../../src/sync/db'
import { readProfile, readRow } from '../../src/sync/device-rows'
import { createGatewayClient, type Traffic } from '../../src/sync/gateway-client'
import { countOutbox, findCheck, listPage } from '../../src/sync/listing'
import {
  markAccepted,
  markAnswered,
  markRetry,
  QUARANTINE_AFTER,
  stopWaiting,
  withdraw,
} from '../../src/sync/moves'
import { readIdentity } from '../../src/sync/device-state'
import {
  BASE_URL,
  createMockGateway,
  portalPage,
  problem,
  respond,
  type MockGateway,
} from '../support/mock-gateway'
import {
  makeDeviceKeys,
  openRegistered,
  saveMany,
  saveOne,
  type DeviceKeyring,
} from '../support/sync-device'
import { createFakeTime, createLockSpace, settleWork, type FakeTime } from '../support/sync-time'

describe('the courier', () => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let time: FakeTime
  let gateway: MockGateway
  let traffic: Traffic[]
  let online: boolean
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    time = createFakeTime()
    gateway = createMockGateway(time, keys.gatewayKey)
    db = await openRegistered(keys, time.now())
    traffic = []
    online = true
    await noChallenges()
  })

  /** Challenges have their own tests; here they would only add requests. */
  async function noChallenges(): Promise<void> {
    await db.write(['challenges'], (tx) =>
      Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          tx.objectStore('challenges').put({
            id: `c${n}`,
            challenge: 'AA',
            expiresAt: time.now() + 30 * 86_400_000,
            reservedFor: null,
          }),
        ),
      ),
    )
  }

  function makeCourier(options: Partial<CourierOptions> = {}): Courier {
    const clock = createClock({ now: time.now })
    const client = createGatewayClient({
      baseUrl: BASE_URL,
      fetch: gateway.fetch,
      timers: time,
      clock,
      isOnline: () => online,
      identity: () => readIdentity(db),
      onTraffic: (one) => traffic.push(one),
    })
    return createCourier({
      db,
      client,
      locks: createLockSpace().locksOf('page'),
      now: time.now,
      random: () => 0.5,
      isOnline: () => online,
      timers: time,
      ...options,
    })
  }

  const stateOf = async (id: string): Promise<string | undefined> =>
    (await findCheck(db, id))?.store

  describe('telling that nobody waits', () => {
    const reasonFor = (id: string) => ({
      key: `withdrawal:${id}`,
      vaultId: 'v',
      iv: new Uint8Array(12),
      ciphertext: new Uint8Array(16),
    })

    /** With the gateway, and waited for no longer. */
    async function givenUp(count: number): Promise<string[]> {
      const ids = await saveMany(db, keys, count, time.now())
      await markAccepted(db, ids, time.now())
      for (const id of ids) {
        gateway.effects.set(id, 1)
        await stopWaiting(db, id, reasonFor(id), time.now())
      }
      return ids
    }

    it('is done once, without a secret of a person', async () => {
      const ids = await givenUp(2)
      expect(await makeCourier().run('save')).toMatchObject({ untold: 0, stoppedBy: null })
      expect(gateway.withdrawn).toEqual(ids)
      await makeCourier().run('manual')
      expect(gateway.withdrawn).toEqual(ids)
      for (const id of ids) expect(await stateOf(id)).toBe('refused')
    })

    it('comes after the checks that wait, and a hundred at a time', async () => {
      await givenUp(130)
      await saveMany(db, keys, 1, time.now())
      await makeCourier().run('manual')
      expect(gateway.lines().slice(1)).toEqual([
        'POST /v1/checks 1',
        'POST /v1/withdrawals',
        'POST /v1/withdrawals',
      ])
      expect(new Set(gateway.withdrawn).size).toBe(130)
    })

    it('waits for the line, and is due when that is back', async () => {
      const ids = await givenUp(1)
      online = false
      const courier = makeCourier()
      const report = await courier.run('save')
      expect(report).toMatchObject({ untold: 1, waiting: 0, stoppedBy: 'TZ-D01' })
      expect(report.nextRunAt).toBeGreaterThan(time.now())
      expect(gateway.lines()).toEqual([])
      online = true
      expect(await courier.run('online')).toMatchObject({ untold: 0, nextRunAt: null })
      expect(gateway.withdrawn).toEqual(ids)
    })

    it('is repeated after a lost reply, which is harmless', async () => {
      const [id = ''] = await givenUp(1)
      gateway.next(PATHS.withdrawals, { kind: 'replyLost' })
      const courier = makeCourier()
      expect(await courier.run('manual')).toMatchObject({ untold: 1, stoppedBy: 'TZ-D02' })
      expect(await courier.run('manual')).toMatchObject({ untold: 0, stoppedBy: null })
      expect(gateway.withdrawn).toEqual([id, id])
    })

    it('is left out where the answer was quicker', async () => {
      const [id = ''] = await givenUp(1)
      gateway.answerAll()
      await markAnswered(
        db,
        gateway.answers.map((answer) => answer),
        1,
        time.now(),
      )
      await makeCourier().run('manual')
      expect(gateway.withdrawn).toEqual([])
      expect(await stateOf(id)).toBe('answers')
    })

    it('comes too late once the authority was asked: the check waits again, and is answered', async () => {
      const [id = ''] = await givenUp(1)
      gateway.answerAll()
      const courier = makeCourier()
      expect(await courier.run('manual')).toMatchObject({ untold: 0 })
      expect(await findCheck(db, id)).toMatchObject({ store: 'sent', record: { id } })
      await courier.pullAnswers({ once: true })
      expect(await stateOf(id)).toBe('answers')
    })

    it('finds a check that was withdrawn after a try whose reply was lost', async () => {
      const [id = ''] = await saveMany(db, keys, 1, time.now())
      gateway.next(PATHS.checks, { kind: 'replyLost' })
      const courier = makeCourier()
      await courier.run('manual')
      expect(await withdraw(db, id, reasonFor(id), time.now())).toBe(true)
      await courier.run('manual')
      expect([gateway.effects.get(id), gateway.withdrawn]).toEqual([1, [id]])
      expect(await stateOf(id)).toBe('refused')
    })
  })

  describe('delivering', () => {
    it('brings everything to the gateway in one request, in the order of capture', async () => {
      const ids = await saveMany(db, keys, 5, time.now())
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 5, waiting: 0, stoppedBy: null, nextRunAt: null })
      expect(gateway.lines()).toEqual(['POST /v1/access', 'POST /v1/checks 5'])
      expect([...gateway.effects.keys()]).toEqual(ids)
    })

    it('asks nothing of the network when nothing waits', async () => {
      const report = await makeCourier().run('start')
      expect(report).toMatchObject({ accepted: 0, waiting: 0, stoppedBy: null })
      expect(gateway.lines()).toEqual([])
    })

    it('takes at most a hundred at once and goes on until the outbox is empty', async () => {
      await saveMany(db, keys, 230, time.now())
      await makeCourier().run('manual')
      expect(gateway.lines()).toEqual([
        'POST /v1/access',
        'POST /v1/checks 100',
        'POST /v1/checks 100',
        'POST /v1/checks 30',
      ])
    })

    it('keeps a check whose reply was lost, and the same id again has no second effect', async () => {
      const [id = ''] = await saveMany(db, keys, 1, time.now())
      gateway.next(PATHS.checks, { kind: 'replyLost' })
      const courier = makeCourier()
      expect(await courier.run('manual')).toMatchObject({ stoppedBy: 'TZ-D02', waiting: 1 })
      expect(await stateOf(id)).toBe('outbox')
      await courier.run('manual')
      expect(await stateOf(id)).toBe('sent')
      expect(gateway.effects.get(id)).toBe(1)
      expect(gateway.lines().filter((line) => line.startsWith('POST /v1/checks'))).toHaveLength(2)
    })

    it('judges each item of a batch by itself: one of three rejected', async () => {
      const [a = '', b = '', c = ''] = await saveMany(db, keys, 3, time.now())
      gateway.next(PATHS.checks, {
        kind: 'results',
        of: ({ id }) =>
          id === b ? { id, outcome: 'rejected', code: 'TZ-G11' } : { id, outcome: 'accepted' },
      })
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 2, rejected: 1, waiting: 0 })
      expect([await stateOf(a), await stateOf(b), await stateOf(c)]).toEqual([
        'sent',
        'refused',
        'sent',
      ])
      expect(await findCheck(db, b)).toMatchObject({ record: { kind: 'rejected', code: 'TZ-G11' } })
    })

    it('lets an item wait that the gateway wants later, and passes on the rest', async () => {
      const [a = '', b = ''] = await saveMany(db, keys, 2, time.now())
      gateway.next(PATHS.checks, {
        kind: 'results',
        of: ({ id }) =>
          id === a
            ? { id, outcome: 'retry', code: 'TZ-G21', afterMs: 30_000 }
            : { id, outcome: 'accepted' },
      })
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 1, retried: 1, waiting: 1 })
      expect(report.nextRunAt).toBe(time.now() + 30_500)
      expect(await stateOf(b)).toBe('sent')
    })

    it('halves a batch that is too large, and remembers it for the rest of the run', async () => {
      await saveMany(db, keys, 120, time.now())
      gateway.maxChecks = 30
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 120, waiting: 0 })
      expect(gateway.lines().slice(1)).toEqual([
        'POST /v1/checks 100',
        'POST /v1/checks 50',
        'POST /v1/checks 25',
        'POST /v1/checks 25',
        'POST /v1/checks 50',
        'POST /v1/checks 25',
        'POST /v1/checks 25',
        'POST /v1/checks 20',
      ])
    })

    it('finds the one record the gateway fails on and brings all others through', async () => {
      const ids = await saveMany(db, keys, 9, time.now())
      const bad = ids[4] ?? ''
      gateway.poison.add(bad)
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 8, waiting: 1, stoppedBy: null })
      expect(await findCheck(db, bad)).toMatchObject({
        store: 'outbox',
        record: { refusals: 1, lastCode: 'TZ-G21' },
      })
    })

    it('counts a failure against the first record too once another has passed', async () => {
      const [first = ''] = await saveMany(db, keys, 2, time.now())
      gateway.poison.add(first)
      await makeCourier().run('manual')
      expect(await findCheck(db, first)).toMatchObject({ record: { refusals: 1 } })
    })

    it('quarantines what the gateway fails on too often, while the rest goes on', async () => {
      const [bad = ''] = await saveMany(db, keys, 1, time.now())
      for (let n = 1; n < QUARANTINE_AFTER; n++) {
        await markRetry(db, bad, 'TZ-G21', time.now(), time.now())
      }
      gateway.poison.add(bad)
      const good = await saveOne(db, keys, time.now())
      await makeCourier().run('manual')
      expect(await findCheck(db, bad)).toMatchObject({
        store: 'refused',
        record: { kind: 'quarantined', code: 'TZ-D11' },
      })
      expect(await stateOf(good)).toBe('sent')
    })

    it('blames no record when the gateway fails on all of them', async () => {
      const ids = await saveMany(db, keys, 50, time.now())
      for (const id of ids) gateway.poison.add(id)
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 0, stoppedBy: 'TZ-G21', waiting: 50 })
      expect(gateway.asked.length).toBeLessThan(12)
      const records = await listPage(db, 'outbox', { limit: 50 })
      expect(records.every(({ refusals }) => refusals === 0)).toBe(true)
    })

    it('refuses for good the one record that the gateway cannot read', async () => {
      const ids = await saveMany(db, keys, 3, time.now())
      gateway.next(
        PATHS.checks,
        respond(() => problem(400, 'TZ-G01')),
        respond(() => problem(400, 'TZ-G01')),
        respond(() => problem(400, 'TZ-G01')),
      )
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 2, rejected: 1 })
      expect(await findCheck(db, ids[0] ?? '')).toMatchObject({
        record: { kind: 'rejected', code: 'TZ-G01' },
      })
    })
  })

  describe('setting aside', () => {
    it('quarantines a record with a damaged ciphertext in the middle; the rest goes on', async () => {
      const [a = '', b = '', c = ''] = await saveMany(db, keys, 3, time.now())
      // Another letter than the one that happens to stand there.
      await damage(
        b,
        (text) => `${text.slice(0, 9)}${text[9] === '_' ? '-' : '_'}${text.slice(10)}`,
      )
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ accepted: 2, quarantined: 1 })
      expect([await stateOf(a), await stateOf(b), await stateOf(c)]).toEqual([
        'sent',
        'refused',
        'sent',
      ])
      expect(await findCheck(db, b)).toMatchObject({
        record: { kind: 'quarantined', code: 'TZ-D10' },
      })
      expect(gateway.effects.has(b)).toBe(false)
    })

    it.each([
      ['has lost its envelope', undefined],
      ['is no envelope', { id: 'x' }],
      ['is something else altogether', 7],
    ])('quarantines a record that %s and never deletes it', async (_, envelope) => {
      const [id = ''] = await saveMany(db, keys, 1, time.now())
      await db.write(['outbox'], async (tx) => {
        const store = tx.objectStore('outbox')
        await store.put({ ...(await store.get(id)), envelope } as never)
      })
      await makeCourier().run('manual')
      expect(await findCheck(db, id)).toMatchObject({
        store: 'refused',
        record: { kind: 'quarantined', code: 'TZ-D10', record: { id, envelope } },
      })
    })

    it('does not send what another registration made, and puts it where it is seen', async () => {
      const foreign = await saveOne(db, keys, time.now(), 'device-of-b')
      const own = await saveOne(db, keys, time.now())
      await makeCourier().run('manual')
      expect([...gateway.effects.keys()]).toEqual([own])
      expect(await findCheck(db, foreign)).toMatchObject({
        store: 'refused',
        record: { kind: 'quarantined', code: 'TZ-D19' },
      })
    })

    async function damage(id: string, change: (ciphertext: string) => string): Promise<void> {
      await db.write(['outbox'], async (tx) => {
        const store = tx.objectStore('outbox')
        const record = await store.get(id)
        if (record === undefined) throw new Error('no record')
        const envelope = { ...record.envelope, ciphertext: change(record.envelope.ciphertext) }
        await store.put({ ...record, envelope })
      })
    }
  })

  describe('stopping', () => {
    it('makes one request when a thousand wait and the name does not resolve', async () => {
      await saveMany(db, keys, 1_000, time.now())
      gateway.always({ kind: 'noReply' })
      const report = await makeCourier().run('manual')
      expect(gateway.lines()).toEqual(['POST /v1/access'])
      expect(report).toMatchObject({ stoppedBy: 'TZ-D02', waiting: 1_000, accepted: 0 })
    })

    it('says that there is no line when the browser knows of none', async () => {
      await saveMany(db, keys, 1, time.now())
      gateway.always({ kind: 'noReply' })
      online = false
      expect(await makeCourier().run('manual')).toMatchObject({ stoppedBy: 'TZ-D01', waiting: 1 })
      expect(gateway.lines()).toEqual([])
    })

    it('counts no try and takes nothing out while there is no line', async () => {
      const [id = ''] = await saveMany(db, keys, 3, time.now())
      online = false
      await makeCourier().run('manual')
      const record = await db.read(['outbox'], (tx) => tx.objectStore('outbox').get(id))
      expect(record).toMatchObject({ attempts: 0, leaseUntil: 0, lastCode: null })
      online = true
      expect(await makeCourier().run('online')).toMatchObject({ accepted: 3, waiting: 0 })
    })

    it('has nothing against an empty outbox without a line', async () => {
      online = false
      expect(await makeCourier().run('start')).toMatchObject({ stoppedBy: null, nextRunAt: null })
      expect(await readRow(db, 'pause')).toBeUndefined()
    })

    it('is not fooled by a captive portal that answers 200 with a page', async () => {
      const ids = await saveMany(db, keys, 3, time.now())
      const courier = makeCourier()
      gateway.always(respond(portalPage))
      expect(await courier.run('manual')).toMatchObject({ stoppedBy: 'TZ-D03', waiting: 3 })
      gateway.always(null)
      gateway.next(PATHS.checks, respond(portalPage))
      expect(await courier.run('manual')).toMatchObject({ stoppedBy: 'TZ-D03', waiting: 3 })
      expect(await courier.run('manual')).toMatchObject({ accepted: 3, waiting: 0 })
      expect([...gateway.effects.keys()]).toEqual(ids)
    })

    it.each([
      ['names other ids', { results: [{ id: 'x', outcome: 'accepted' }] }],
      ['names too few', { results: [] }],
    ])('does not believe an answer that %s', async (_, body) => {
      await saveMany(db, keys, 1, time.now())
      gateway.next(
        PATHS.checks,
        respond(() => Response.json(body)),
      )
      expect(await makeCourier().run('manual')).toMatchObject({
        stoppedBy: 'TZ-D03',
        waiting: 1,
      })
    })

    it('obeys Retry-After of a gateway that is too busy', async () => {
      await saveMany(db, keys, 1, time.now())
      gateway.next(
        PATHS.checks,
        respond(() => problem(503, 'TZ-G21', { 'retry-after': '120' })),
      )
      const report = await makeCourier().run('manual')
      expect(report.stoppedBy).toBe('TZ-G21')
      expect(report.nextRunAt).toBe(time.now() + 120_500)
    })

    it('keeps the queue and says so when this version is too old', async () => {
      await saveMany(db, keys, 2, time.now())
      gateway.always(respond(() => problem(426, 'TZ-G23')))
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ stoppedBy: 'TZ-G23', waiting: 2 })
      expect((report.nextRunAt ?? 0) - time.now()).toBeGreaterThanOrEqual(600_000)
    })

    it('stops without a try when the device is not registered', async () => {
      await saveMany(db, keys, 1, time.now())
      await db.write(['device'], (tx) => tx.objectStore('device').delete('profile'))
      expect(await makeCourier().run('manual')).toMatchObject({ stoppedBy: 'TZ-D12', waiting: 1 })
      expect(gateway.lines()).toEqual([])
    })

    it('gives back untried what the stop left over', async () => {
      await saveMany(db, keys, 3, time.now())
      gateway.next(PATHS.checks, { kind: 'noReply' })
      await makeCourier().run('manual')
      const records = await listPage(db, 'outbox', { limit: 9 })
      expect(
        records.map(({ leaseUntil, refusals, attempts }) => [leaseUntil, refusals, attempts]),
      ).toEqual([
        [0, 0, 1],
        [0, 0, 1],
        [0, 0, 1],
      ])
    })
  })

  describe('access', () => {
    it('goes on with a new token when the old one dies in the middle of a drain', async () => {
      await saveMany(db, keys, 150, time.now())
      const courier = makeCourier()
      gateway.next(PATHS.checks, { kind: 'results', of: ({ id }) => ({ id, outcome: 'accepted' }) })
      gateway.next(
        PATHS.checks,
        respond(() => problem(401, 'TZ-G03')),
      )
      expect(await courier.run('manual')).toMatchObject({ accepted: 150, stoppedBy: null })
      expect(gateway.lines()).toEqual([
        'POST /v1/access',
        'POST /v1/checks 100',
        'POST /v1/checks 50',
        'POST /v1/access',
        'POST /v1/checks 50',
      ])
    })

    it('asks once more and then stops with the queue kept when access has ended', async () => {
      await saveMany(db, keys, 2, time.now())
      gateway.next(
        PATHS.checks,
        respond(() => problem(401, 'TZ-G03')),
        respond(() => problem(401, 'TZ-G03')),
      )
      expect(await makeCourier().run('manual')).toMatchObject({ stoppedBy: 'TZ-G03', waiting: 2 })
      expect(gateway.lines().filter((line) => line.includes('access'))).toHaveLength(2)
    })

    it('does not try again at once when the device was revoked', async () => {
      await saveMany(db, keys, 2, time.now())
      gateway.next(
        PATHS.access,
        respond(() => problem(403, 'TZ-G04')),
      )
      const report = await makeCourier().run('manual')
      expect(report).toMatchObject({ stoppedBy: 'TZ-G04', waiting: 2 })
      expect(gateway.lines()).toEqual(['POST /v1/access'])
    })

    it.each([
      ['two hours slow', 7_200_000],
      ['a day fast', -86_400_000],
    ])('corrects a clock that is %s and drains in the same run', async (_, skewMs) => {
      await saveMany(db, keys, 1, time.now())
      gateway.skewMs = skewMs
      const date = new Date(time.now() + skewMs).toUTCString()
      gateway.next(
        PATHS.access,
        respond(() => problem(401, 'TZ-G24', { date })),
      )
      expect(await makeCourier().run('manual')).toMatchObject({ accepted: 1, stoppedBy: null })
      const assertions = gateway.asked
        .filter(({ path }) => path === PATHS.access)
        .map(({ body }) => issuedAt((body as { assertion: string }).assertion))
      expect(Math.abs((assertions[0] ?? 0) * 1_000 - time.now())).toBeLessThan(1_001)
      expect(Math.abs((assertions[1] ?? 0) * 1_000 - time.now() - skewMs)).toBeLessThan(2_001)
    })
  })

  describe('pausing', () => {
    it('waits longer after each failure and at once no more after a success', async () => {
      await saveMany(db, keys, 1, time.now())
      gateway.always({ kind: 'noReply' })
      const courier = makeCourier()
      const timeline: string[] = []
      for (let n = 0; n < 8; n++) {
        const report = await courier.run('manual')
        timeline.push(`wait ${(report.nextRunAt ?? 0) - time.now()}`)
      }
      expect(timeline).toEqual([
        'wait 500',
        'wait 1000',
        'wait 2000',
        'wait 4000',
        'wait 8000',
        'wait 16000',
        'wait 30000',
        'wait 30000',
      ])
      gateway.always(null)
      await courier.run('manual')
      expect(await readRow(db, 'pause')).toBeUndefined()
    })

    it('is not lost by a restart: the app that is killed at every visit does not hammer', async () => {
      await saveMany(db, keys, 1, time.now())
      gateway.always({ kind: 'noReply' })
      for (let n = 0; n < 6; n++) await makeCourier().run('manual')
      const before = gateway.asked.length
      const report = await makeCourier().run('start')
      expect(gateway.asked.length).toBe(before)
      expect(report.nextRunAt).toBe(time.now() + 16_000)
      expect(await listPage(db, 'outbox', { limit: 1 })).toMatchObject([{ attempts: 6 }])
    })

    it.each(['save', 'start', 'visible', 'timer'] as const)('is kept on %s', async (reason) => {
      await pausedFor(16_000)
      await makeCourier().run(reason)
      expect(gateway.lines()).toEqual([])
    })

    it.each(['online', 'reachable', 'manual', 'sync'] as const)(
      'is skipped on %s',
      async (reason) => {
        await pausedFor(16_000)
        expect(await makeCourier().run(reason)).toMatchObject({ accepted: 1 })
      },
    )

    it('does not believe a pause that a clock set back has made endless', async () => {
      await pausedFor(86_400_000)
      expect(await makeCourier().run('timer')).toMatchObject({ accepted: 1 })
    })

    async function pausedFor(ms: number): Promise<void> {
      await saveMany(db, keys, 1, time.now())
      await db.write(['device'], (tx) =>
        tx.objectStore('device').put({ failures: 5, notBefore: time.now() + ms }, 'pause'),
      )
    }
  })

  describe('running', () => {
    it('turns many calls into the run under way and one that follows it', async () => {
      await saveMany(db, keys, 1, time.now())
      const old = gateway
      let letGo = () => {}
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      gateway = { ...old, fetch: (...request) => held.then(() => old.fetch(...request)) }
      const courier = makeCourier()
      const calls = [courier.run('save'), courier.run('save'), courier.run('manual')]
      // The first of them is still under way then, and the other two wait for the next.
      const late = await saveOne(db, keys, time.now())
      letGo()
      const reports = await Promise.all(calls)
      gateway = old
      expect(reports[1]).toBe(reports[2])
      expect(await stateOf(late)).toBe('sent')
      expect(gateway.lines().filter((line) => line.includes('checks')).length).toBeLessThan(3)
    })

    it('sends each check once when two tabs run at the same time', async () => {
      await saveMany(db, keys, 30, time.now())
      const locks = createLockSpace()
      const first = makeCourier({ locks: locks.locksOf('one') }).run('manual')
      const second = makeCourier({ locks: locks.locksOf('two') }).run('manual')
      await Promise.race([first, second])
      await settleWork()
      await time.advance(1_000)
      await settleWork()
      const reports = await Promise.all([first, second])
      expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(30)
      expect(gateway.lines().filter((line) => line.includes('checks'))).toEqual([
        'POST /v1/checks 30',
      ])
    })

    it('sends what a killed page had under way, without waiting for its lease', async () => {
      const [id = ''] = await saveMany(db, keys, 1, time.now())
      const dying = { ...gateway, fetch: () => new Promise<Response>(() => undefined) }
      const locks = createLockSpace()
      const old = gateway
      gateway = dying
      void makeCourier({ locks: locks.locksOf('killed') }).run('manual')
      await settleWork()
      gateway = old
      locks.kill('killed')
      await makeCourier({ locks: locks.locksOf('fresh') }).run('start')
      expect(await stateOf(id)).toBe('sent')
    })

    it('tells when something moved, and not when nothing did', async () => {
      const onChange = vi.fn()
      const courier = makeCourier({ onChange })
      await courier.run('manual')
      expect(onChange).not.toHaveBeenCalled()
      await saveMany(db, keys, 1, time.now())
      await courier.run('manual')
      expect(onChange).toHaveBeenCalled()
    })

    it('passes a fault of the storage on and leaves the queue as it was', async () => {
      await saveMany(db, keys, 2, time.now())
      const broken: TazuneDb = {
        ...db,
        write: (stores, work, durability) =>
          durability === 'relaxed' && (stores as string[]).includes('outbox')
            ? Promise.reject(new DOMException('disk', 'UnknownError'))
            : db.write(stores, work, durability),
      }
      await expect(makeCourier({ db: broken }).run('manual')).rejects.toThrow('disk')
      expect((await countOutbox(db)).waiting).toBe(2)
    })

    it('tops up the challenges when the line is there, and forgets the expired', async () => {
      await db.write(['challenges'], async (tx) => {
        const store = tx.objectStore('challenges')
        for (const record of await store.getAll()) await store.put({ ...record, expiresAt: 1 })
      })
      await saveMany(db, keys, 1, time.now())
      await makeCourier().run('manual')
      const left = await db.read(['challenges'], (tx) => tx.objectStore('challenges').getAll())
      expect(left).toHaveLength(20)
      expect(left.every(({ expiresAt }) => expiresAt > time.now())).toBe(true)
    })
  })

  describe('triggers', () => {
    let line: EventTarget
    let screen: EventTarget
    let visible: boolean
    beforeEach(() => {
      line = new EventTarget()
      screen = new EventTarget()
      visible = true
    })

    function startCourier(): Courier {
      const courier = makeCourier()
      courier.start({ line, screen, isVisible: () => visible })
      return courier
    }
    const checksSent = (): number => gateway.lines().filter((at) => at.includes('checks')).length
    /** The crypto threads take as long as the machine lets them. */
    const waitUntilSent = (): Promise<void> =>
      vi.waitFor(async () => {
        await settleWork()
        expect(checksSent()).toBe(1)
      }, 10_000)

    it('runs at the start of the app', async () => {
      await saveMany(db, keys, 1, time.now())
      const courier = startCourier()
      await waitUntilSent()
      courier.stop()
    })

    it('runs when the line is back', async () => {
      const courier = startCourier()
      await settleWork()
      await saveMany(db, keys, 1, time.now())
      line.dispatchEvent(new Event('online'))
      await waitUntilSent()
      courier.stop()
    })

    it('runs when the app is looked at again', async () => {
      visible = false
      const courier = startCourier()
      await settleWork()
      await saveMany(db, keys, 1, time.now())
      visible = true
      screen.dispatchEvent(new Event('visibilitychange'))
      await waitUntilSent()
      courier.stop()
    })

    it('runs again by itself when a pause is over', async () => {
      await saveMany(db, keys, 1, time.now())
      gateway.next(PATHS.access, { kind: 'noReply' })
      const courier = startCourier()
      await settleWork()
      expect(checksSent()).toBe(0)
      await time.advance(600)
      await waitUntilSent()
      courier.stop()
    })

    it('does nothing more once it was stopped', async () => {
      await saveMany(db, keys, 1, time.now())
      gateway.next(PATHS.access, { kind: 'noReply' })
      const courier = startCourier()
      await settleWork()
      courier.stop()
      line.dispatchEvent(new Event('online'))
      await time.advance(120_000)
      expect(checksSent()).toBe(0)
    })
  })

  describe('pulling answers', () => {
    it('stores what came sealed and moves the cursor on', async () => {
      const ids = await saveMany(db, keys, 2, time.now())
      const courier = makeCourier()
      await courier.run('manual')
      gateway.answerAll()
      expect(await courier.pullAnswers()).toBeNull()
      expect(await countOutbox(db)).toEqual({ waiting: 0, refused: 0, awaiting: 0 })
      expect((await listPage(db, 'answers', { limit: 9 })).map(({ id }) => id).sort()).toEqual(ids)
      expect((await readProfile(db))?.answersCursor).toBe(2)
    })

    it('asks for nothing when nothing is awaited', async () => {
      await makeCourier().pullAnswers()
      expect(gateway.lines()).toEqual([])
    })

    it('asks again until all have come', async () => {
      await saveMany(db, keys, 1, time.now())
      const courier = makeCourier()
      await courier.run('manual')
      const pulling = courier.pullAnswers()
      await settleWork()
      gateway.answerAll()
      await time.advance(5_000)
      expect(await pulling).toBeNull()
      expect((await countOutbox(db)).awaiting).toBe(0)
    })

    it('does not spin when the gateway does not hold the request', async () => {
      await saveMany(db, keys, 1, time.now())
      const courier = makeCourier()
      await courier.run('manual')
      const pulling = courier.pullAnswers()
      await settleWork()
      const asked = (): number => gateway.lines().filter((at) => at.includes('answers')).length
      const before = asked()
      await time.advance(60_000)
      expect(asked() - before).toBeLessThan(15)
      courier.stop()
      await time.advance(60_000)
      await pulling
    })

    it('asks once only where that is wanted, and tells what stood in the way', async () => {
      await saveMany(db, keys, 1, time.now())
      const courier = makeCourier()
      await courier.run('manual')
      gateway.always({ kind: 'noReply' })
      expect(await courier.pullAnswers({ once: true })).toBe('TZ-D02')
      gateway.always(null)
      expect(await courier.pullAnswers({ once: true })).toBeNull()
      expect((await countOutbox(db)).awaiting).toBe(1)
    })

    it('ends a back-off at once when the line may be back', async () => {
      await saveMany(db, keys, 1, time.now())
      const courier = makeCourier({ random: () => 0.99 })
      await courier.run('manual')
      gateway.always({ kind: 'noReply' })
      const pulling = courier.pullAnswers()
      await time.advance(20_000)
      gateway.always(null)
      gateway.answerAll()
      await courier.run('online')
      expect(await pulling).toBeNull()
    })
  })
})

function issuedAt(jwt: string): number {
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as {
    iat: number
  }
  return claims.iat
}
