/** Where the receiver of a webhook fetches what a notice told it of: as itself, and nothing else. */
import { Hono, type Context } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import * as v from 'valibot'
import { shortText } from '../../../api/wire'
import { createRateLimit } from '../../activation/rate-limit'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv } from '../../http/context'
import { problemsOf } from '../../http/describe'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import { toBundle, writeBundle } from '../fhir/bundle'
import type { Exports, Receiver } from '../join'

export const RECEIVER_PATH = '/receiver/v1/checks/:id'

const ById = v.object({ id: shortText })
const Bundle = v.objectWithRest({ resourceType: v.literal('Bundle') }, v.unknown())
const TEN_MINUTES_MS = 600_000

/** Refuses with TZ-G83 (nobody's token) or TZ-G84 (never told to this receiver, or not here any more). */
export function receiverRoutes(
  gateway: Gateway,
  { loadRecord }: Pick<Exports, 'loadRecord'>,
): Hono<GatewayEnv> {
  const { store, exports, now } = gateway
  const limit = createRateLimit({ now, windowMs: TEN_MINUTES_MS, perCaller: 20, inAll: 2_000 })
  const routes = new Hono<GatewayEnv>()

  function receiverOf(authorization: string | undefined, caller: string): Receiver {
    const wait = limit.waitSeconds(caller)
    if (wait > 0) throw new GatewayError('TZ-G26', { retryAfterSeconds: wait })
    const token = /^Bearer ([^ ]+)$/i.exec(authorization ?? '')?.[1]
    const receiver = token === undefined ? null : exports.receiver(token)
    if (receiver) return receiver
    limit.countFailure(caller)
    throw new GatewayError('TZ-G83')
  }

  routes.get(
    RECEIVER_PATH,
    describeRoute({
      operationId: 'fetchCheck',
      summary: 'The answer that a notice told of, as the FHIR bundle of it.',
      tags: ['receiver'],
      security: [{ receiver: [] }],
      responses: {
        200: {
          description: 'The bundle.',
          content: { 'application/fhir+json': { schema: resolver(Bundle) } },
        },
        ...problemsOf([400, 401, 404, 429, 500]),
      },
    }),
    validate('param', ById),
    async (c) => {
      const caller = gateway.callerOf(c as Context)
      const { facilityId, destination } = receiverOf(c.req.header('Authorization'), caller)
      const { id } = c.req.valid('param')
      const isTold = await store.exports.isFor(facilityId, id, destination)
      const record = isTold ? await loadRecord(facilityId, id) : null
      if (!record) throw new GatewayError('TZ-G84')
      await store.audit.append(facilityId, {
        at: now(),
        who: { kind: 'receiver', id: destination },
        act: 'exportFetched',
        about: { check: id },
      })
      return c.body(writeBundle(toBundle(record)), 200, { 'Content-Type': 'application/fhir+json' })
    },
  )
  return routes
}
