import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { failed } from '../../domain/outcome'
import { useDeviceStore } from '../../src/stores/device'
import { useKeptDeclarationsStore } from '../../src/stores/kept-declarations'
import { provideServices } from '../../src/stores/services'
import { declaration } from '../domain/declaration/drafts'
import { createFakeWorld, type FakeWorld } from '../support/fake-services'

let world: FakeWorld

/** The id of a check begun then: its time is in it (UUIDv7). */
function idOf(instant: string): string {
  const hex = Date.parse(instant).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** Of May: kept until 10 July. */
const MAY = idOf('2026-05-20T01:00:00Z')

function keepDeclaration(id: string): void {
  world.kept.set(id, { v: 1, kind: 'declaration', declaration: declaration() })
}

beforeEach(async () => {
  world = createFakeWorld()
  setActivePinia(createPinia())
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
})

async function sweepOn(day: string) {
  world.nowMs = Date.parse(`${day}T03:00:00Z`)
  const store = useKeptDeclarationsStore()
  await store.sweep()
  return store
}

describe('a 申立書 whose claim work nobody has closed (R55)', () => {
  it('stays until its last day, unremarked at first', async () => {
    keepDeclaration(MAY)
    const store = await sweepOn('2026-07-03')
    expect(store.ending).toEqual([])
    expect(world.kept.has(MAY)).toBe(true)
  })

  it('is pointed out in its last days', async () => {
    keepDeclaration(MAY)
    for (const day of ['2026-07-04', '2026-07-10']) {
      const store = await sweepOn(day)
      expect(store.ending).toEqual([
        { id: MAY, name: '訓練 花子', nameKana: 'クンレン ハナコ', until: '2026-07-10' },
      ])
    }
    expect(world.kept.has(MAY)).toBe(true)
  })

  it('is erased on the day after, here and at the gateway', async () => {
    keepDeclaration(MAY)
    const store = await sweepOn('2026-07-11')
    expect(world.calls).toContain(`closeClaim ${MAY}`)
    expect(world.kept.has(MAY)).toBe(false)
    expect(store.ending).toEqual([])
  })

  it('is not alone: typed numbers end on the same day, unremarked', async () => {
    const numbers = { insurerNumber: '06139018', symbol: null, number: '456', branch: null }
    world.kept.set(MAY, { v: 1, kind: 'oral', numbers, birthdate: '1980-04-01' })
    expect((await sweepOn('2026-07-10')).ending).toEqual([])
    expect(world.kept.has(MAY)).toBe(true)
    await sweepOn('2026-07-11')
    expect(world.kept.has(MAY)).toBe(false)
  })

  it('stays in sight where it could not be erased, and is tried again', async () => {
    keepDeclaration(MAY)
    world.closeResult = failed('TZ-D04')
    const store = await sweepOn('2026-07-11')
    expect(store.ending.map(({ id }) => id)).toEqual([MAY])
    await sweepOn('2026-07-12')
    expect(world.calls.filter((call) => call === `closeClaim ${MAY}`)).toHaveLength(2)
  })

  it('is not erased by a clock that was set back and is not believed', async () => {
    keepDeclaration(MAY)
    world.clockSetBack = true
    await sweepOn('2026-07-11')
    expect(world.kept.has(MAY)).toBe(true)
  })

  it('is in sight of nobody behind the lock', async () => {
    keepDeclaration(MAY)
    const store = await sweepOn('2026-07-05')
    expect(store.ending).toHaveLength(1)
    useDeviceStore().lock()
    expect(store.ending).toEqual([])
  })
})
