/** What this page keeps of a pairing: its own key, which no script can read out, and the bridge's public point. */
import type { OwnKey } from '../../../api/bridge/agreement'

export interface BridgePairing {
  own: OwnKey
  bridgePoint: Uint8Array<ArrayBuffer>
}

export interface PairingStore {
  /** null before the first pairing. */
  read(): Promise<BridgePairing | null>
  write(pairing: BridgePairing): Promise<void>
}

const DATABASE = 'tazune-bridge'
const STORE = 'pairing'
const KEY = 'bridge'

/** Where the browser keeps nothing (private window, full disk), the pairing lives as long as the page. */
export function createPairingStore(factory: IDBFactory | null = platformFactory()): PairingStore {
  let held: BridgePairing | null = null

  async function withStore<T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | null> {
    if (!factory) return null
    let database: IDBDatabase | null = null
    try {
      database = await openDatabase(factory)
      return await request(work(database.transaction(STORE, mode).objectStore(STORE)))
    } catch (error) {
      if (error instanceof DOMException) return null
      throw error
    } finally {
      database?.close()
    }
  }

  return {
    async read() {
      if (held) return held
      const stored = await withStore<unknown>('readonly', (store) => store.get(KEY))
      held = isPairing(stored) ? stored : null
      return held
    },
    async write(pairing) {
      held = pairing
      await withStore('readwrite', (store) => store.put(pairing, KEY))
    },
  }
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const opening = factory.open(DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  return request(opening)
}

function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new DOMException('', 'UnknownError'))
  })
}

function isPairing(value: unknown): value is BridgePairing {
  return typeof value === 'object' && value !== null && 'own' in value && 'bridgePoint' in value
}

function platformFactory(): IDBFactory | null {
  return 'indexedDB' in globalThis ? indexedDB : null
}
