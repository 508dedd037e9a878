import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { failed, ok, type Result } from '../../domain/outcome'
import type { Visit } from '../../domain/visit'
import { provideServices } from '../../src/stores/services'
import { useChecksStore } from '../../src/stores/checks'
import { useVisitsStore } from '../../src/stores/visits'
import { makeRow } from '../pages/seeds'
import { createFakeWorld, VISIT, type FakeWorld } from '../support/fake-services'

describe('今日の訪問', () => {
  let world: FakeWorld
  let visits: ReturnType<typeof useVisitsStore>

  beforeEach(() => {
    setActivePinia(createPinia())
    world = createFakeWorld()
    provideServices(world.services)
    visits = useVisitsStore()
  })

  it('shows the kept list while the new one is on its way, and keeps it where there is no line', async () => {
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    await visits.load()
    await visits.refresh()
    expect(visits.visits).toEqual([VISIT])
    expect([visits.error, visits.loading, visits.loadedAt]).toEqual(['TZ-D01', false, null])
  })

  it.each<[string, Result<Visit[]>]>([
    ['arrives', ok([VISIT])],
    ['fails', failed('TZ-D01')],
  ])('shows no name of a list that %s after the device was locked', async (_how, result) => {
    let arrive: (result: Result<Visit[]>) => void = () => undefined
    world.services.records.refreshVisits = () => new Promise((resolve) => (arrive = resolve))
    const refreshing = visits.refresh()
    await Promise.resolve()
    visits.clear()
    await new Promise((resolve) => setTimeout(resolve, 0))
    arrive(result)
    await refreshing
    expect(visits.visits).toEqual([])
    expect([visits.error, visits.loading, visits.loadedAt]).toEqual([null, false, null])
  })

  it('fetches anew for the next person although an earlier fetch never ended', async () => {
    world.services.records.refreshVisits = () => new Promise(() => undefined)
    void visits.refresh()
    visits.clear()
    world.services.records.refreshVisits = () => Promise.resolve(ok([VISIT]))
    await visits.refresh()
    expect(visits.visits).toEqual([VISIT])
    expect(visits.loadedAt).toBe(world.nowMs)
  })

  it('shows the newest check of a visit, also one that was refused', async () => {
    const of = { visitId: VISIT.id }
    world.rows = [makeRow('c-3', 'queued', {}, of), makeRow('c-1', 'answered', {}, of)]
    world.refused = [makeRow('c-2', 'rejected', {}, of)]
    const checks = useChecksStore()
    await checks.reload()
    expect(visits.stateOf(VISIT.id)?.id).toBe('c-3')
    world.rows = [makeRow('c-1', 'answered', {}, of)]
    await checks.reload()
    expect(visits.stateOf(VISIT.id)?.state).toBe('rejected')
    expect(visits.stateOf('another')).toBeNull()
  })
})
