import type { GatewayKeys } from '../keys/gateway-keys'
import type { Device, KeptEnvelope } from '../store/store'
import { openEnvelope, readHeader, type OpenedCheck } from './open-envelope'

/**
 * Opens a check that was verified when it came: it is only opened again, so that it need not lie open in between.
 * @throws Error when it no longer opens: its key is gone, or the row was changed
 */
export async function reopenCheck(
  { id, envelope }: { id: string; envelope: KeptEnvelope },
  device: Device,
  keys: GatewayKeys,
): Promise<OpenedCheck> {
  const header = readHeader({ id, ...envelope }, device.id)
  const check = header.ok
    ? await openEnvelope(envelope, header.value, device.facilityId, keys)
    : header
  if (!check.ok) throw new Error(`an accepted check no longer opens: ${check.code}`)
  return check.value
}
