import { Hono, type Context } from 'hono'
import {
  ActivationRequest,
  ActivationResponse,
  PATHS,
  type ActivationResponse as Activated,
  type PublicJwk,
} from '../../api/wire'
import { importDeviceKeys } from '../access/device-keys'
import { devicePolicy, type Gateway } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { GatewayError } from '../http/gateway-error'
import { validate } from '../http/validate'
import type { Device, Facility } from '../store/store'
import { hashActivationCode } from './code'
import { createRateLimit } from './rate-limit'

const TEN_MINUTES_MS = 600_000

/** `POST /v1/devices`: a one-time code makes a device of the facility that the code was issued for. */
export function activationRoutes(gateway: Gateway): Hono<GatewayEnv> {
  const limit = createRateLimit({
    now: gateway.now,
    windowMs: TEN_MINUTES_MS,
    perCaller: 10,
    inAll: 60,
  })
  const routes = new Hono<GatewayEnv>()
  routes.post(
    PATHS.activate,
    describe('activateDevice', 'Registers a device by a one-time code.', ActivationResponse, {
      refusals: [400, 403, 413, 426, 429, 500],
    }),
    validate('json', ActivationRequest),
    async (c) => {
      const caller = gateway.callerOf(c as Context)
      const wait = limit.waitSeconds(caller)
      if (wait > 0) throw new GatewayError('TZ-G26', { retryAfterSeconds: wait })
      const activated = await activate(gateway, c.req.valid('json'))
      if (!activated) {
        limit.countFailure(caller)
        throw new GatewayError('TZ-G02')
      }
      const { device, facility } = activated
      const response: Activated = {
        deviceId: device.id,
        facility: { id: facility.id, name: facility.name },
        mode: gateway.mode,
        gatewayKey: gateway.keys.current,
        policy: devicePolicy(gateway.policy),
        staff: facility.staff,
        officialWeb: facility.officialWeb ?? null,
        digitalIdentity: gateway.digitalIdentity !== undefined,
      }
      return c.json(response)
    },
  )
  return routes
}

async function activate(
  { store, now }: Gateway,
  request: ActivationRequest,
): Promise<{ device: Device; facility: Facility } | undefined> {
  await checkKeys(request)
  const hash = hashActivationCode(request.code)
  const at = now()
  const known = await store.devices.findActivated(hash, at)
  const facilityId = known?.facilityId ?? (await store.devices.findCode(hash, at))
  const facility = facilityId === undefined ? undefined : await store.facilities.get(facilityId)
  if (!facility) return undefined
  // The same device asks again because it never heard the answer; anybody else has other keys.
  if (known) return isSameDevice(known, request) ? { device: known, facility } : undefined
  const device: Device = {
    id: crypto.randomUUID(),
    facilityId: facility.id,
    name: request.deviceName,
    signingKey: request.signingKey,
    answerKey: request.answerKey,
    activatedAt: at,
    revokedAt: null,
    eraseOrderedAt: null,
  }
  return (await store.devices.activate(hash, device, at)) ? { device, facility } : undefined
}

function isSameDevice(device: Device, { signingKey, answerKey }: ActivationRequest): boolean {
  return isSameKey(device.signingKey, signingKey) && isSameKey(device.answerKey, answerKey)
}

function isSameKey(left: PublicJwk, right: PublicJwk): boolean {
  return left.x === right.x && left.y === right.y
}

/** A key that is no point of the curve must not cost a code. */
async function checkKeys({ signingKey, answerKey }: ActivationRequest): Promise<void> {
  try {
    await importDeviceKeys(signingKey, answerKey)
  } catch (cause) {
    throw new GatewayError('TZ-G01', { fields: ['signingKey', 'answerKey'], cause })
  }
}
