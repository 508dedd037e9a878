/** What this device is, who it is to the gateway, and what changes with each access: read at every start. */
import type { AccessResponse, StaffMember } from '../../api/wire'
import type { Identity } from './access'
import { fitsCanary } from './canary'
import type { DeviceClock } from './clock'
import type { TazuneDb } from './db'
import { rowOf, updateProfile } from './device-rows'
import { eraseVault } from './erase-vault'
import { applyStaff } from './staff'

export type DeviceState = 'new' | 'needsVault' | 'ready' | 'erased' | 'broken'

/**
 * What this device is at start. `needsVault`: activation ended but the app was killed before the passcode was set.
 * `broken` (TZ-D18): the browser kept the data and lost the keys, or the reverse; only a new registration helps.
 */
export async function readDeviceState(db: TazuneDb): Promise<DeviceState> {
  const { profile, keys, canary, staff } = await db.read(['device', 'staff'], async (tx) => {
    const device = tx.objectStore('device')
    const [profile, keys, canary, staff] = await Promise.all([
      rowOf(device, 'profile'),
      rowOf(device, 'keys'),
      rowOf(device, 'canary'),
      tx.objectStore('staff').count(),
    ])
    return { profile, keys, canary, staff }
  })
  if (profile === undefined) return keys === undefined ? 'new' : 'broken'
  if (keys === undefined || canary === undefined) return 'broken'
  if (!(await fitsCanary(keys.signing.publicKey, canary))) return 'broken'
  if (profile.vaultErased !== null) return 'erased'
  return staff === 0 ? 'needsVault' : 'ready'
}

/** Who the device is to the gateway; null before activation. */
export async function readIdentity(db: TazuneDb): Promise<Identity | null> {
  return db.read(['device'], async (tx) => {
    const device = tx.objectStore('device')
    const [profile, keys] = await Promise.all([rowOf(device, 'profile'), rowOf(device, 'keys')])
    if (profile === undefined || keys === undefined) return null
    return { deviceId: profile.deviceId, signing: keys.signing }
  })
}

/**
 * Takes over what came with an access token: policy, gateway key, people, orders. An order to erase is obeyed at once. What was
 * asked for under an earlier registration comes too late and changes nothing.
 * @param deviceId whose access it is
 * @returns whether the vault was erased by it (open vaults must be locked)
 */
export async function applyAccess(
  db: TazuneDb,
  deviceId: string,
  { gatewayKey, policy, orders, officialWeb, facePasscode, digitalIdentity, staff }: AccessResponse,
  clock: Pick<DeviceClock, 'now' | 'offsetMs'>,
): Promise<boolean> {
  const news = {
    gatewayKey,
    policy,
    // An older gateway says nothing of them: what is known stays.
    ...(officialWeb !== undefined && { officialWeb }),
    ...(facePasscode !== undefined && { facePasscode }),
    ...(digitalIdentity !== undefined && { digitalIdentity }),
    lastContactAt: clock.now(),
    clockOffsetMs: clock.offsetMs(),
  }
  const profile = await updateProfile(db, (own) => (own.deviceId === deviceId ? news : {}))
  if (profile?.deviceId !== deviceId) return false
  // With each token, every ten minutes: mostly it is the list that is known.
  if (staff !== undefined && !isSameList(staff, profile.staffDirectory)) {
    await applyStaff(db, deviceId, staff)
  }
  const isOrdered = orders.includes('eraseVault') && profile.vaultErased === null
  if (!isOrdered) return false
  await eraseVault(db, 'TZ-D07')
  return true
}

function isSameList(one: readonly StaffMember[], other: readonly StaffMember[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ id, name }, at) => other[at]?.id === id && other[at].name === name)
  )
}
