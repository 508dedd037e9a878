import { Hono } from 'hono'
import { Health, PATHS, WIRE_VERSION, type Health as HealthBody, type Mode } from '../../api/wire'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import type { Readiness } from './readiness'

export const PROBES = { live: '/health/live', ready: '/health/ready' } as const

/**
 * `GET /health`: proves to a device that it reached its gateway and no captive portal, and tells it the time. Below it, for
 * machines: `live`, that the process answers, and `ready`, that it can do its work; else 503 and why, by codes.
 */
export function healthRoutes(
  mode: Mode,
  now: () => number,
  readiness: Pick<Readiness, 'reasons'>,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.get(
    PATHS.health,
    describe('health', 'That this is a gateway, and what time it is there.', Health, {
      outside: true,
      refusals: [500],
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
  // Not in the document: they are for whoever runs the gateway, who may keep them from everybody else.
  routes.get(PROBES.live, (c) => c.json({ status: 'live' }))
  routes.get(PROBES.ready, async (c) => {
    const reasons = await readiness.reasons()
    return reasons.length === 0
      ? c.json({ status: 'ready', reasons })
      : c.json({ status: 'unready', reasons }, 503)
  })
  return routes
}
