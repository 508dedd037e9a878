import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TazuneDb } from '../../src/sync/db'
import { readRow } from '../../src/sync/device-rows'
import { runAlone, STALE_MS, type RunnerOptions, type Tenure } from '../../src/sync/runner'
import { makeDeviceKeys, openRegistered, type DeviceKeyring } from '../support/sync-device'
import { createFakeTime, createLockSpace, settleWork, type FakeTime } from '../support/sync-time'

describe.each([
  ['with Web Locks', true],
  ['where locks are missing', false],
])('the one runner, %s', (_, withLocks) => {
  let keys: DeviceKeyring
  let db: TazuneDb
  let time: FakeTime
  let space: ReturnType<typeof createLockSpace>
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(async () => {
    time = createFakeTime()
    db = await openRegistered(keys, time.now())
    space = createLockSpace()
  })

  function optionsOf(owner: string, more: Partial<RunnerOptions> = {}): RunnerOptions {
    const locks = withLocks ? space.locksOf(owner) : null
    return { db, name: 'runner:courier', owner, locks, now: time.now, timers: time, ...more }
  }

  /** Work that goes on until it is let go. */
  function holding(): {
    work: (tenure: Tenure) => Promise<string>
    letGo: () => void
    tenure: () => Tenure
  } {
    let letGo = (): void => undefined
    let held: Tenure | null = null
    const gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    return {
      letGo: () => letGo(),
      work: async (tenure) => {
        held = tenure
        await gate
        return 'done'
      },
      tenure() {
        if (held === null) throw new Error('not running')
        return held
      },
    }
  }

  it('does the work and gives its value', async () => {
    const result = await runAlone(optionsOf('a'), () => Promise.resolve(7))
    expect(result).toEqual({ ran: true, value: 7 })
    expect(await readRow(db, 'runner:courier')).toBeUndefined()
  })

  it('lets nobody else in while it runs', async () => {
    const first = holding()
    const running = runAlone(optionsOf('a'), first.work)
    await settleWork()
    expect(await runAlone(optionsOf('b'), () => Promise.resolve('b'))).toEqual({ ran: false })
    first.letGo()
    expect(await running).toEqual({ ran: true, value: 'done' })
    expect(await runAlone(optionsOf('b'), () => Promise.resolve('b'))).toMatchObject({ ran: true })
  })

  it('waits for a living one as long as it was told, and runs after it', async () => {
    const first = holding()
    const running = runAlone(optionsOf('a'), first.work)
    await settleWork()
    const second = runAlone(optionsOf('b', { waitMs: 15_000 }), () => Promise.resolve('b'))
    await time.advance(3_000)
    first.letGo()
    await running
    await time.advance(1_000)
    expect(await second).toEqual({ ran: true, value: 'b' })
  })

  it('gives up after that time', async () => {
    const first = holding()
    const running = runAlone(optionsOf('a'), first.work)
    await settleWork()
    const second = runAlone(optionsOf('b', { waitMs: 5_000 }), () => Promise.resolve('b'))
    await time.advance(7_000)
    expect(await second).toEqual({ ran: false })
    first.letGo()
    await running
  })

  it('is not taken for dead while a single step takes long, as it goes on beating', async () => {
    const first = holding()
    const running = runAlone(optionsOf('a'), first.work)
    await settleWork()
    await time.advance(STALE_MS * 3)
    expect(await runAlone(optionsOf('b'), () => Promise.resolve('b'))).toEqual({ ran: false })
    first.letGo()
    await running
  })

  it('takes over from a frozen tab whose heart has stopped, and the thawed one notices', async () => {
    const frozen = holding()
    void runAlone(optionsOf('frozen', { timers: { after: () => () => undefined } }), frozen.work)
    await settleWork()
    time.jump(STALE_MS + 1)
    const result = await runAlone(optionsOf('b'), async (tenure) => {
      expect(await frozen.tenure().beat()).toBe(false)
      expect(await tenure.beat()).toBe(true)
      return 'b'
    })
    expect(result).toEqual({ ran: true, value: 'b' })
    frozen.letGo()
  })

  it('takes over too when the clock was set back under a dead one', async () => {
    const frozen = holding()
    void runAlone(optionsOf('frozen', { timers: { after: () => () => undefined } }), frozen.work)
    await settleWork()
    time.jump(-7_200_000)
    expect(await runAlone(optionsOf('b'), () => Promise.resolve('b'))).toMatchObject({ ran: true })
    frozen.letGo()
  })

  it('lets go when the work fails, and passes the failure on', async () => {
    const failing = runAlone(optionsOf('a'), () => Promise.reject(new RangeError('bug')))
    await expect(failing).rejects.toThrow(RangeError)
    expect(await runAlone(optionsOf('b'), () => Promise.resolve(1))).toMatchObject({ ran: true })
  })

  it('keeps two kinds of work apart', async () => {
    const first = holding()
    const running = runAlone(optionsOf('a'), first.work)
    await settleWork()
    const other = runAlone(optionsOf('b', { name: 'runner:answers' }), () => Promise.resolve('b'))
    expect(await other).toMatchObject({ ran: true })
    first.letGo()
    await running
  })
})

describe('a lock whose holder froze before its first beat', () => {
  it('is taken over once its silence has lasted long enough', async () => {
    const time = createFakeTime()
    const db = await openRegistered(await makeDeviceKeys(), time.now())
    const space = createLockSpace()
    const frozen = space
      .locksOf('frozen')
      .request('tazune:runner:courier', {}, () => new Promise(() => undefined))
    frozen.catch(() => undefined)
    const options: RunnerOptions = {
      db,
      name: 'runner:courier',
      owner: 'b',
      locks: space.locksOf('b'),
      now: time.now,
      timers: time,
    }
    expect(await runAlone(options, () => Promise.resolve(1))).toEqual({ ran: false })
    time.jump(STALE_MS + 1)
    expect(await runAlone(options, () => Promise.resolve(1))).toEqual({ ran: true, value: 1 })
  })
})
