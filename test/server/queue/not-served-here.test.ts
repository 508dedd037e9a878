import { afterEach, expect, it } from 'vitest'
import { dispatchByFacility } from '../../../server/authority/by-facility'
import { activateDevice } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  FACILITY,
  ONE_PERSON,
  type TestGateway,
} from '../../support/gateway'

const clock = createTestClock()
let gateway: TestGateway | undefined
afterEach(async () => {
  await gateway?.end()
  gateway = undefined
})

it('a gateway that does not serve a facility leaves its checks, and its authority, to the one that does', async () => {
  gateway = await createTestGateway({
    now: clock.now,
    random: () => 0.999,
    people: ONE_PERSON,
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
  expect(await gateway.store.work.nextDueAt([FACILITY.id])).toBeNull()
  expect(await gateway.store.work.nextDueAt(['another'])).not.toBeNull()
  const lease = { now: clock.now(), leaseMs: 1_000, limit: 9, token: 'of the other' }
  const work = await gateway.store.work.lease(lease)
  expect(work.map(({ id }) => id).sort()).toEqual(ids.sort())
  expect(work.map(({ askedAt }) => askedAt)).toEqual(ids.map(() => null))
  expect(gateway.log.filter((line) => line.event === 'worker')).toHaveLength(1)
})
