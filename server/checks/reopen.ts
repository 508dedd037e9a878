import type { GatewayKeys } from '../keys/gateway-keys'
import type { Device, KeptEnvelope } from '../store/store'
import { openEnvelope, readHeader, type OpenedCheck } from './open-envelope'

interface KeptCheck {
  id: string
  envelope: KeptEnvelope
}

/** Why it no longer opens: its key is gone, or the row was changed. */
export async function tryReopenCheck(
  { id, envelope }: KeptCheck,
  device: Device,
  keys: GatewayKeys,
): ReturnType<typeof openEnvelope> {
  const header = readHeader({ id, ...envelope }, device.id)
  return header.ok ? openEnvelope(envelope, header.value, device.facilityId, keys) : header
}

/**
 * Opens a check that was verified when it came: it is only opened again, so that it need not lie open in between.
 * @throws Error when it no longer opens
 */
export async function reopenCheck(
  kept: KeptCheck,
  device: Device,
  keys: GatewayKeys,
): Promise<OpenedCheck> {
  const check = await tryReopenCheck(kept, device, keys)
  if (!check.ok) throw new Error(`an accepted check no longer opens: ${check.code}`)
  return check.value
}
