import { Hono } from 'hono'
import { AccessRequest, AccessResponse, PATHS, type AccessResponse as Access } from '../../api/wire'
import { devicePolicy, type Gateway } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { validate } from '../http/validate'
import { verifyAssertion } from './assertion'
import type { FindDeviceKeys } from './device-keys'
import { sealFacePasscode } from './face-passcode'
import { issueToken, TOKEN_LIFE_SECONDS } from './token'

/** `POST /v1/access`: a signed assertion for a short-lived token, with what the facility orders and allows today. */
export function accessRoutes(gateway: Gateway, deviceKeys: FindDeviceKeys): Hono<GatewayEnv> {
  const { store, keys, policy, now } = gateway
  const routes = new Hono<GatewayEnv>()
  routes.post(
    PATHS.access,
    describe('requestAccess', 'A short-lived token bound to the device’s key.', AccessResponse, {
      refusals: [400, 401, 403, 426, 500],
    }),
    validate('json', AccessRequest),
    async (c) => {
      const { assertion, unsent, appVersion } = c.req.valid('json')
      const { device, keys: known } = await verifyAssertion(assertion, {
        devices: store.devices,
        replays: store.replays,
        deviceKeys,
        now,
      })
      await store.devices.noteContact(device.facilityId, device.id, {
        seenAt: now(),
        unsent,
        appVersion,
      })
      const facility = await store.facilities.get(device.facilityId)
      const response: Access = {
        accessToken: await issueToken({
          facilityId: device.facilityId,
          deviceId: device.id,
          thumbprint: known.thumbprint,
          key: keys.token.privateKey,
          now: now(),
        }),
        expiresInSeconds: TOKEN_LIFE_SECONDS,
        gatewayKey: keys.current,
        policy: devicePolicy(policy),
        // A standing order: a tablet that was away when it was given still meets it.
        orders: device.eraseOrderedAt === null ? [] : ['eraseVault'],
        officialWeb: facility?.officialWeb ?? null,
        digitalIdentity: gateway.digitalIdentity !== undefined,
        facePasscode: await sealFacePasscode(device, known.answering, {
          facePasscodes: store.facePasscodes,
          hint: gateway.trainingPasscode,
        }),
        // A tablet that was ordered to erase may be in other hands: it learns no names.
        ...(facility && device.eraseOrderedAt === null && { staff: facility.staff }),
      }
      return c.json(response)
    },
  )
  return routes
}
