import { Hono, type MiddlewareHandler } from 'hono'
import { visitsAad } from '../../api/envelope'
import { utf8 } from '../../api/bytes'
import { seal } from '../../api/seal'
import { PATHS, VisitsResponse, type VisitsResponse as Visits } from '../../api/wire'
import { dayInJapan } from '../../domain/days'
import type { FindDeviceKeys } from '../access/device-keys'
import type { VisitSource } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'

/** `GET /v1/visits`: today's visits of the facility, sealed to the device that asks. */
export function visitRoutes(
  visits: VisitSource,
  deviceKeys: FindDeviceKeys,
  now: () => number,
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.get(
    PATHS.visits,
    describe('fetchVisits', 'Today’s visits, sealed to the device.', VisitsResponse, {
      secured: true,
      refusals: [401, 403, 426, 500],
    }),
    authenticated,
    async (c) => {
      const device = c.get('device')
      const day = dayInJapan(now())
      const list = await visits.visitsOn(device.facilityId, day)
      const { answering } = await deviceKeys(device)
      const sealed = await seal(answering, utf8(JSON.stringify(list)), visitsAad(day))
      return c.json({ day, sealed } satisfies Visits)
    },
  )
  return routes
}
