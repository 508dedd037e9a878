import { mayUnlock } from '../sync/staff'
import type { TazuneDb } from '../sync/db'
import type { OpenVault } from './open-vault'

/** Who has the vault open may have been ended by the facility meanwhile: told in this tab, in another, or in the worker. */
export async function lockEnded(db: TazuneDb, open: OpenVault): Promise<void> {
  const staffId = open.current()?.staffId
  if (staffId === undefined || (await mayUnlock(db, staffId))) return
  if (open.current()?.staffId === staffId) open.close('TZ-D24')
}
