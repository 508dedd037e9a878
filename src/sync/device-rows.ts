/** Typed rows of the `device` store. */
import type { TazuneDb } from './db'
import type { DeviceProfile, DeviceRows } from './schema'

interface RowReader {
  get(key: string): Promise<DeviceRows[keyof DeviceRows] | undefined>
}

/** One row inside a transaction that is already open. */
export function rowOf<K extends keyof DeviceRows>(
  store: RowReader,
  key: K,
): Promise<DeviceRows[K] | undefined> {
  return store.get(key) as Promise<DeviceRows[K] | undefined>
}

export function readRow<K extends keyof DeviceRows>(
  db: TazuneDb,
  key: K,
): Promise<DeviceRows[K] | undefined> {
  return db.read(['device'], (tx) => rowOf(tx.objectStore('device'), key))
}

export function readProfile(db: TazuneDb): Promise<DeviceProfile | undefined> {
  return readRow(db, 'profile')
}

/** Changes some fields; null when the device is not activated. */
export function updateProfile(
  db: TazuneDb,
  change: (profile: DeviceProfile) => Partial<DeviceProfile>,
): Promise<DeviceProfile | null> {
  return db.write(['device'], async (tx) => {
    const store = tx.objectStore('device')
    const profile = await rowOf(store, 'profile')
    if (profile === undefined) return null
    const next = { ...profile, ...change(profile) }
    await store.put(next, 'profile')
    return next
  })
}
