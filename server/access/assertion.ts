/** The assertion by which a device asks for access (RFC 7523 §3): nothing secret travels or rests. */
import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { GatewayError } from '../http/gateway-error'
import type { Device, ReplayStore, DeviceStore } from '../store/store'
import { checkSignedTime, CLOCK_TOLERANCE_SECONDS } from './clock'
import type { DeviceKeys, FindDeviceKeys } from './device-keys'
import { verifySignedClaims } from './signed-claims'

const MAX_LIFE_SECONDS = 120
export const ASSERTION_AUDIENCE = 'tazune-gateway'

const Claims = v.object({
  iss: v.string(),
  sub: v.string(),
  aud: v.literal(ASSERTION_AUDIENCE),
  iat: v.number(),
  exp: v.number(),
  jti: v.pipe(v.string(), v.minLength(8), v.maxLength(100)),
})

/**
 * The device that made the assertion.
 * @throws GatewayError TZ-G03 (form, signature, life, replay), TZ-G04 (unknown or revoked), TZ-G24 (clock)
 */
export async function verifyAssertion(
  assertion: string,
  world: {
    devices: DeviceStore
    replays: ReplayStore
    deviceKeys: FindDeviceKeys
    now: () => number
  },
): Promise<{ device: Device; keys: DeviceKeys }> {
  const device = active(await world.devices.find(statedIssuer(assertion)))
  const keys = await world.deviceKeys(device)
  const { claims } = await verifySignedClaims(assertion, keys.verifying, Claims)
  const now = world.now()
  checkSignedTime(claims.iat, now)
  const life = claims.exp - claims.iat
  if (
    claims.iss !== device.id ||
    claims.sub !== device.id ||
    life <= 0 ||
    life > MAX_LIFE_SECONDS
  ) {
    throw new GatewayError('TZ-G03')
  }
  // Beyond the tolerance the time check alone refuses it, so the memory may be short.
  const forgetAt = (claims.iat + 2 * CLOCK_TOLERANCE_SECONDS + 1) * 1000
  const key = `assertion:${device.id}:${claims.jti}`
  if (!(await world.replays.remember(device.facilityId, key, forgetAt, now))) {
    throw new GatewayError('TZ-G03')
  }
  return { device, keys }
}

/** @throws GatewayError TZ-G04 when the device is unknown or revoked */
export function active(device: Device | undefined): Device {
  if (!device || device.revokedAt !== null) throw new GatewayError('TZ-G04')
  return device
}

function statedIssuer(assertion: string): string {
  try {
    return v.parse(v.string(), decodeJwt(assertion).iss)
  } catch (cause) {
    throw new GatewayError('TZ-G03', { cause })
  }
}
