/** The loop that works off a queue: everything is taken, nobody slow holds up another, and it stops without leaving anything. */
import { afterEach, describe, expect, it } from 'vitest'
import { createWorkLoop, type WorkLoopOptions } from '../../../server/queue/work-loop'
import type { Lane } from '../../../server/store/store'

interface Item {
  facilityId: string
  name: string
}

type Options = WorkLoopOptions<Item>

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A queue in memory whose items are due from the start, and work that ends when it is told to. */
function openLoop(change: Partial<Options> = {}) {
  const clock = { now: 1_000_000 }
  const waiting: Item[] = []
  const started: string[] = []
  const faults: unknown[] = []
  const leases: { limit: number; except: readonly Lane[] }[] = []
  const dead: string[] = []
  const ends = new Map<string, (isEnded: boolean | Error) => void>()
  const isLeft = ({ facilityId }: Item, except: readonly Lane[]) =>
    except.some((lane) => lane.facilityId === facilityId)
  const loop = createWorkLoop<Item>({
    queue: {
      lease({ limit, except }) {
        leases.push({ limit, except })
        const taken = waiting.filter((item) => !isLeft(item, except)).slice(0, limit)
        for (const item of taken) waiting.splice(waiting.indexOf(item), 1)
        return Promise.resolve(taken)
      },
      nextDueAt: (except) =>
        Promise.resolve(waiting.some((item) => !isLeft(item, except)) ? clock.now : null),
      releaseDead(name) {
        dead.push(name)
        return Promise.resolve()
      },
    },
    isShared: false,
    presence: { name: 'g', announce: () => Promise.resolve(), end: () => Promise.resolve() },
    laneOf: ({ facilityId }) => ({ facilityId }),
    leaseMs: 1_000,
    atOnce: 4,
    perLane: 2,
    longestMs: 60_000,
    handle({ name }) {
      started.push(name)
      return new Promise((resolve, reject) => {
        ends.set(name, (end) => {
          if (end instanceof Error) reject(end)
          else resolve(end)
        })
      })
    },
    giveBack: () => Promise.resolve(),
    noteFault: (fault) => faults.push(fault),
    now: () => clock.now,
    timers: { setTimeout, clearTimeout },
    randomId: () => 'id',
    ...change,
  })
  stops.push(async () => {
    const stopped = loop.stop()
    // Whatever a lease under way still brings is ended as well.
    const ending = setInterval(() => {
      for (const end of ends.values()) end(true)
    }, 1)
    await stopped
    clearInterval(ending)
  })
  return {
    ...{ loop, clock, waiting, started, faults, leases, dead },
    add: (facilityId: string, ...names: string[]) => {
      waiting.push(...names.map((name) => ({ facilityId, name })))
    },
    end: (name: string, isEnded: boolean | Error = true) => ends.get(name)?.(isEnded),
  }
}

describe('the loop', () => {
  it('takes the next as soon as one has ended, though another takes its time', async () => {
    const world = openLoop()
    world.add('slow', 's1')
    world.add('quick', 'q1', 'q2', 'q3', 'q4', 'q5')
    world.loop.start()
    for (const name of ['q1', 'q2', 'q3', 'q4', 'q5']) {
      await expect.poll(() => world.started).toContain(name)
      world.end(name)
    }
    expect(world.started).toContain('s1')
    await expect.poll(() => world.waiting).toEqual([])
  })

  it('keeps room for the others where one facility has much to do', async () => {
    const world = openLoop()
    world.add('busy', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6')
    world.loop.start()
    await expect.poll(() => world.started).toEqual(['b1', 'b2'])
    world.add('other', 'o1', 'o2')
    world.loop.wake()
    await expect.poll(() => world.started).toEqual(['b1', 'b2', 'o1', 'o2'])
    world.end('b1')
    world.end('o1')
    await expect.poll(() => world.started.slice(4)).toEqual(['b3', 'b4'])
  })

  it('has never more under way than it may', async () => {
    const world = openLoop()
    for (const facility of ['f1', 'f2', 'f3', 'f4'])
      world.add(facility, `${facility}a`, `${facility}b`)
    world.loop.start()
    await expect.poll(() => world.started).toHaveLength(4)
    world.loop.wake()
    world.end('f1a')
    await expect.poll(() => world.started).toHaveLength(5)
    expect(world.leases.at(-1)?.limit).toBe(1)
    expect(world.waiting).toHaveLength(3)
  })

  it('asks the queue again where there was no room before, and not otherwise', async () => {
    const world = openLoop()
    world.add('f1', 'a')
    world.loop.start()
    await expect.poll(() => world.started).toEqual(['a'])
    const before = world.leases.length
    world.end('a')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(world.leases).toHaveLength(before)
    world.add('f1', 'b', 'c', 'd')
    world.loop.wake()
    await expect.poll(() => world.started).toEqual(['a', 'b', 'c'])
    world.end('b')
    await expect.poll(() => world.started).toEqual(['a', 'b', 'c', 'd'])
  })

  it('hears of what comes while everything is under way', async () => {
    const world = openLoop()
    world.add('f1', 'a')
    world.loop.start()
    await expect.poll(() => world.started).toEqual(['a'])
    world.add('f2', 'b')
    world.loop.wake()
    await expect.poll(() => world.started).toEqual(['a', 'b'])
  })

  it('tells of a fault, and goes on with the others', async () => {
    const world = openLoop()
    world.add('f1', 'a')
    world.add('f2', 'b')
    const run = world.loop.runDue()
    await expect.poll(() => world.started).toEqual(['a', 'b'])
    const fault = new Error('no database')
    world.end('a', fault)
    await expect.poll(() => world.faults).toEqual([fault])
    world.end('b')
    expect(await run).toBe(1)
  })

  it('counts what has ended, not what comes again', async () => {
    const world = openLoop()
    world.add('f1', 'a', 'b')
    const run = world.loop.runDue()
    await expect.poll(() => world.started).toEqual(['a', 'b'])
    world.end('a', false)
    world.end('b')
    expect(await run).toBe(1)
  })

  it('stops when what is under way has ended, and takes no more', async () => {
    const world = openLoop()
    world.add('f1', 'a')
    world.loop.start()
    await expect.poll(() => world.started).toEqual(['a'])
    world.add('f2', 'b')
    let isStopped = false
    const stopped = world.loop.stop().then(() => (isStopped = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isStopped).toBe(false)
    world.end('a')
    await stopped
    expect(world.waiting).toHaveLength(1)
  })

  it('leaves what another gateway serves to that one, and says so once', async () => {
    const given: string[] = []
    const world = openLoop({
      serves: (facilityId) => facilityId !== 'theirs',
      giveBack({ name }) {
        given.push(name)
        return Promise.resolve()
      },
    })
    world.add('theirs', 't1', 't2', 't3', 't4')
    world.add('ours', 'o1')
    const run = world.loop.runDue()
    await expect.poll(() => world.started).toEqual(['o1'])
    world.end('o1')
    expect(await run).toBe(1)
    expect(given).toEqual(['t1', 't2'])
    expect(world.faults).toMatchObject([{ name: 'NotServedHere' }])
    expect(world.leases.at(-1)?.except).toEqual([{ facilityId: 'theirs' }])
  })

  it('leaves a facility that it does not reach to others for half a minute, also if the clock is set back', async () => {
    const tried: string[] = []
    const world = openLoop({
      handle({ name }) {
        tried.push(name)
        return Promise.resolve('elsewhere')
      },
      giveBack(item) {
        world.waiting.push(item)
        return Promise.resolve()
      },
    })
    world.add('away', 'a1')
    const tryAgain = async (times: number) => {
      expect(await world.loop.runDue()).toBe(0)
      expect(tried).toHaveLength(times)
    }
    await tryAgain(1)
    world.clock.now += 29_999
    await tryAgain(1)
    world.clock.now += 1
    await tryAgain(2)
    world.clock.now -= 86_400_000
    await tryAgain(3)
  })

  it('looks after the dead of a shared queue now and then, also after the clock was set back', async () => {
    const world = openLoop({ isShared: true, longestMs: 1_000 })
    const look = async () => {
      const before = world.leases.length
      world.loop.wake()
      await expect.poll(() => world.leases.length).toBeGreaterThan(before)
    }
    world.loop.start()
    await look()
    await look()
    expect(world.dead).toEqual(['g'])
    world.clock.now -= 86_400_000
    await look()
    expect(world.dead).toEqual(['g', 'g'])
  })
})
