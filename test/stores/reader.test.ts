import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { ok } from '../../domain/outcome'
import { useReaderStore } from '../../src/stores/reader'
import { provideServices } from '../../src/stores/services'
import { createFakeWorld, type FakeWorld } from '../support/fake-services'

let world: FakeWorld
let reader: ReturnType<typeof useReaderStore>

beforeEach(() => {
  setActivePinia(createPinia())
  world = createFakeWorld()
  provideServices(world.services)
  reader = useReaderStore()
})

describe('the reader that is connected', () => {
  it('by the bridge asks for the code first, and forgets the fault when it is given', async () => {
    await reader.connectBridge()
    expect(reader).toMatchObject({ error: 'TZ-B03', kind: 'bridge', state: 'none' })
    await reader.pairBridge('7KQ3-9XTM')
    expect(world.calls).toContain('pairBridge 7KQ3-9XTM')
    expect(reader).toMatchObject({ error: null, kind: 'bridge', state: 'ready' })
    expect(reader.name).not.toBe('')
  })

  it('is reached again the way it was reached before', async () => {
    const asked: string[] = []
    const { card } = world.services
    const connectBridge = card.connectBridge.bind(card)
    card.connectBridge = () => {
      asked.push('bridge')
      return connectBridge()
    }
    card.connectBluetooth = () => {
      asked.push('bluetooth')
      return Promise.resolve(ok(null))
    }
    await reader.reconnect()
    await reader.pairBridge('7KQ3-9XTM')
    await reader.reconnect()
    expect(asked).toEqual(['bluetooth', 'bridge'])
  })

  it('is forgotten when it is let go', async () => {
    await reader.pairBridge('7KQ3-9XTM')
    await reader.disconnect()
    expect(reader).toMatchObject({ kind: null, state: 'none', name: '' })
  })
})
