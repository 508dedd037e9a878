/** The worker of exports: nothing lost, nothing sent twice that the other side has, nobody's name in a log. */
import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../../server/export/outcome'
import { GIVE_UP_MS, nextTryMs } from '../../../server/export/queue/pace'
import { createExportWorker, type ExportWorkerOptions } from '../../../server/export/queue/worker'
import { levelOf, type LogLine } from '../../../server/http/log'
import { ALONE, createMemoryQueue } from './memory-queue'
import { sampleRecord } from './sample-records'

const RECORD = sampleRecord('valid-30')
const AWAY: Delivery = { kind: 'retry', code: 'TZ-E01' }
const ROW = { facilityId: 'facility-1', checkId: RECORD.check.id, destination: 'orca' }

async function openWorld(change: Partial<ExportWorkerOptions> = {}) {
  const clock = { now: 1_000 }
  const queue = createMemoryQueue()
  const lines: LogLine[] = []
  const sent: string[] = []
  const answers: (Delivery | Error)[] = []
  let token = 0
  const worker = createExportWorker({
    ...ALONE,
    queue,
    loadRecord: () => Promise.resolve(RECORD),
    destination: () =>
      Promise.resolve((record, id) => {
        sent.push(`${record.check.id} ${id}`)
        const next = answers.shift() ?? { kind: 'done', how: 'written' }
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
      }),
    now: () => clock.now,
    random: () => 0.5,
    randomId: () => `token-${(token += 1)}`,
    timers: { setTimeout, clearTimeout },
    log: (line) => lines.push(line),
    ...change,
  })
  await queue.add([ROW], clock.now)
  return { clock, queue, lines, sent, answers, worker }
}

describe('the worker', () => {
  it('sends once, and is done', async () => {
    const world = await openWorld()
    expect(await world.worker.runDue()).toBe(1)
    expect(await world.worker.runDue()).toBe(0)
    expect(world.sent).toEqual([`${RECORD.check.id} ${RECORD.check.id}:orca`])
    expect(await world.queue.list('facility-1', 'done', 1)).toMatchObject([{ code: null }])
  })

  it('keeps what was said although it was done', async () => {
    const world = await openWorld()
    const said = { code: 'W00', message: '警告' }
    world.answers.push({ kind: 'done', how: 'written', said })
    await world.worker.runDue()
    expect(await world.queue.list('facility-1', 'done', 1)).toMatchObject([{ said, code: null }])
  })

  it('comes again later and later, and not before it was asked to', async () => {
    const world = await openWorld()
    const waits: number[] = []
    world.answers.push(
      { kind: 'retry', code: 'TZ-E01' },
      { kind: 'retry', code: 'TZ-E01' },
      { kind: 'retry', code: 'TZ-E02', afterMs: 600_000 },
    )
    for (let tries = 0; tries < 3; tries += 1) {
      await world.worker.runDue()
      const dueAt = (await world.queue.nextDueAt()) ?? 0
      waits.push(dueAt - world.clock.now)
      world.clock.now = dueAt
    }
    expect(waits).toEqual([2_500, 5_000, 630_000])
    expect(await world.worker.runDue()).toBe(1)
    expect(world.sent).toHaveLength(4)
  })

  it('stops where only a person can go on, and says why', async () => {
    const world = await openWorld()
    world.answers.push({ kind: 'stopped', code: 'TZ-E13' })
    await world.worker.runDue()
    expect(await world.queue.list('facility-1', 'stopped', 1)).toMatchObject([{ code: 'TZ-E13' }])
    await world.queue.again('facility-1', `${RECORD.check.id}:orca`, world.clock.now)
    expect(await world.worker.runDue()).toBe(1)
  })

  it('gives up after days, and says so', async () => {
    const world = await openWorld()
    world.answers.push({ kind: 'retry', code: 'TZ-E01' }, { kind: 'retry', code: 'TZ-E01' })
    await world.worker.runDue()
    world.clock.now += GIVE_UP_MS
    await world.worker.runDue()
    expect(await world.queue.list('facility-1', 'stopped', 1)).toMatchObject([{ code: 'TZ-E07' }])
  })

  it('sends nothing to a destination that was taken out, and nothing of an answer that is gone', async () => {
    const without = await openWorld({ destination: () => Promise.resolve(null) })
    await without.worker.runDue()
    expect(await without.queue.list('facility-1', 'done', 1)).toHaveLength(1)
    const gone = await openWorld({ loadRecord: () => Promise.resolve(null) })
    await gone.worker.runDue()
    expect(gone.sent).toEqual([])
    expect(await gone.queue.list('facility-1', 'stopped', 1)).toMatchObject([{ code: 'TZ-E22' }])
  })

  it('leaves what is of a facility that another gateway serves to that one, however long it waits', async () => {
    const world = await openWorld({
      isShared: true,
      destination: () => Promise.resolve(null),
      serves: (facilityId) => facilityId === 'facility-2',
    })
    for (let round = 0; round < 3; round += 1) {
      expect(await world.worker.runDue()).toBe(0)
      world.clock.now += 2 * 3_600_000
    }
    expect(await world.queue.list('facility-1', 'waiting', 9)).toMatchObject([
      { attempts: 1, nextTryAt: 1_000 },
    ])
  })

  it('logs a bug without a word of what was sent, and tries again', async () => {
    const world = await openWorld()
    world.answers.push(new TypeError('見本　一郎 101'))
    await world.worker.runDue()
    expect(JSON.stringify(world.lines)).toContain('TypeError')
    expect(JSON.stringify(world.lines)).not.toMatch(/見本|101/)
    world.clock.now = (await world.queue.nextDueAt()) ?? 0
    expect(await world.worker.runDue()).toBe(1)
  })

  it('comes again to a destination whose secret is gone, and goes on with the others', async () => {
    const lost = Promise.reject(new Error('gone'))
    const world = await openWorld({
      destination: (_, id) =>
        id === 'orca'
          ? lost
          : Promise.resolve(() => Promise.resolve({ kind: 'done', how: 'written' })),
    })
    await world.queue.add([{ ...ROW, destination: 'csv' }], world.clock.now)
    expect(await world.worker.runDue()).toBe(1)
    expect(await world.queue.list('facility-1', 'waiting', 9)).toMatchObject([
      { destination: 'orca', attempts: 1, code: 'TZ-E01' },
    ])
  })

  it('that died in the middle leaves a row that another one takes', async () => {
    const world = await openWorld()
    await world.queue.lease({ now: world.clock.now, leaseMs: 180_000, limit: 1, token: 'dead' })
    expect(await world.worker.runDue()).toBe(0)
    world.clock.now += 180_000
    expect(await world.worker.runDue()).toBe(1)
  })

  it('looks by itself when something falls due or is new, until it is stopped', async () => {
    const waits: { callback: () => void; ms: number }[] = []
    const world = await openWorld({
      timers: {
        setTimeout(callback, ms) {
          if (ms === 0) return setTimeout(callback, 0)
          waits.push({ callback, ms })
          return setTimeout(() => undefined, 0)
        },
        clearTimeout,
      },
    })
    world.worker.start()
    await expect.poll(() => world.sent.length).toBe(1)
    await expect.poll(() => waits.at(-1)?.ms).toBe(60_000)
    await world.queue.add([{ ...ROW, destination: 'csv' }], world.clock.now)
    waits.at(-1)?.callback()
    await expect.poll(() => world.sent.length).toBe(2)
    await world.queue.add([{ ...ROW, destination: 'fhir' }], world.clock.now)
    world.worker.wake()
    await expect.poll(() => world.sent.length).toBe(3)
    await world.worker.stop()
    await world.queue.add([{ ...ROW, destination: 'webhook' }], world.clock.now)
    expect(await world.worker.runDue()).toBe(0)
  })
})

describe('a destination that is away', () => {
  const OTHERS = ['check-2', 'check-3', 'check-4', 'check-5', 'check-6'].map((checkId) => ({
    ...ROW,
    checkId,
  }))

  it('is asked again with one answer, later and later, while the others get theirs', async () => {
    const world = await openWorld()
    await world.queue.add(OTHERS, world.clock.now)
    world.answers.push(AWAY)
    await world.worker.runDue()
    // What else waits for it was put off without a try.
    expect(world.sent).toHaveLength(1)
    await world.queue.add([{ ...ROW, facilityId: 'facility-2' }], world.clock.now)
    expect(await world.worker.runDue()).toBe(1)
    expect(world.sent).toHaveLength(2)
  })

  it('gets everything as soon as it is there', async () => {
    const world = await openWorld()
    await world.queue.add(OTHERS, world.clock.now)
    world.answers.push(...Array.from({ length: 4 }, () => AWAY))
    await world.worker.runDue()
    let ended = 0
    for (let rounds = 0; rounds < 8; rounds += 1) {
      world.clock.now = (await world.queue.nextDueAt()) ?? world.clock.now
      ended += await world.worker.runDue()
    }
    expect(ended).toBe(6)
  })

  it('is not what a refusal, a busy patient or a fault of our own says', async () => {
    for (const answer of [
      { kind: 'stopped', code: 'TZ-E15' } as const,
      { kind: 'retry', code: 'TZ-E10' } as const,
      new TypeError('a bug'),
    ]) {
      const world = await openWorld()
      await world.queue.add(OTHERS, world.clock.now)
      world.answers.push(answer)
      await world.worker.runDue()
      expect(world.sent).toHaveLength(6)
    }
  })
})

describe('a destination that is slow', () => {
  it('gets one answer at a time, and keeps nobody else waiting', async () => {
    const sent: string[] = []
    let letGo: () => void = () => undefined
    const slow = new Promise<void>((resolve) => (letGo = resolve))
    const world = await openWorld({
      destination: (_, id) =>
        Promise.resolve(async () => {
          sent.push(id)
          if (id === 'orca') await slow
          return { kind: 'done', how: 'written' }
        }),
    })
    const checks = Array.from({ length: 20 }, (_, at) => `check-${at}`)
    await world.queue.add(
      checks.map((checkId) => ({ ...ROW, checkId })),
      world.clock.now,
    )
    await world.queue.add(
      checks.map((checkId) => ({ ...ROW, checkId, destination: 'csv' })),
      world.clock.now + 1,
    )
    world.clock.now += 1
    const run = world.worker.runDue()
    await expect.poll(() => sent.filter((id) => id === 'csv').length).toBe(20)
    expect(sent.filter((id) => id === 'orca')).toHaveLength(1)
    letGo()
    expect(await run).toBe(41)
  })
})

describe('gateways that share a queue', () => {
  it('leave what one of them does not know to those that do, for an hour', async () => {
    const world = await openWorld({ isShared: true, destination: () => Promise.resolve(null) })
    expect(await world.worker.runDue()).toBe(0)
    expect(await world.queue.list('facility-1', 'waiting', 1)).toHaveLength(1)
    world.clock.now += 3_600_000
    expect(await world.worker.runDue()).toBe(1)
    expect(world.sent).toEqual([])
  })

  it('let go of what a dead one held before they take anything', async () => {
    const dead: string[] = []
    const world = await openWorld({ isShared: true })
    const { queue } = world
    const token = 'gateway-2/t'
    await queue.lease({ now: world.clock.now, leaseMs: 180_000, limit: 1, token })
    const timers: (() => void)[] = []
    const worker = createExportWorker({
      ...ALONE,
      isShared: true,
      queue: {
        ...queue,
        async releaseDead(name) {
          dead.push(name)
          await queue.releaseAll()
        },
      },
      loadRecord: () => Promise.resolve(RECORD),
      destination: () => Promise.resolve(() => Promise.resolve({ kind: 'done', how: 'written' })),
      now: () => world.clock.now,
      random: () => 0.5,
      randomId: () => 'token',
      timers: {
        setTimeout: (callback) => {
          timers.push(callback)
          return setTimeout(() => undefined, 0)
        },
        clearTimeout,
      },
      log: () => undefined,
    })
    worker.start()
    timers.shift()?.()
    await expect.poll(() => queue.list('facility-1', 'done', 1)).toHaveLength(1)
    expect(dead).toEqual(['gateway-1'])
    await worker.stop()
  })
})

describe('the log of the worker', () => {
  it('says what became of each try, by code', async () => {
    const world = await openWorld()
    world.answers.push(AWAY, { kind: 'stopped', code: 'TZ-E13' })
    await world.worker.runDue()
    world.clock.now = (await world.queue.nextDueAt()) ?? 0
    await world.worker.runDue()
    await world.queue.again('facility-1', `${RECORD.check.id}:orca`, world.clock.now)
    await world.worker.runDue()
    expect(world.lines).toMatchObject([
      { event: 'export', step: 'retry', code: 'TZ-E01' },
      { event: 'export', step: 'stopped', code: 'TZ-E13' },
      { event: 'export', step: 'sent' },
    ])
    expect(world.lines.map(levelOf)).toEqual(['warning', 'error', 'info'])
  })
})

describe('the pace', () => {
  it('doubles its ceiling up to an hour and is never at once', () => {
    const ceilings = [1, 2, 3, 4, 10, 11, 40].map((tries) =>
      nextTryMs(tries, undefined, () => 0.999_999),
    )
    expect(ceilings).toEqual([4_999, 9_999, 19_999, 39_999, 2_559_997, 3_599_996, 3_599_996])
    expect(nextTryMs(5, undefined, () => 0)).toBe(1_000)
  })

  it('is never sooner than the other side asked for', () => {
    for (const random of [0, 0.3, 0.999]) {
      expect(nextTryMs(1, 60_000, () => random)).toBeGreaterThanOrEqual(60_000)
      expect(nextTryMs(1, 60_000, () => random)).toBeLessThanOrEqual(66_000)
    }
  })
})
