import type { Hono, MiddlewareHandler } from 'hono'
import type { Notifier } from '../answers/notifier'
import type { Gateway } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { describeFault } from '../http/log'
import type { WorkLoop } from '../queue/work-loop'
import { findPatient } from './find-patient'
import { createPages } from './page'
import { patientPages } from './patient-pages'
import { createIdentityProvider } from './provider'
import { identityRoutes } from './route'
import { createIdentitySessions } from './sessions'

export interface IdentityParts {
  notifier: Notifier
  worker: Pick<WorkLoop, 'wake'>
  authenticated: MiddlewareHandler<GatewayEnv>
}

/**
 * Mounts デジタル認証アプリ. Without a configuration devices are told so (TZ-I01), whatever they remember, and no page of
 * the patient's side leads anywhere.
 */
export function mountIdentity(
  app: Hono<GatewayEnv>,
  gateway: Gateway,
  { notifier, worker, authenticated }: IdentityParts,
): void {
  const { digitalIdentity, now, log, mode } = gateway
  const onFault = (fault: unknown): void => {
    log({ event: 'identity', time: new Date(now()).toISOString(), fault: describeFault(fault) })
  }
  const provider = digitalIdentity
    ? createIdentityProvider(digitalIdentity, { now, onFault })
    : null
  const sessions = createIdentitySessions({
    ...gateway,
    provider,
    onFault,
    patientOf: (check, device) => findPatient(check, device, gateway),
    onEnd: (deviceId) => {
      worker.wake()
      notifier.notify(deviceId)
    },
  })
  const redirectBase = digitalIdentity?.redirectBase ?? ''
  app.route('/', identityRoutes({ sessions, notifier, redirectBase, now }, authenticated))
  app.route('/', patientPages({ ...gateway, sessions, pages: createPages(mode) }))
}
