/** Erasing the vault: apart from opening it, so that the service worker can obey an order without the code of unlocking. */
import type { ErrorCode } from '../../domain/errors'
import type { TazuneDb } from './db'
import { rowOf } from './device-rows'

/** Erases all that the vault key opened, that key, and the readers'. Outbox, answers (sealed) and registration stay. */
export function eraseVault(db: TazuneDb, code: ErrorCode): Promise<void> {
  return db.write(['device', 'staff', 'vault'], async (tx) => {
    const device = tx.objectStore('device')
    const profile = await rowOf(device, 'profile')
    await Promise.all([
      tx.objectStore('staff').clear(),
      tx.objectStore('vault').clear(),
      device.delete('unlock'),
      device.delete('readerKey'),
      ...(profile === undefined ? [] : [device.put({ ...profile, vaultErased: code }, 'profile')]),
    ])
  })
}

/**
 * Erases the vault when the device was out of contact for longer than the facility allows.
 * @param now gateway time as far as known, ms
 * @returns why the vault is erased (now or earlier), or null while it may stand
 */
export async function checkVaultPolicy(db: TazuneDb, now: number): Promise<ErrorCode | null> {
  const profile = await db.read(['device'], (tx) => rowOf(tx.objectStore('device'), 'profile'))
  if (profile === undefined) return null
  if (profile.vaultErased !== null) return profile.vaultErased
  if (now - profile.lastContactAt <= profile.policy.eraseAfterHours * 3_600_000) return null
  await eraseVault(db, 'TZ-D08')
  return 'TZ-D08'
}
