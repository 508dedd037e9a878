/** The public side: what a patient's phone opens. The address is all they have, so it is all that is asked for. */
import { Hono, type Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { IdentityErrorCode } from '../../domain/errors'
import type { GatewayEnv } from '../http/context'
import { createRateLimit } from '../activation/rate-limit'
import { PAGE_POLICY, type Pages } from './page'
import { CALLBACK_PATH } from './provider'
import type { IdentitySessions } from './sessions'

const TEN_MINUTES_MS = 600_000
/** Longer than any response of a provider. */
const MAX_QUERY = 4_000

export interface PatientPagesWorld {
  sessions: IdentitySessions
  pages: Pages
  now: () => number
  callerOf: (c: Context) => string
}

/** `GET /identity/<ticket>`, on to the provider, and back at the callback. */
export function patientPages({
  sessions,
  pages,
  now,
  callerOf,
}: PatientPagesWorld): Hono<GatewayEnv> {
  const limit = createRateLimit({ now, windowMs: TEN_MINUTES_MS, perCaller: 30, inAll: 300 })
  const routes = new Hono<GatewayEnv>()

  /**
   * Only addresses that lead nowhere are counted, and only they are turned away: behind a proxy all patients are one
   * caller, and a guesser must not shut the door on them.
   */
  function refuse(c: Context<GatewayEnv>, code: IdentityErrorCode): Response {
    c.set('code', code)
    if (code !== 'TZ-I05') return show(c, pages.failed(code), 400)
    const caller = callerOf(c as Context)
    const wait = limit.waitSeconds(caller)
    if (wait > 0) {
      c.header('Retry-After', String(wait))
      c.set('code', 'TZ-G26')
      return show(c, pages.failed('TZ-G26'), 429)
    }
    limit.countFailure(caller)
    return show(c, pages.failed(code), 404)
  }

  routes.onError((fault, c) => {
    c.set('code', 'TZ-G21')
    c.set('fault', fault)
    return show(c, pages.failed('TZ-G21'), 500)
  })
  routes.get(CALLBACK_PATH, async (c) => {
    const { search, searchParams } = new URL(c.req.url)
    if (search.length > MAX_QUERY) return refuse(c, 'TZ-I05')
    const arrived = await sessions.arrive(searchParams)
    return arrived.ok ? show(c, pages.done(), 200) : refuse(c, arrived.code)
  })
  routes.get('/identity/:ticket', async (c) => {
    const ticket = c.req.param('ticket')
    const found = await sessions.look(ticket)
    if (!found.ok) return refuse(c, found.code)
    return show(c, pages.start(found.value.facilityName, `/identity/${ticket}/go`), 200)
  })
  routes.get('/identity/:ticket/go', async (c) => {
    const address = await sessions.depart(c.req.param('ticket'))
    return address.ok ? c.redirect(address.value.href, 302) : refuse(c, address.code)
  })
  return routes
}

function show(c: Context<GatewayEnv>, html: string, status: ContentfulStatusCode): Response {
  return c.html(html, status, { 'Content-Security-Policy': PAGE_POLICY })
}
