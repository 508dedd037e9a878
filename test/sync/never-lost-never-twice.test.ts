import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import type { Envelope } from '../../api/wire'
import { createCheckId } from '../../domain/ids'
import { activateDevice } from '../../src/sync/activate'
import { createClock, randomBytes } from '../../src/sync/clock'
import { openTazuneDb, type TazuneDb } from '../../src/sync/db'
import { readRow } from '../../src/sync/device-rows'
import { createEnvelope } from '../../src/sync/envelope'
import { createGatewayClient } from '../../src/sync/gateway-client'
import { countOutbox } from '../../src/sync/listing'
import { saveCheck } from '../../src/sync/outbox'
import { stopWaiting, withdraw } from '../../src/sync/moves'
import { saveWithdrawal } from '../../src/sync/save-withdrawal'
import { countUntold } from '../../src/sync/withdrawals'
import type { RunReason } from '../../src/sync/courier'
import type { DeviceKeys, DeviceProfile, SealedNote } from '../../src/sync/schema'
import { signByCard } from '../support/device-client'
import { createTestGateway, ORIGIN, type TestGateway } from '../support/gateway'
import { createWorld, REASONS, type LineFault, type Page, type World } from '../support/sync-world'

const SCHEDULES = 1_000

type Step =
  | { do: 'save'; page: 0 | 1 }
  /** Staff take a saved check back, wherever it stands. */
  | { do: 'takeBack'; page: 0 | 1; nth: number }
  /** A patient takes back the consent given with a saved check. */
  | { do: 'withdrawConsent'; page: 0 | 1; nth: number }
  | { do: 'run'; page: 0 | 1; reason: RunReason }
  | { do: 'runBoth' }
  | { do: 'pull'; page: 0 | 1 }
  | { do: 'work' }
  | { do: 'authority' }
  | { do: 'crash'; page: 0 | 1; at: number; when: 'before' | 'after' }
  | { do: 'freeze'; page: 0 | 1 }
  | { do: 'thaw'; page: 0 | 1 }
  | { do: 'line'; faults: LineFault[] }
  | { do: 'late' }
  | { do: 'clock'; ms: number }
  | { do: 'wait'; ms: number }

const page = fc.constantFrom<0 | 1>(0, 1)
const fault = fc.constantFrom<LineFault>('lost', 'replyLost', 'twice', 'late', 'portal')
const when = fc.constantFrom<'before' | 'after'>('before', 'after')
const nth = fc.nat({ max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), page }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takeBack' as const), page, nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdrawConsent' as const), page, nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      page,
      reason: fc.constantFrom(...REASONS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('runBoth' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pull' as const), page }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('work' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('authority' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      page,
      at: fc.integer({ min: 1, max: 16 }),
      when,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze' as const), page }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('thaw' as const), page }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('line' as const),
      faults: fc.array(fault, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('late' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      ms: fc.constantFrom(-7_200_000, -30_000, 30_000, 7_200_000, 86_400_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(2_000, 60_000, 130_000),
    }),
  },
)

describe('a check or a withdrawal, under any schedule of faults', () => {
  let gateway: TestGateway
  let profile: DeviceProfile
  let keys: DeviceKeys
  let asked: Map<string, number>
  /** Replies of the authority that are lost after it has recorded the request. */
  let lostReplies = 0
  /** The gateway's own time, moved on so that its back-offs end. */
  let gatewayLead = 0
  /** Withdrawals of consents, over all schedules: what was begun, and what was saved. */
  const begun = new Set<string>()
  const withdrawn = new Set<string>()
  /** Checks that staff took back in time. */
  let goneInTime = 0
  const gatewayNow = (): number => Date.now() + gatewayLead

  beforeAll(async () => {
    asked = new Map()
    gateway = await createTestGateway({
      policy: { challengePool: 0 },
      random: () => 0,
      now: gatewayNow,
      wrapAuthority: (authority) => ({
        ...authority,
        async ask(id, query) {
          asked.set(id, (asked.get(id) ?? 0) + 1)
          const outcome = await authority.ask(id, query)
          if (lostReplies === 0) return outcome
          lostReplies -= 1
          throw new Error('reply lost')
        },
      }),
    })
    const db = await openTazuneDb({ indexedDB: new IDBFactory() })
    const client = createGatewayClient({
      baseUrl: ORIGIN,
      fetch: gateway.fetch,
      clock: createClock(),
    })
    const activated = await activateDevice(
      db,
      client,
      { code: await gateway.newCode(), deviceName: 'タブレット' },
      Date.now(),
    )
    if (!activated.ok) throw new Error(activated.code)
    const stored = await readRow(db, 'keys')
    if (stored === undefined) throw new Error('no keys')
    profile = activated.value
    keys = stored
  })

  afterAll(() => gateway.end())

  it(`is neither lost nor asked about twice (${SCHEDULES} schedules)`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 3, maxLength: 14 }),
        fc.boolean(),
        async (steps, withLocks) => {
          const world = createWorld({
            fetch: gateway.fetch,
            origin: ORIGIN,
            withLocks,
            start: gatewayNow(),
          })
          lostReplies = 0
          await playSchedule(world, steps)
        },
      ),
      {
        numRuns: SCHEDULES,
        // More lost replies than a recovery has rounds: they end when the line is whole again.
        examples: [
          [
            [
              { do: 'save', page: 0 },
              ...Array.from({ length: 4 }, (): Step => ({
                do: 'line',
                faults: ['lost', 'lost', 'lost'],
              })),
            ],
            false,
          ],
          // A check that arrives after the gateway was told of its withdrawal, and knew nothing of it.
          [
            [
              { do: 'save', page: 0 },
              { do: 'run', page: 0, reason: 'manual' },
              { do: 'save', page: 0 },
              { do: 'line', faults: ['late'] },
              { do: 'run', page: 0, reason: 'manual' },
              { do: 'takeBack', page: 0, nth: 1 },
              { do: 'run', page: 0, reason: 'manual' },
              { do: 'late' },
              { do: 'work' },
            ],
            true,
          ],
        ],
      },
    )
    const recorded = await gateway.sandbox.askedCounts()
    expect([...recorded.values()].every((count) => count === 1)).toBe(true)
    expect(recorded.size).toBeGreaterThan(SCHEDULES)
    const register = (await gateway.store.consents.withdrawals(profile.facility.id)).map(
      ({ id }) => id,
    )
    expect(new Set(register).size).toBe(register.length)
    expect(register).toEqual(expect.arrayContaining([...withdrawn]))
    expect([...begun]).toEqual(expect.arrayContaining(register))
    expect(Math.min(withdrawn.size, goneInTime)).toBeGreaterThan(SCHEDULES / 20)
  }, 600_000)

  async function playSchedule(world: World, steps: readonly Step[]): Promise<void> {
    const witness = await register(world)
    let opened = 0
    const reopen = (): Promise<Page> => world.openPage(`page-${opened++}`)
    const pages: [Page, Page] = [await reopen(), await reopen()]
    const all: Page[] = [...pages]
    const saved: string[] = []
    const attempted: string[] = []
    const takenBack: string[] = []
    const goneForGood = new Set<string>()

    async function living(at: 0 | 1): Promise<Page> {
      if (pages[at].isDead) {
        pages[at] = await reopen()
        all.push(pages[at])
      }
      return pages[at]
    }

    for (const each of steps) {
      switch (each.do) {
        case 'save': {
          const target = await living(each.page)
          const envelope = await capture(world)
          attempted.push(envelope.id)
          const saving = save(target.db, envelope, world.time.now()).then(() => {
            saved.push(envelope.id)
          })
          await world.drive(saving, target)
          break
        }
        case 'takeBack': {
          const id = saved[each.nth % saved.length]
          if (id === undefined) break
          const target = await living(each.page)
          takenBack.push(id)
          await world.drive(takeBack(target.db, id, world.time.now()), target)
          break
        }
        case 'withdrawConsent': {
          const checkId = saved[each.nth % saved.length]
          if (checkId === undefined) break
          const target = await living(each.page)
          const envelope = await captureWithdrawal(world, checkId)
          const { deviceId } = profile
          const toSave = { envelope, deviceId, notes: [], erase: [] }
          begun.add(envelope.id)
          const saving = saveWithdrawal(target.db, toSave, world.time.now()).then(() => {
            withdrawn.add(envelope.id)
          })
          await world.drive(saving, target)
          break
        }
        case 'run': {
          const target = await living(each.page)
          await world.drive(target.courier.run(each.reason), target)
          break
        }
        case 'runBoth': {
          const [first, second] = [await living(0), await living(1)]
          const work = Promise.all([
            world.drive(first.courier.run('manual'), first),
            world.drive(second.courier.run('manual'), second),
          ])
          await work
          break
        }
        case 'pull': {
          const target = await living(each.page)
          const pull = target.courier.pullAnswers({ once: true, waitSeconds: 0 })
          await world.drive(pull, target)
          break
        }
        case 'work':
          await gateway.worker.runDue()
          break
        case 'authority':
          lostReplies += 1
          break
        case 'crash':
          ;(await living(each.page)).dieAt(each.at, each.when)
          break
        case 'freeze':
          ;(await living(each.page)).freeze()
          break
        case 'thaw':
          pages[each.page].thaw()
          break
        case 'line':
          world.addFaults(each.faults)
          break
        case 'late':
          await world.deliverLate()
          break
        case 'clock':
          world.time.jump(each.ms)
          break
        case 'wait':
          await world.time.advance(each.ms)
          break
      }
      for (const id of await expectOnePlaceEach(witness, saved)) goneForGood.add(id)
    }

    // Frozen pages stay frozen: they must not hold up one that lives.
    await recover(world, await reopen())
    expect(await countOutbox(witness)).toMatchObject({ waiting: 0, awaiting: 0 })
    expect(await countUntold(witness)).toBe(0)
    for (const one of all) one.thaw()
    await world.deliverLate()
    const last = await reopen()
    await recover(world, last)
    await judge(last.db, { saved, attempted, takenBack, goneForGood })
  }

  /** The line is whole again and somebody opens the app: everything must come to its end from here. */
  async function recover(world: World, fresh: Page): Promise<void> {
    world.mendLine()
    for (let round = 0; round < 12; round++) {
      await world.drive(fresh.courier.run('manual'), fresh)
      gatewayLead += 100
      await gateway.worker.runDue()
      await world.drive(fresh.courier.pullAnswers({ once: true, waitSeconds: 0 }), fresh)
      const [left, untold] = await Promise.all([countOutbox(fresh.db), countUntold(fresh.db)])
      if (left.waiting + left.awaiting + untold === 0) return
      await world.time.advance(50_000)
    }
  }

  /** Answered and asked about once, or taken back, told of, and asked about never. */
  async function judge(
    db: TazuneDb,
    tried: Record<'saved' | 'attempted' | 'takenBack', string[]> & { goneForGood: Set<string> },
  ): Promise<void> {
    const { saved, attempted, takenBack, goneForGood } = tried
    const [answered, refused, left] = await Promise.all([
      db.read(['answers'], (tx) => tx.objectStore('answers').getAllKeys()),
      db.read(['refused'], (tx) => tx.objectStore('refused').getAll()),
      countOutbox(db),
    ])
    expect(left).toMatchObject({ waiting: 0, awaiting: 0 })
    expect(refused.filter(({ kind, untold }) => kind !== 'withdrawn' || untold)).toEqual([])
    const gone = refused.map(({ id }) => id)
    goneInTime += gone.length
    expect(takenBack).toEqual(expect.arrayContaining(gone))
    expect(gone).toEqual(expect.arrayContaining([...goneForGood]))
    expect([...answered, ...gone]).toEqual(expect.arrayContaining(saved))
    for (const id of attempted) {
      expect(asked.get(id) ?? 0).toBe(answered.includes(id) ? 1 : 0)
    }
  }

  /**
   * At any moment: in exactly one store if it was saved, never in two.
   * @returns what is withdrawn and told of, and so must never be answered any more
   */
  async function expectOnePlaceEach(db: TazuneDb, saved: string[]): Promise<string[]> {
    const [refused, ...others] = await db.read(['outbox', 'sent', 'answers', 'refused'], (tx) =>
      Promise.all([
        tx.objectStore('refused').getAll(),
        tx.objectStore('outbox').getAllKeys(),
        tx.objectStore('sent').getAllKeys(),
        tx.objectStore('answers').getAllKeys(),
      ]),
    )
    const places = [...refused.map(({ id }) => id), ...others.flat()]
    expect(new Set(places).size).toBe(places.length)
    expect(places).toEqual(expect.arrayContaining(saved))
    return refused.filter(({ kind, untold }) => kind === 'withdrawn' && !untold).map(({ id }) => id)
  }

  async function register(world: World): Promise<TazuneDb> {
    const db = await openTazuneDb({ indexedDB: world.factory })
    const { store } = gateway
    const past = await store.answers.after(profile.deviceId, cursor, 100_000)
    cursor = past.at(-1)?.seq ?? cursor
    await db.write(['device'], (tx) =>
      Promise.all([
        tx.objectStore('device').put({ ...profile, answersCursor: cursor }, 'profile'),
        tx.objectStore('device').put(keys, 'keys'),
      ]),
    )
    return db
  }
  let cursor = 0

  function capture(world: World): Promise<Envelope> {
    const id = createCheckId(world.time.now(), randomBytes)
    const capturedAt = new Date(world.time.now()).toISOString()
    const payload = signByCard(
      { card: gateway.card('valid-30') },
      {
        v: 1,
        id,
        facilityId: profile.facility.id,
        deviceId: profile.deviceId,
        staffId: 'staff-1',
        visitId: null,
        patientId: 'patient-1',
        setting: 'homeNursing',
        channel: 'homeConsent',
        consent: {
          items: { diagnosis: true, medication: true, checkup: false, surgery: false },
          prescription: 'paper',
          decidedBy: { kind: 'patient' },
          decidedAt: capturedAt,
        },
        capturedAt,
      },
      null,
    )
    const { deviceId, gatewayKey } = profile
    return createEnvelope(id, payload, {
      deviceId,
      signingKey: keys.signing.privateKey,
      gatewayKey,
    })
  }

  function captureWithdrawal(world: World, checkId: string): Promise<Envelope> {
    const id = createCheckId(world.time.now(), randomBytes)
    const { deviceId, gatewayKey } = profile
    return createEnvelope(
      id,
      {
        v: 1,
        id,
        facilityId: profile.facility.id,
        deviceId,
        staffId: 'staff-1',
        checkId,
        patientId: 'patient-1',
        items: ['medication'],
        decidedBy: { kind: 'patient' },
        decidedAt: new Date(world.time.now()).toISOString(),
        wording: 'consent-1',
      },
      { deviceId, signingKey: keys.signing.privateKey, gatewayKey },
    )
  }

  function save(db: TazuneDb, envelope: Envelope, now: number): Promise<void> {
    const { deviceId } = profile
    const note = noteOf(`check:${envelope.id}`)
    return saveCheck(db, { envelope, deviceId, notes: [note], challengeId: null }, now)
  }

  async function takeBack(db: TazuneDb, id: string, now: number): Promise<void> {
    const reason = noteOf(`reason:${id}`)
    if (!(await withdraw(db, id, reason, now))) await stopWaiting(db, id, reason, now)
  }

  function noteOf(key: string): SealedNote {
    const empty = new Uint8Array(1)
    return { key, vaultId: 'v', iv: empty, ciphertext: empty }
  }
})
