import { afterEach, expect, it } from 'vitest'
import { dispatchByFacility } from '../../../server/authority/by-facility'
import { AuthorityFault } from '../../../server/authority/fault'
import { openSqliteStore } from '../../../server/store/open'
import { COLUMNS } from '../../support/columns'
import { activateDevice } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  FACILITY,
  ONE_PERSON,
  type TestGateway,
} from '../../support/gateway'

const clock = createTestClock()
const OPTIONS = { now: clock.now, random: () => 0.999, people: ONE_PERSON }
let gateway: TestGateway | undefined
afterEach(async () => {
  await gateway?.end()
  gateway = undefined
})

it('a gateway that does not serve a facility leaves its checks, and its authority, to the one that does', async () => {
  gateway = await createTestGateway({
    ...OPTIONS,
    wrapAuthority: () => dispatchByFacility(() => undefined),
    serves: () => false,
  })
  const device = await activateDevice(await gateway.newCode(), {
    fetch: gateway.fetch,
    now: clock.now,
  })
  const ids: string[] = []
  for (let at = 0; at < 6; at += 1) {
    const check = await device.createCheck({ card: gateway.card('valid-30') })
    await device.sendChecks([check])
    ids.push(check.id)
  }
  for (let round = 0; round < 5; round += 1) {
    await gateway.worker.runDue()
    clock.advance(2_000)
  }
  expect(await gateway.store.pauses.inForce(clock.now())).toEqual([])
  // Nor does it look again and again for what it leaves.
  expect(await gateway.store.work.nextDueAt([{ facilityId: FACILITY.id }])).toBeNull()
  expect(await gateway.store.work.nextDueAt([{ facilityId: 'another' }])).not.toBeNull()
  const lease = { now: clock.now(), leaseMs: 1_000, limit: 9, token: 'of the other' }
  const work = await gateway.store.work.lease(lease)
  expect(work.map(({ id }) => id).sort()).toEqual(ids.sort())
  expect(work.map(({ askedAt }) => askedAt)).toEqual(ids.map(() => null))
  expect(gateway.log.filter((line) => line.event === 'worker')).toHaveLength(1)
})

it('a gateway that does not reach an authority leaves it to the one that does, and does not have it left alone', async () => {
  let asked = 0
  const { store: own, ...options } = { ...OPTIONS, store: openSqliteStore(':memory:', COLUMNS) }
  const store = { ...own, work: { ...own.work, isShared: true } }
  gateway = await createTestGateway({
    ...options,
    store,
    wrapAuthority: (sandbox) => ({
      ...sandbox,
      ask() {
        asked += 1
        return Promise.reject(new AuthorityFault('not mounted here', { isOutOfReach: true }))
      },
    }),
  })
  const { sandbox, worker } = gateway
  const inside = await createTestGateway({
    ...options,
    store: { ...store, close: () => Promise.resolve() },
    wrapAuthority: () => sandbox,
  })
  const device = await activateDevice(await gateway.newCode(), {
    fetch: gateway.fetch,
    now: clock.now,
  })
  for (let at = 0; at < 9; at += 1) {
    await device.sendChecks([await device.createCheck({ card: gateway.card('valid-30') })])
  }
  expect(await worker.runDue()).toBe(0)
  expect(await worker.runDue()).toBe(0)
  expect(asked).toBe(4)
  expect(await store.pauses.inForce(clock.now())).toEqual([])
  expect(await inside.worker.runDue()).toBe(9)
  await inside.end()
})
