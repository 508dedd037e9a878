import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import {
  CheckId,
  IdentityRequest,
  IdentityStarted,
  IdentityState,
  PATHS,
  type IdentityStarted as Started,
  type IdentityState as State,
} from '../../api/wire'
import { createRateLimit } from '../activation/rate-limit'
import type { Notifier } from '../answers/notifier'
import type { GatewayEnv } from '../http/context'
import { describe } from '../http/describe'
import { GatewayError } from '../http/gateway-error'
import { validate } from '../http/validate'
import type { IdentitySessions, SessionState } from './sessions'

const TEN_MINUTES_MS = 600_000
const MAX_WAIT_SECONDS = 25
const REFUSALS = [400, 401, 403, 426, 429, 500] as const

const IdentityQuery = v.object({
  check: CheckId,
  wait: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number), v.maxValue(MAX_WAIT_SECONDS)),
    '0',
  ),
})

export interface IdentityRoutesWorld {
  sessions: IdentitySessions
  notifier: Notifier
  /** `https://host` of the addresses that patients open. */
  redirectBase: string
  now: () => number
}

/**
 * `POST /v1/identity` opens a session for a check, `GET` says how it stands (held open for `wait` seconds while the
 * patient is at it), `POST /v1/identity/end` ends it. The answer itself comes by `/v1/answers`, as any other.
 */
export function identityRoutes(
  { sessions, notifier, redirectBase, now }: IdentityRoutesWorld,
  authenticated: MiddlewareHandler<GatewayEnv>,
): Hono<GatewayEnv> {
  const limit = createRateLimit({ now, windowMs: TEN_MINUTES_MS, perCaller: 30, inAll: 1_000 })
  const routes = new Hono<GatewayEnv>()
  routes.post(
    PATHS.identity,
    describe('startIdentity', 'A session of デジタル認証アプリ for a check.', IdentityStarted, {
      secured: true,
      refusals: REFUSALS,
    }),
    authenticated,
    validate('json', IdentityRequest),
    async (c) => {
      const device = c.get('device')
      const wait = limit.waitSeconds(device.id)
      if (wait > 0) throw new GatewayError('TZ-G26', { retryAfterSeconds: wait })
      limit.countFailure(device.id)
      const { checkId } = c.req.valid('json')
      const started = await sessions.start(checkId, device)
      if (started.state !== 'open') return c.json({ checkId, session: started } satisfies Started)
      const { ticket, expiresAt } = started
      const response: Started = {
        checkId,
        session: {
          state: 'open',
          expiresAt: new Date(expiresAt).toISOString(),
          address: `${redirectBase}/identity/${ticket}`,
        },
      }
      return c.json(response)
    },
  )
  routes.get(
    PATHS.identity,
    describe('fetchIdentity', 'How the session of a check stands.', IdentityState, {
      secured: true,
      refusals: REFUSALS,
    }),
    authenticated,
    validate('query', IdentityQuery),
    async (c) => {
      const { check, wait } = c.req.valid('query')
      const device = c.get('device')
      // Listening before looking: an end in between must not be slept through.
      const gone = new AbortController()
      const signal = AbortSignal.any([c.req.raw.signal, gone.signal])
      const woken = notifier.wait(device.id, wait * 1_000, signal)
      let found = await sessions.stateOf(check, device)
      if (found.state === 'open' && wait > 0) {
        await woken
        found = await sessions.stateOf(check, device)
      }
      gone.abort()
      return c.json(toState(check, found))
    },
  )
  routes.post(
    PATHS.identityEnd,
    describe('endIdentity', 'Ends the session of a check.', IdentityState, {
      secured: true,
      refusals: REFUSALS,
    }),
    authenticated,
    validate('json', IdentityRequest),
    async (c) => {
      const { checkId } = c.req.valid('json')
      return c.json(toState(checkId, await sessions.end(checkId, c.get('device'))))
    },
  )
  return routes
}

function toState(checkId: string, found: SessionState): State {
  if (found.state !== 'open') return { checkId, session: found }
  const expiresAt = new Date(found.expiresAt).toISOString()
  return { checkId, session: { state: 'open', expiresAt } }
}
