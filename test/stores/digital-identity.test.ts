import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { failed, ok } from '../../domain/outcome'
import { useIdentityStore } from '../../src/stores/digital-identity'
import { provideServices } from '../../src/stores/services'
import type { CheckRow } from '../../src/stores/view-types'
import { createFakeWorld, type FakeWorld } from '../support/fake-services'

const ID = '01933e1c-9c00-7000-8000-000000000001'
const ROW: CheckRow = {
  id: ID,
  state: 'accepted',
  savedAt: 0,
  acceptedAt: 1,
  answeredAt: null,
  attempts: 0,
  nextTryAt: null,
  code: null,
  note: null,
}

let world: FakeWorld
let identity: ReturnType<typeof useIdentityStore>

beforeEach(() => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  world.rows = [ROW]
  provideServices(world.services)
  identity = useIdentityStore()
})

async function opened(): Promise<void> {
  void identity.start(ID)
  await vi.waitFor(() => expect(identity.phase).toBe('open'))
}

describe('a session for the patient’s phone', () => {
  it('shows the address while the patient is at it, and ends when they are proven', async () => {
    await opened()
    expect(identity.address).toBe('https://tazune.example/identity/ticket')
    world.tellIdentity(ok({ state: 'open' }))
    await vi.waitFor(() => expect(identity.phase).toBe('open'))
    world.tellIdentity(ok({ state: 'proven' }))
    await vi.waitFor(() => expect(identity.phase).toBe('proven'))
    expect(identity.error).toBeNull()
  })

  it('says why it ended and shows no address any more', async () => {
    await opened()
    world.tellIdentity(ok({ state: 'ended', code: 'TZ-I02' }))
    await vi.waitFor(() => expect(identity.phase).toBe('ended'))
    expect([identity.error, identity.address]).toEqual(['TZ-I02', null])
  })

  it.each([
    [ok({ state: 'ended', code: 'TZ-I10' } as const), 'TZ-I10'],
    [failed('TZ-D02'), 'TZ-D02'],
  ])('is not opened: %j', async (start, code) => {
    world.identityStarts = [start]
    await identity.start(ID)
    expect([identity.phase, identity.error]).toEqual(['ended', code])
  })

  it('can be opened again after any end', async () => {
    world.identityStarts = [
      ok({ state: 'ended', code: 'TZ-I10' }),
      ok({ state: 'open', address: 'https://tazune.example/identity/second' }),
    ]
    await identity.start(ID)
    await opened()
    expect([identity.address, identity.error]).toEqual([
      'https://tazune.example/identity/second',
      null,
    ])
  })

  it('already proven asks for nothing', async () => {
    world.identityStarts = [ok({ state: 'proven' })]
    await identity.start(ID)
    expect([identity.phase, identity.address]).toEqual(['proven', null])
  })

  it('goes on over a broken line: the code on the screen stays good', async () => {
    vi.useFakeTimers()
    try {
      void identity.start(ID)
      await vi.advanceTimersByTimeAsync(0)
      world.tellIdentity(failed('TZ-D02'))
      await vi.advanceTimersByTimeAsync(0)
      expect([identity.phase, identity.unheard]).toEqual(['open', 'TZ-D02'])
      await vi.advanceTimersByTimeAsync(3_000)
      world.tellIdentity(ok({ state: 'proven' }))
      await vi.advanceTimersByTimeAsync(0)
      expect([identity.phase, identity.unheard]).toEqual(['proven', null])
    } finally {
      vi.useRealTimers()
    }
  })

  it('is ended by staff', async () => {
    await opened()
    await identity.stop()
    expect(world.calls).toContain(`end identity ${ID}`)
    expect([identity.phase, identity.error]).toEqual(['ended', 'TZ-I13'])
  })

  it('of one check is not told by another’s', async () => {
    await opened()
    const tellFirst = world.tellIdentity
    const other = { ...ROW, id: '01933e1c-9c00-7000-8000-000000000002' }
    world.rows = [ROW, other]
    void identity.start(other.id)
    await vi.waitFor(() => expect(identity.phase).toBe('open'))
    tellFirst(ok({ state: 'proven' }))
    await Promise.resolve()
    expect([identity.checkId, identity.phase]).toEqual([other.id, 'open'])
  })
})

describe('the check goes first', () => {
  it('is sent until the gateway has it, and only then a session is opened', async () => {
    world.rows = [{ ...ROW, state: 'queued', acceptedAt: null }]
    world.services.sync.sendNow = () => {
      expect(world.calls.filter((call) => call.startsWith('start identity'))).toEqual([])
      world.rows = [ROW]
      return Promise.resolve()
    }
    await opened()
    expect(world.calls).toContain(`start identity ${ID}`)
  })

  it('that the gateway refused opens none', async () => {
    world.rows = [{ ...ROW, state: 'rejected', code: 'TZ-G28' }]
    await identity.start(ID)
    expect([identity.phase, identity.error]).toEqual(['ended', 'TZ-G28'])
    expect(world.calls.filter((call) => call.startsWith('start identity'))).toEqual([])
  })

  it('that cannot be sent says so, and stays saved', async () => {
    world.rows = [{ ...ROW, state: 'queued', acceptedAt: null }]
    world.lineIs({ state: 'noLine', lastSyncAt: null })
    await identity.start(ID)
    expect([identity.phase, identity.error]).toEqual(['ended', 'TZ-D01'])
    expect(world.rows[0]?.state).toBe('queued')
  })
})

describe('taking up a session again', () => {
  it('shows how it stands, without an address', async () => {
    world.identityStanding = { state: 'open' }
    void identity.resume(ID)
    await vi.waitFor(() => expect(identity.phase).toBe('open'))
    expect(identity.address).toBeNull()
    world.tellIdentity(ok({ state: 'proven' }))
    await vi.waitFor(() => expect(identity.phase).toBe('proven'))
  })

  it('leaves the one that is followed already as it is', async () => {
    await opened()
    await identity.resume(ID)
    expect(identity.address).not.toBeNull()
  })

  it('keeps why it ended on the screen', async () => {
    world.identityStanding = { state: 'ended', code: 'TZ-I09' }
    await identity.resume(ID)
    expect([identity.phase, identity.error]).toEqual(['ended', 'TZ-I09'])
  })
})
