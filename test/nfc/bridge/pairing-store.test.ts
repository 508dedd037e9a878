import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { createOwnKey } from '../../../api/bridge/agreement'
import { createBridgeTransport } from '../../../src/nfc/bridge'
import { createPairingStore, type BridgePairing } from '../../../src/nfc/bridge/pairing-store'
import { createFakeBridge, PAGE_ORIGIN } from '../../support/bridge-fake'

async function makePairing(): Promise<BridgePairing> {
  const [own, bridge] = [await createOwnKey(), await createOwnKey()]
  return { own, bridgePoint: bridge.point }
}

/** A browser in which the work on its database fails. */
function brokenFactory(fault: 'open' | 'put', name: string): IDBFactory {
  const factory = new IDBFactory()
  const open = factory.open.bind(factory)
  factory.open = (...given) => {
    if (fault === 'open') throw new DOMException('', name)
    const opening = open(...given)
    opening.addEventListener('success', () => {
      const database = opening.result
      const transaction = database.transaction.bind(database)
      database.transaction = (...asked) => {
        const begun = transaction(...asked)
        const objects = begun.objectStore('pairing')
        objects.put = () => {
          throw new DOMException('', name)
        }
        begun.objectStore = () => objects
        return begun
      }
    })
    return opening
  }
  return factory
}

/** A later version of the app has been here. */
function laterFactory(): IDBFactory {
  const factory = new IDBFactory()
  factory.open('tazune-bridge', 2)
  return factory
}

describe('what the page keeps of a pairing', () => {
  it('is nothing before the first', async () => {
    expect(await createPairingStore(new IDBFactory()).read()).toBeNull()
  })

  it('outlives the page', async () => {
    const factory = new IDBFactory()
    const pairing = await makePairing()
    await createPairingStore(factory).write(pairing)
    const found = await createPairingStore(factory).read()
    expect(found?.own.point).toEqual(pairing.own.point)
    expect(found?.bridgePoint).toEqual(pairing.bridgePoint)
    expect(found?.own.privateKey.extractable).toBe(false)
  })

  it('is replaced by the next pairing', async () => {
    const factory = new IDBFactory()
    const store = createPairingStore(factory)
    await store.write(await makePairing())
    const second = await makePairing()
    await store.write(second)
    expect((await store.read())?.bridgePoint).toEqual(second.bridgePoint)
    expect((await createPairingStore(factory).read())?.bridgePoint).toEqual(second.bridgePoint)
  })

  it('is nothing where something else lies in its place', async () => {
    const factory = new IDBFactory()
    await createPairingStore(factory).write({ own: 1 } as unknown as BridgePairing)
    expect(await createPairingStore(factory).read()).toBeNull()
  })

  it.each([
    ['no database at all', null],
    ['a database that cannot be opened', laterFactory()],
    ['a browser that forbids it', brokenFactory('open', 'SecurityError')],
    ['no room', brokenFactory('put', 'QuotaExceededError')],
    ['a private window that keeps no keys', brokenFactory('put', 'DataCloneError')],
  ])('lives as long as the page: %s', async (_name, factory) => {
    const store = createPairingStore(factory)
    expect(await store.read()).toBeNull()
    const pairing = await makePairing()
    await store.write(pairing)
    expect(await store.read()).toBe(pairing)
    expect(await createPairingStore(factory).read()).toBeNull()
  })

  it('is enough to connect even where the browser keeps nothing', async () => {
    const bridge = await createFakeBridge()
    const page = createBridgeTransport({
      WebSocket: bridge.WebSocket,
      store: createPairingStore(brokenFactory('put', 'QuotaExceededError')),
      permission: () => Promise.resolve('granted'),
      origin: PAGE_ORIGIN,
    })
    await page.pair(bridge.pairing.issue())
    await page.connect()
    await page.close()
    await page.connect()
    expect(bridge.isConnected).toBe(true)
    await page.close()
  })
})
