/** Who can unlock this device, and how often still. Apart from unlocking, whose code the first screen does not need. */
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'
import type { StaffRecord } from './schema'

export const MAX_WRONG_TRIES = 10

/** Wrong tries left before the vault is erased, 0–10. */
export async function triesLeft(db: TazuneDb): Promise<number> {
  const row = await db.read(['device'], (tx) => rowOf(tx.objectStore('device'), 'unlock'))
  return Math.max(0, MAX_WRONG_TRIES - (row?.wrongTries ?? 0))
}

/** Who can unlock this device, and how. */
export function listStaff(db: TazuneDb): Promise<StaffRecord[]> {
  return db.read(['staff'], (tx) => tx.objectStore('staff').getAll())
}
