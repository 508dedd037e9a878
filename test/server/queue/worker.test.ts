import { afterEach, describe, expect, it } from 'vitest'
import { COLUMNS } from '../../support/columns'
import { fromUtf8 } from '../../../api/bytes'
import { unseal } from '../../../api/seal'
import { backoffMs } from '../../../server/queue/backoff'
import { keptAnswerAad } from '../../../server/answers/kept-answer'
import { openSqliteStore } from '../../../server/store/open'
import { keepUnknownUntil } from '../../../server/withdrawals/keep-unknown'
import { activateDevice } from '../../support/device-client'
import {
  FACILITY,
  createTestClock,
  createTestGateway,
  ONE_PERSON,
  type TestGateway,
} from '../../support/gateway'

let gateway: TestGateway | undefined
afterEach(async () => {
  await gateway?.end()
  gateway = undefined
})

describe('the worker', () => {
  it('once started answers by itself what comes in', async () => {
    gateway = await createTestGateway({ people: ONE_PERSON })
    gateway.worker.start()
    const device = await activateDevice(await gateway.newCode(), gateway)
    for (let round = 0; round < 3; round++) {
      const check = await device.createCheck({ card: gateway.card('valid-30') })
      await device.sendChecks([check])
      const { answers } = await device.fetchAnswers(round, 20)
      expect(answers.map(({ id }) => id)).toEqual([check.id])
    }
  })

  it('answers what was waiting when it started', async () => {
    gateway = await createTestGateway({ people: ONE_PERSON })
    const device = await activateDevice(await gateway.newCode(), gateway)
    await device.sendChecks([await device.createCheck({ card: gateway.card('valid-30') })])
    gateway.worker.start()
    expect((await device.fetchAnswers(0, 20)).answers).toHaveLength(1)
  })

  it('erases the withdrawals of checks that never came, once their time is over', async () => {
    const clock = createTestClock()
    let erased = 0
    const store = openSqliteStore(':memory:', COLUMNS)
    gateway = await createTestGateway({
      people: ONE_PERSON,
      now: clock.now,
      store: {
        ...store,
        withdrawals: {
          ...store.withdrawals,
          async forgetExpired(now) {
            const count = await store.withdrawals.forgetExpired(now)
            erased += count
            return count
          },
        },
      },
    })
    const device = await activateDevice(await gateway.newCode(), {
      fetch: gateway.fetch,
      now: clock.now,
    })
    await store.withdrawals.withdraw(FACILITY.id, device.deviceId, ['never-came'], clock.now())
    clock.advance(keepUnknownUntil(0))
    gateway.worker.start()
    await expect.poll(() => erased).toBe(1)
  })

  it('takes no more work once it was stopped', async () => {
    gateway = await createTestGateway({ people: ONE_PERSON })
    const device = await activateDevice(await gateway.newCode(), gateway)
    gateway.worker.start()
    await gateway.worker.stop()
    await device.sendChecks([await device.createCheck({ card: gateway.card('valid-30') })])
    gateway.worker.wake()
    expect(await gateway.worker.runDue()).toBe(0)
    expect(await gateway.store.checks.countWaiting()).toBe(1)
  })

  it('goes on after a fault of the store', async () => {
    let faults = 2
    gateway = await createTestGateway({ people: ONE_PERSON })
    const { store } = gateway
    const faulty = await createTestGateway({
      keys: gateway.keys,
      people: ONE_PERSON,
      timers: {
        // The rest after a fault is cut short; how long an answer may take is not.
        setTimeout: (callback, ms) => setTimeout(callback, ms > 20_000 ? ms : Math.min(ms, 10)),
        clearTimeout,
      },
      store: {
        ...store,
        work: {
          ...store.work,
          lease: (options) =>
            faults-- > 0 ? Promise.reject(new Error('busy')) : store.work.lease(options),
        },
        close: () => Promise.resolve(),
      },
    })
    const device = await activateDevice(await faulty.newCode(), faulty)
    await device.sendChecks([await device.createCheck({ card: faulty.card('valid-30') })])
    faulty.worker.start()
    expect(await answered(() => store.checks.countWaiting())).toBe(true)
    await faulty.end()
  })

  it('keeps a copy of the answer that the gateway can open, for a tablet that is lost', async () => {
    gateway = await createTestGateway({ people: ONE_PERSON })
    const device = await activateDevice(await gateway.newCode(), gateway)
    const check = await device.createCheck({ card: gateway.card('valid-30') })
    await device.sendChecks([check])
    await gateway.worker.runDue()
    const kept = await gateway.store.answers.getKept(FACILITY.id, check.id)
    if (!kept) throw new Error('nothing kept')
    const opened = await unseal(gateway.keys.currentPair, kept, keptAnswerAad(check.id))
    expect(JSON.parse(fromUtf8(opened))).toMatchObject({ checkId: check.id, validity: 'valid' })
  })
})

describe('the backoff', () => {
  it('doubles its ceiling from one second to five minutes', () => {
    const ceilings = [1, 2, 3, 9, 10, 100].map((attempts) => backoffMs(attempts, () => 1 - 1e-9))
    expect(ceilings).toEqual([999, 1999, 3999, 255_999, 299_999, 299_999])
  })

  it('spreads over everything below, but never at once', () => {
    expect(backoffMs(5, () => 0)).toBe(50)
    expect(backoffMs(5, () => 0.5)).toBe(8_000)
  })
})

async function answered(countWaiting: () => Promise<number>): Promise<boolean> {
  for (let look = 0; look < 200; look++) {
    if ((await countWaiting()) === 0) return true
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return false
}
