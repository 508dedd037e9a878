import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { activateDevice } from '../../src/sync/activate'
import { createClock } from '../../src/sync/clock'
import { openTazuneDb, type TazuneDb } from '../../src/sync/db'
import { readRow } from '../../src/sync/device-rows'
import { createGatewayClient } from '../../src/sync/gateway-client'
import { countOutbox } from '../../src/sync/listing'
import { saveWithdrawal } from '../../src/sync/save-withdrawal'
import { countUntold } from '../../src/sync/withdrawals'
import type { DeviceKeys, DeviceProfile } from '../../src/sync/schema'
import { FACILITY, createTestGateway, ORIGIN, type TestGateway } from '../support/gateway'
import { createWorld, type Page, type World } from '../support/sync-world'
import { expectOnePlaceEach, judge } from './never-lost/expectations'
import { EXAMPLES, step, type Step } from './never-lost/schedule'
import { createTablet, PEOPLE, type Tablet } from './never-lost/tablet'

const SCHEDULES = 1_000

describe('a check or a withdrawal, under any schedule of faults', () => {
  let gateway: TestGateway
  let profile: DeviceProfile
  let keys: DeviceKeys
  let tablet: Tablet
  let asked: Map<string, number>
  /** Replies of the authority that are lost after it has recorded the request. */
  let lostReplies = 0
  /** The gateway's own time, moved on so that its back-offs end. */
  let gatewayLead = 0
  /** Withdrawals of consents, over all schedules: what was begun, and what was saved. */
  const begun = new Set<string>()
  const withdrawn = new Set<string>()
  /** 申立書, over all schedules; with them nobody is asked. */
  const declared = new Set<string>()
  /** Those whose claim work was done. */
  let closings = 0
  /** Checks that staff took back in time. */
  let goneInTime = 0
  const gatewayNow = (): number => Date.now() + gatewayLead

  beforeAll(async () => {
    asked = new Map()
    gateway = await createTestGateway({
      policy: { challengePool: 0 },
      people: PEOPLE,
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
    tablet = createTablet(profile, keys, gateway.card('valid-30'))
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
        examples: EXAMPLES,
      },
    )
    const recorded = await gateway.sandbox.askedCounts()
    expect([...recorded.values()].every((count) => count === 1)).toBe(true)
    expect(recorded.size).toBeGreaterThan(SCHEDULES / 2)
    const register = (await gateway.store.consents.withdrawals(profile.facility.id)).map(
      ({ id }) => id,
    )
    expect(new Set(register).size).toBe(register.length)
    expect(register).toEqual(expect.arrayContaining([...withdrawn]))
    expect([...begun]).toEqual(expect.arrayContaining(register))
    expect(Math.min(withdrawn.size, goneInTime, declared.size)).toBeGreaterThan(SCHEDULES / 20)
    expect(closings).toBeGreaterThan(SCHEDULES / 50)
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
    const closed = new Set<string>()
    const begunToClose = new Set<string>()

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
          const kind = each.kind ?? 'cardSignature'
          const envelope = await tablet.capture(kind, world.time.now())
          attempted.push(envelope.id)
          if (kind === 'declaration') declared.add(envelope.id)
          const saving = tablet.save(target.db, envelope, kind, world.time.now()).then(() => {
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
          await world.drive(tablet.takeBack(target.db, id, world.time.now()), target)
          break
        }
        case 'closeClaim': {
          const id = saved[each.nth % saved.length]
          if (id === undefined) break
          const target = await living(each.page)
          if (declared.has(id)) begunToClose.add(id)
          const closing = tablet.closeClaim(target.db, id, world.time.now()).then(() => {
            if (declared.has(id)) closed.add(id)
          })
          await world.drive(closing, target)
          break
        }
        case 'withdrawConsent': {
          const checkId = saved[each.nth % saved.length]
          if (checkId === undefined) break
          const target = await living(each.page)
          const envelope = await tablet.captureWithdrawal(checkId, world.time.now())
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
    closings += closed.size
    goneInTime += await judge(last.db, {
      saved,
      attempted,
      takenBack,
      goneForGood,
      closed,
      begunToClose,
      declared,
      asked,
    })
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

  async function register(world: World): Promise<TazuneDb> {
    const db = await openTazuneDb({ indexedDB: world.factory })
    const { store } = gateway
    const past = await store.answers.after(FACILITY.id, profile.deviceId, cursor, 100_000)
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
})
