import { Hono, type MiddlewareHandler } from 'hono'
import {
  PATHS,
  WithdrawalsRequest,
  WithdrawalsResponse,
  type WithdrawalsResponse as Withdrawals,
} from '../../api/wire'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { validate } from '../http/validate'
import type { WithdrawalStore } from '../store/store'

/** `POST /v1/withdrawals`: checks of the device that nobody waits for any more; the same again is harmless. */
export function withdrawalRoutes(
  withdrawals: WithdrawalStore,
  authenticated: MiddlewareHandler<GatewayEnv>,
  now: () => number,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.post(
    PATHS.withdrawals,
    describe('withdrawChecks', 'What became of each check, in its order.', WithdrawalsResponse, {
      secured: true,
      refusals: [400, 401, 403, 413, 426, 500],
    }),
    authenticated,
    validate('json', WithdrawalsRequest),
    async (c) => {
      const { ids } = c.req.valid('json')
      const { facilityId, id: deviceId } = c.get('device')
      const outcomes = await withdrawals.withdraw(facilityId, deviceId, ids, now())
      const results = ids.map((id, at) => ({ id, outcome: outcomes[at] ?? 'unknown' }))
      return c.json({ results } satisfies Withdrawals)
    },
  )
  return routes
}
