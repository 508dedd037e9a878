import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { validator } from 'hono/validator'
import {
  BatchRequest,
  BatchResponse,
  MAX_BATCH,
  PATHS,
  type BatchResponse as Batch,
} from '../../api/wire'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { GatewayError } from '../http/gateway-error'
import { acceptBatch, type AcceptWorld } from './accept-batch'

/** Only the frame of the batch: one misshapen item must not turn the others away, so items are judged one by one. */
const BatchFrame = v.object({
  checks: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MAX_BATCH)),
})

/** `POST /v1/checks`: a result per item, after all of them were committed. */
export function checkRoutes(
  world: AcceptWorld,
  authenticated: MiddlewareHandler<GatewayEnv>,
  onAccepted: () => void,
): Hono<GatewayEnv> {
  const routes = new Hono<GatewayEnv>()
  routes.post(
    PATHS.checks,
    describe('sendChecks', 'One result for each check of the batch, in its order.', BatchResponse, {
      secured: true,
      body: BatchRequest,
      refusals: [400, 401, 403, 413, 426, 500],
    }),
    authenticated,
    validator('json', readFrame),
    async (c) => {
      const { checks } = c.req.valid('json')
      const results = await acceptBatch(checks, c.get('device'), world)
      if (results.some(({ outcome }) => outcome === 'accepted')) onAccepted()
      return c.json({ results } satisfies Batch)
    },
  )
  return routes
}

function readFrame(body: unknown): v.InferOutput<typeof BatchFrame> {
  const parsed = v.safeParse(BatchFrame, body)
  if (!parsed.success) throw new GatewayError('TZ-G01', { fields: ['checks'] })
  return parsed.output
}
