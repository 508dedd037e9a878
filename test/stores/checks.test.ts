import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useChecksStore } from '../../src/stores/checks'
import { provideServices } from '../../src/stores/services'
import type { CheckRow } from '../../src/stores/view-types'
import { makeAnswer, makeRow } from '../pages/seeds'
import { createFakeWorld, type FakeWorld } from '../support/fake-services'

describe('the list of checks', () => {
  let world: FakeWorld
  let checks: ReturnType<typeof useChecksStore>

  beforeEach(() => {
    setActivePinia(createPinia())
    world = createFakeWorld()
    provideServices(world.services)
    checks = useChecksStore()
  })

  /** Lets the test decide when a reading ends. */
  function held<T>(): { reading: () => Promise<T>; end: (value: T) => void } {
    let end: (value: T) => void = () => undefined
    const value = new Promise<T>((resolve) => (end = resolve))
    return { reading: () => value, end }
  }

  it('shows no name that was still being read when the device was locked', async () => {
    const { reading, end } = held<CheckRow[]>()
    world.services.sync.rows = reading
    const reloading = checks.reload()
    checks.clear()
    end([makeRow('c-1', 'queued')])
    await reloading
    expect(checks.rows).toEqual([])
    expect(checks.loaded).toBe(false)
  })

  it('shows no answer that was still being opened then', async () => {
    const found = { row: makeRow('c-1', 'answered'), answer: makeAnswer('c-1') }
    const { reading, end } = held<(typeof found)[]>()
    world.services.sync.followUps = reading
    await checks.reload()
    checks.clear()
    end([found])
    await Promise.resolve()
    expect(checks.followUps).toEqual([])
  })

  it('adds no page that was still being read then', async () => {
    world.rows = [makeRow('c-2', 'queued'), makeRow('c-1', 'queued')]
    await checks.reload()
    const { reading, end } = held<CheckRow[]>()
    world.services.sync.rows = reading
    const more = checks.loadMore()
    checks.clear()
    end([makeRow('c-0', 'queued')])
    await more
    expect(checks.rows).toEqual([])
  })

  it('is there before many new answers have been judged', async () => {
    world.services.sync.followUps = () => new Promise(() => undefined)
    world.rows = [makeRow('c-1', 'queued')]
    await checks.reload()
    expect(checks.rows).toHaveLength(1)
    world.rows = [makeRow('c-2', 'queued'), ...world.rows]
    await checks.reload()
    expect(checks.rows).toHaveLength(2)
  })

  it('knows every check of today, so that no visit is offered twice', async () => {
    world.rows = Array.from({ length: 120 }, (_, at) =>
      makeRow(`c-${at}`, 'queued', { savedAt: world.nowMs - at * 60_000 }),
    )
    world.counts = { waiting: 120, refused: 0, awaiting: 0, answered: 0 }
    await checks.reload()
    await vi.waitFor(() => expect(checks.rowOf('c-119')).toBeDefined())
  })

  it('shows no check twice when two ask for more at once', async () => {
    world.rows = Array.from({ length: 120 }, (_, at) =>
      makeRow(`c-${at}`, 'queued', { savedAt: 0 }),
    )
    world.counts = { waiting: 120, refused: 0, awaiting: 0, answered: 0 }
    await checks.reload()
    await Promise.all([checks.loadMore(), checks.loadMore()])
    expect(checks.rows).toHaveLength(100)
    expect(new Set(checks.rows.map(({ id }) => id)).size).toBe(100)
  })

  it('reads no further back than today, and no endless queue', async () => {
    const hour = 3_600_000
    world.rows = Array.from({ length: 120 }, (_, at) =>
      makeRow(`c-${at}`, 'queued', { savedAt: world.nowMs - at * hour }),
    )
    world.counts = { waiting: 120, refused: 0, awaiting: 0, answered: 0 }
    await checks.reload()
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(checks.rows).toHaveLength(50)
    world.rows = Array.from({ length: 1_000 }, (_, at) =>
      makeRow(`d-${at}`, 'queued', { savedAt: world.nowMs }),
    )
    world.counts = { ...world.counts, waiting: 1_000 }
    await checks.reload()
    await vi.waitFor(() => expect(checks.rows).toHaveLength(300))
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(checks.rows).toHaveLength(300)
  })

  it('finds the check of an old answer that still waits for somebody', async () => {
    const old = { row: makeRow('c-old', 'answered'), answer: makeAnswer('c-old') }
    world.services.sync.followUps = () => Promise.resolve([old])
    await checks.reload()
    await vi.waitFor(() => expect(checks.rowOf('c-old')).toEqual(old.row))
  })

  it('goes on showing changes after a reading that failed', async () => {
    const fault = new Error('disk')
    world.services.sync.rows = vi.fn().mockRejectedValueOnce(fault).mockResolvedValue([])
    const both = [checks.reload(), checks.reload()]
    await expect(both[0]).rejects.toThrow('disk')
    await both[1]
    await checks.reload()
    expect(checks.loaded).toBe(true)
  })
})
