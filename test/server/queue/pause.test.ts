import { afterEach, describe, expect, it } from 'vitest'
import { AuthorityFault } from '../../../server/authority/fault'
import { pauseMs } from '../../../server/queue/pause'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  FACILITY,
  ONE_PERSON,
  type TestGateway,
} from '../../support/gateway'

const clock = createTestClock()
let gateway: TestGateway | undefined
let fault: Error | null = null
let asked = 0

afterEach(async () => {
  await gateway?.end()
  gateway = undefined
  fault = null
  asked = 0
})

async function start(): Promise<[TestGateway, DeviceClient]> {
  gateway = await createTestGateway({
    now: clock.now,
    random: () => 0,
    people: ONE_PERSON,
    wrapAuthority: (sandbox) => ({
      ...sandbox,
      ask(id, query) {
        asked += 1
        return fault ? Promise.reject(fault) : sandbox.ask(id, query)
      },
      find: (id, facilityId) => (fault ? Promise.reject(fault) : sandbox.find(id, facilityId)),
    }),
  })
  const device = await activateDevice(await gateway.newCode(), {
    fetch: gateway.fetch,
    now: clock.now,
  })
  return [gateway, device]
}

async function send(device: DeviceClient, count: number): Promise<void> {
  if (!gateway) throw new Error('no gateway')
  for (let at = 0; at < count; at++) {
    await device.sendChecks([await device.createCheck({ card: gateway.card('valid-30') })])
  }
}

describe('an authority that fails every check', () => {
  it('is left alone after five, and asked again when the time is over', async () => {
    const [own, device] = await start()
    fault = new Error('line cut')
    await send(device, 6)
    await own.worker.runDue()
    expect(asked).toBe(6)
    expect(own.log).toContainEqual(expect.objectContaining({ step: 'pause', faults: 5 }))
    const [pause] = await own.store.pauses.inForce(clock.now())
    expect(pause?.facilityId).toBe(FACILITY.id)
    clock.advance(10_000)
    await send(device, 1)
    await own.worker.runDue()
    expect(asked).toBe(6)
    fault = null
    clock.advance((pause?.pausedUntil ?? 0) - clock.now())
    expect(await own.worker.runDue()).toBe(7)
    expect(await own.store.pauses.inForce(0)).toEqual([])
  })

  it('is left alone for as long as it asks to be', async () => {
    const [own, device] = await start()
    fault = new AuthorityFault('busy', { retryAfterMs: 90_000 })
    await send(device, 1)
    await own.worker.runDue()
    const pausedAt = clock.now()
    expect(await own.store.work.nextDueAt()).toBe(pausedAt + 90_000)
  })
})

describe('one check that fails for ever', () => {
  it('does not hold up the others of its facility', async () => {
    const [own, device] = await start()
    fault = new Error('this one only')
    await send(device, 1)
    for (let round = 0; round < 12; round++) {
      await own.worker.runDue()
      clock.advance(300_000)
    }
    fault = null
    device.forgetToken()
    await send(device, 1)
    expect(await own.store.pauses.inForce(clock.now())).toEqual([])
    expect(await own.worker.runDue()).toBe(2)
  })
})

describe('the time that an authority is left alone', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 30_000],
    [6, 60_000],
    [10, 600_000],
    [500, 600_000],
  ])('after %i faults in a row is %i ms', (faults, ms) => {
    expect(pauseMs(faults, null)).toBe(ms)
  })

  it('is what the authority says, of an hour at most', () => {
    expect(pauseMs(1, 5_000)).toBe(5_000)
    expect(pauseMs(9, 1_000)).toBe(1_000)
    expect(pauseMs(1, 1e12)).toBe(3_600_000)
  })
})
