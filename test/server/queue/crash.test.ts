import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createCrasher, type CrashPlan } from '../../support/crash'
import {
  createTestClock,
  createTestGateway,
  ONE_PERSON,
  type TestClock,
  type TestGateway,
} from '../../support/gateway'
import { createGateway, type RunningGateway } from '../../../server/app'
import { readAnchors } from '../../../server/checks/anchors'
import type { Authority } from '../../../server/authority/authority'
import type { SandboxOptions } from '../../../server/authority/sandbox/sandbox'

const LEASE_MS = 35_000

interface World {
  clock: TestClock
  gateway: TestGateway
  device: DeviceClient
}

async function openWorld(sandbox: Partial<SandboxOptions> = {}): Promise<World> {
  const clock = createTestClock()
  const gateway = await createTestGateway({ now: clock.now, people: ONE_PERSON, sandbox })
  const device = await activateDevice(await gateway.newCode(), {
    fetch: gateway.fetch,
    now: clock.now,
  })
  return { clock, gateway, device }
}

/** A gateway process on the same store and authority that crashes by a plan. */
function startProcess({ clock, gateway }: World, plan: CrashPlan | null) {
  const crasher = createCrasher(plan)
  const { store, sandbox, keys } = gateway
  const process: RunningGateway = createGateway({
    mode: 'training',
    store: {
      ...store,
      devices: crasher.wrap(store.devices),
      work: crasher.wrap(store.work),
      answers: crasher.wrap(store.answers),
    },
    authority: crasher.wrap<Authority>({
      ask: (id, query) => sandbox.ask(id, query),
      find: (id) => sandbox.find(id),
      findAcceptance: (query) => sandbox.findAcceptance(query),
      fetchMedical: (query) => sandbox.fetchMedical(query),
      withdrawConsent: (notice) => sandbox.withdrawConsent(notice),
    }),
    keys,
    anchors: readAnchors([sandbox.caCertificate]),
    visits: sandbox,
    trainingCards: () => sandbox.cards(),
    now: clock.now,
    random: () => 0,
  })
  return { crasher, process }
}

async function send({ device, gateway }: World, count: number): Promise<string[]> {
  const card = gateway.card('valid-30')
  const checks = []
  for (let number = 0; number < count; number++) checks.push(await device.createCheck({ card }))
  await device.sendChecks(checks)
  return checks.map(({ id }) => id)
}

/** Starts processes that do not crash until everything is answered, each after the last one's lease. */
async function finish(world: World): Promise<void> {
  for (let round = 0; round < 5 && (await world.gateway.store.checks.countWaiting()) > 0; round++) {
    world.clock.advance(LEASE_MS)
    const { process } = startProcess(world, null)
    await process.worker.runDue()
    await process.close()
  }
}

async function expectAnsweredOnce(world: World, ids: string[]): Promise<void> {
  const counts = await world.gateway.sandbox.askedCounts()
  expect(ids.map((id) => counts.get(id))).toEqual(ids.map(() => 1))
  world.device.forgetToken()
  const { answers } = await world.device.fetchAnswers()
  for (const id of ids) expect(answers.filter((answer) => answer.id === id)).toHaveLength(1)
}

describe('a worker that crashes', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.gateway.end())

  it('at any step, before or after it, asks once and loses nothing', async () => {
    const whole = startProcess(world, null)
    await send(world, 1)
    await whole.process.worker.runDue()
    const steps = whole.crasher.operations
    expect(steps).toEqual(expect.arrayContaining(['lease', 'recordIntent', 'ask', 'put']))

    for (let at = 0; at < steps.length; at++) {
      for (const when of ['before', 'after'] as const) {
        const ids = await send(world, 1)
        const { crasher, process } = startProcess(world, { at, when })
        await process.worker.runDue().catch(() => 0)
        expect(crasher.crashed, `${when} ${steps[at] ?? ''}`).toBe(true)
        await process.close()
        await finish(world)
        await expectAnsweredOnce(world, ids)
      }
    }
  })

  it('with several checks under way asks each once and loses none', async () => {
    for (let at = 0; at < 24; at += 3) {
      const ids = await send(world, 5)
      const { process } = startProcess(world, { at, when: at % 2 === 0 ? 'before' : 'after' })
      await process.worker.runDue().catch(() => 0)
      await process.close()
      await finish(world)
      await expectAnsweredOnce(world, ids)
    }
  })

  it('twice in a row still asks once', async () => {
    const ids = await send(world, 2)
    for (const at of [4, 5]) {
      const { process } = startProcess(world, { at, when: 'after' })
      await process.worker.runDue().catch(() => 0)
      await process.close()
      world.clock.advance(LEASE_MS)
    }
    await finish(world)
    await expectAnsweredOnce(world, ids)
  })

  it('holds its work until the lease is over, and not longer', async () => {
    const [id = ''] = await send(world, 1)
    const { process } = startProcess(world, { at: 2, when: 'before' })
    await process.worker.runDue().catch(() => 0)
    await process.close()
    const next = startProcess(world, null)
    world.clock.advance(LEASE_MS - 1)
    expect(await next.process.worker.runDue()).toBe(0)
    world.clock.advance(1)
    expect(await next.process.worker.runDue()).toBe(1)
    expect((await world.gateway.sandbox.askedCounts()).get(id)).toBe(1)
  })
})

describe('two workers at once', () => {
  it('ask each check once between them', async () => {
    const world = await openWorld()
    const ids = await send(world, 30)
    const one = startProcess(world, null)
    const two = startProcess(world, null)
    const answered = await Promise.all([one.process.worker.runDue(), two.process.worker.runDue()])
    expect(answered[0] + answered[1]).toBe(30)
    await expectAnsweredOnce(world, ids)
    await world.gateway.end()
  })
})

describe('an authority in trouble', () => {
  async function openFaulty(strikes: (point: string, count: number) => boolean) {
    let count = 0
    return openWorld({
      fault: (point) => {
        count += 1
        if (strikes(point, count)) throw new Error('line cut')
      },
    })
  }

  it('whose reply was lost is not asked again: its record is found', async () => {
    const world = await openFaulty((point) => point === 'afterRecord')
    const ids = await send(world, 3)
    expect(await world.gateway.worker.runDue()).toBe(0)
    await finish(world)
    await expectAnsweredOnce(world, ids)
    await world.gateway.end()
  })

  it('that never got the request is asked again', async () => {
    const world = await openFaulty((point, count) => point === 'beforeRecord' && count === 1)
    const ids = await send(world, 1)
    expect(await world.gateway.worker.runDue()).toBe(0)
    await finish(world)
    await expectAnsweredOnce(world, ids)
    await world.gateway.end()
  })

  it('that cannot say what became of it is not asked again until it can', async () => {
    let blind = true
    const world = await openWorld({
      fault: (point) => {
        if (blind && point !== 'beforeRecord') throw new Error('line cut')
      },
    })
    const [id = ''] = await send(world, 1)
    for (let round = 0; round < 3; round++) {
      await world.gateway.worker.runDue()
      world.clock.advance(LEASE_MS)
    }
    expect((await world.gateway.sandbox.askedCounts()).get(id)).toBe(1)
    expect(await world.gateway.store.checks.countWaiting()).toBe(1)
    blind = false
    await finish(world)
    await expectAnsweredOnce(world, [id])
    await world.gateway.end()
  })

  it('that answers late is looked for, not asked again', async () => {
    const world = await openWorld({ delayMs: 5_000 })
    const ids = await send(world, 2)
    expect(await world.gateway.worker.runDue()).toBe(0)
    world.clock.advance(2_000)
    expect(await world.gateway.worker.runDue()).toBe(0)
    world.clock.advance(5_000)
    expect(await world.gateway.worker.runDue()).toBe(2)
    await expectAnsweredOnce(world, ids)
    await world.gateway.end()
  })

  it('waits longer after each failure', async () => {
    const clock = createTestClock()
    const gateway = await createTestGateway({
      now: clock.now,
      random: () => 0.999,
      people: ONE_PERSON,
      sandbox: {
        fault: () => {
          throw new Error('line cut')
        },
      },
    })
    const device = await activateDevice(await gateway.newCode(), {
      fetch: gateway.fetch,
      now: clock.now,
    })
    await device.sendChecks([await device.createCheck({ card: gateway.card('valid-30') })])
    const waits: number[] = []
    for (let round = 0; round < 12; round++) {
      await gateway.worker.runDue()
      const wait = ((await gateway.store.work.nextDueAt()) ?? 0) - clock.now()
      waits.push(Math.round(wait / 1000))
      clock.advance(wait)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    const faults = gateway.log.filter((line) => line.event === 'worker' && line.step === 'retry')
    expect(faults).toHaveLength(12)
    await gateway.end()
  })
})
