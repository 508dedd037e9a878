/** A registered tablet whose vault a member of staff has opened: what the ports of the stores work on. */
import { createOpenVault, type OpenVault } from '../../src/stores/open-vault'
import type { TazuneDb } from '../../src/sync/db'
import type { UnlockedVault } from '../../src/sync/unlocked-vault'
import { createVault } from '../../src/sync/vault'
import { openRegistered, type DeviceKeyring } from './sync-device'

export interface OpenTablet {
  db: TazuneDb
  open: OpenVault
  vault: UnlockedVault
}

/** As dear as a passcode's hash has to be where it is not what is tested. */
const COST = { memoryKiB: 8, iterations: 1, parallelism: 1 }

/** @param now ms, when it was registered */
export async function openTablet(keys: DeviceKeyring, now: number): Promise<OpenTablet> {
  const db = await openRegistered(keys, now)
  const made = await createVault(
    db,
    { id: 's1', name: '看護 花子' },
    { kind: 'passcode', passcode: 'さくら咲く2026', cost: COST },
  )
  if (!made.ok) throw new Error(made.code)
  const open = createOpenVault()
  open.open(made.value)
  return { db, open, vault: made.value }
}
