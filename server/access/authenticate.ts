import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { PATHS } from '../../api/wire'
import type { GatewayEnv } from '../http/context'
import { GatewayError } from '../http/gateway-error'
import type { DeviceStore, ReplayStore } from '../store/store'
import { active } from './assertion'
import type { FindDeviceKeys } from './device-keys'
import { createProofMemory, verifyProof } from './dpop'
import { verifyToken } from './token'

export interface AuthenticateOptions {
  devices: DeviceStore
  replays: ReplayStore
  deviceKeys: FindDeviceKeys
  tokenKey: CryptoKey
  publicOrigin: string | undefined
  now: () => number
}

/**
 * Lets a request through when token and proof are both of one registered device, and leaves that device in the
 * context. A revoked device is refused at once, whatever life its token has left (TZ-G04).
 */
export function authenticate(options: AuthenticateOptions): MiddlewareHandler<GatewayEnv> {
  const own = createProofMemory()
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const token = /^DPoP ([\w.-]+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
    const proof = c.req.header('DPoP')
    if (token === undefined || proof === undefined) throw new GatewayError('TZ-G03')
    const now = options.now()
    const { facilityId, deviceId, thumbprint } = await verifyToken(token, options.tokenKey, now)
    const device = active(await options.devices.get(facilityId, deviceId))
    const keys = await options.deviceKeys(device)
    if (keys.thumbprint !== thumbprint) throw new GatewayError('TZ-G03')
    const url = new URL(c.req.url)
    await verifyProof(proof, {
      token,
      thumbprint,
      key: keys.verifying,
      method: c.req.method,
      url: options.publicOrigin === undefined ? url : new URL(url.pathname, options.publicOrigin),
      memory: isSafeToRepeat(c.req.method, url.pathname)
        ? own
        : {
            remember: (key, expiresAt, at) =>
              options.replays.remember(facilityId, `proof ${key}`, expiresAt, at),
          },
      now,
    })
    c.set('device', device)
    await next()
  })
}

/**
 * A proof does not cover the body (RFC 9449 §4.2). What only reads, and checks, which the device has signed itself, may come again at
 * another gateway, or after a restart: this process's memory will do. For all else the database remembers.
 */
function isSafeToRepeat(method: string, path: string): boolean {
  return method === 'GET' || path === PATHS.checks
}
