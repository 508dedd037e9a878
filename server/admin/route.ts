/** The administrator's interface: every route under `/admin/api`, scoped by the facility of the session. */
import { Hono } from 'hono'
import { ADMIN_API } from '../../api/admin/wire'
import type { Exports } from '../export/join'
import type { Gateway } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { importRoutes } from '../roster/import/route'
import { rosterRoutes } from '../roster/route'
import { deviceRoutes } from './routes/devices'
import { exportRoutes } from './routes/exports'
import { invitationRoutes } from './routes/invitations'
import { meRoutes } from './routes/me'
import { peopleRoutes } from './routes/people'
import { recordRoutes } from './routes/records'
import { signInRoutes } from './routes/sign-in'
import { createAuthorized } from './session'
import { requireOwnPage } from './site'

export function adminRoutes(gateway: Gateway, exports: Exports): Hono<GatewayEnv> {
  const authorized = createAuthorized(gateway)
  const routes = new Hono<GatewayEnv>()
  routes.use(`${ADMIN_API}/*`, requireOwnPage(gateway.publicOrigin))
  routes.route('/', signInRoutes(gateway, authorized))
  routes.route('/', invitationRoutes(gateway))
  routes.route('/', meRoutes(gateway, authorized))
  routes.route('/', peopleRoutes(gateway, authorized))
  routes.route('/', deviceRoutes(gateway, authorized))
  routes.route('/', recordRoutes(gateway, authorized))
  routes.route('/', exportRoutes(gateway, exports, authorized))
  routes.route('/', rosterRoutes(gateway, authorized))
  routes.route('/', importRoutes(gateway, authorized))
  return routes
}
