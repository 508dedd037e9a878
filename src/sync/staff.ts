/** Who can unlock this device, and how often still. Apart from unlocking, whose code the first screen does not need. */
import type { StaffMember } from '../../api/wire'
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

/**
 * Takes over whom the facility lists: new people can be let in, others have another name. Who is listed no longer opens
 * this device no more, and their way into the vault is destroyed, unless nobody else has one: then it is kept closed, so
 * that what the vault holds is not lost by a slip of the administrator's.
 * @param deviceId whose list it is: one of an earlier registration changes nothing
 */
export function applyStaff(
  db: TazuneDb,
  deviceId: string,
  listed: readonly StaffMember[],
): Promise<void> {
  return db.write(['device', 'staff'], async (tx) => {
    const device = tx.objectStore('device')
    const staff = tx.objectStore('staff')
    const [profile, records] = await Promise.all([rowOf(device, 'profile'), staff.getAll()])
    if (profile?.deviceId !== deviceId) return
    const names = new Map(listed.map(({ id, name }) => [id, name]))
    const isSomeoneLeft = records.some(({ id }) => names.has(id))
    const changes: Promise<unknown>[] = [
      device.put({ ...profile, staffDirectory: [...listed] }, 'profile'),
    ]
    for (const { ended, ...record } of records) {
      const name = names.get(record.id)
      if (name === undefined) {
        const isKept = !isSomeoneLeft
        if (!isKept) changes.push(staff.delete(record.id))
        else if (ended !== true) changes.push(staff.put({ ...record, ended: true }))
      } else if (ended === true || name !== record.name) {
        changes.push(staff.put({ ...record, name }))
      }
    }
    await Promise.all(changes)
  })
}

/** Whether a member of staff may still open this device. */
export async function mayUnlock(db: TazuneDb, staffId: string): Promise<boolean> {
  const record = await db.read(['staff'], (tx) => tx.objectStore('staff').get(staffId))
  return record !== undefined && record.ended !== true
}
