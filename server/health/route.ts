import { Hono } from 'hono'
import { Health, PATHS, WIRE_VERSION, type Health as HealthBody, type Mode } from '../../api/wire'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'

/** `GET /health`: proves to a device that it reached its gateway and no captive portal, and tells it the time. */
export function healthRoutes(mode: Mode, now: () => number): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.get(
    PATHS.health,
    describe('health', 'That this is a gateway, and what time it is there.', Health, {
      refusals: [426],
    }),
    (c) => {
      const body: HealthBody = {
        service: 'tazune',
        wire: WIRE_VERSION,
        mode,
        time: new Date(now()).toISOString(),
      }
      return c.json(body)
    },
  )
  return routes
}
