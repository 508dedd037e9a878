import { Hono, type Context } from 'hono'
import {
  ADMIN_API,
  CeremonyOptions,
  Done,
  PasscodeSignIn,
  UsedCredential,
} from '../../../api/admin/wire'
import { createRateLimit } from '../../activation/rate-limit'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import type { AuditNote } from '../../store/store'
import { canonicalSignIn } from '../codes'
import { describeAdmin } from '../describe'
import { signInOptions, verifySignIn } from '../passkeys'
import { matchesPasscode } from '../passcodes'
import { createSession, endSession, EVERYBODY, noteOf, type Authorized } from '../session'
import { siteOf } from '../site'

const TEN_MINUTES_MS = 600_000

/** Signing in by passkey or passcode, and out. */
export function signInRoutes(gateway: Gateway, authorized: Authorized): Hono<GatewayEnv> {
  const { store, publicOrigin, now } = gateway
  const limit = createRateLimit({ now, windowMs: TEN_MINUTES_MS, perCaller: 10, inAll: 2_000 })
  const routes = new Hono<GatewayEnv>()

  function checkRate(c: Context): string {
    const caller = gateway.callerOf(c)
    const wait = limit.waitSeconds(caller)
    if (wait > 0) throw new GatewayError('TZ-G26', { retryAfterSeconds: wait })
    return caller
  }

  routes.post(
    `${ADMIN_API}/sign-in/options`,
    describeAdmin('signInOptions', 'What a passkey is asked with.', CeremonyOptions, {
      open: true,
    }),
    async (c) => c.json(await signInOptions(gateway, siteOf(c, publicOrigin))),
  )

  routes.post(
    `${ADMIN_API}/sign-in/passkey`,
    describeAdmin('signInByPasskey', 'Opens a session by a passkey.', Done, { open: true }),
    validate('json', UsedCredential),
    async (c) => {
      const caller = checkRate(c as Context)
      try {
        const site = siteOf(c, publicOrigin)
        const { passkey, counter } = await verifySignIn(gateway, site, c.req.valid('json'))
        const session = createSession(c, gateway)
        const note = signedIn(passkey.personId, now(), { passkey: passkey.id })
        if (
          !(await store.people.usePasskey(passkey, counter, { sessionHash: session.hash, note }))
        ) {
          throw new GatewayError('TZ-G73')
        }
        session.keep()
        return c.json({ done: true } as const)
      } catch (cause) {
        if (cause instanceof GatewayError && cause.code === 'TZ-G73') limit.countFailure(caller)
        throw cause
      }
    },
  )

  routes.post(
    `${ADMIN_API}/sign-in/passcode`,
    describeAdmin('signInByPasscode', 'Opens a session by sign-in number and passcode.', Done, {
      open: true,
    }),
    validate('json', PasscodeSignIn),
    async (c) => {
      const caller = checkRate(c as Context)
      const { signIn, passcode } = c.req.valid('json')
      const known = await store.people.tryPasscode(canonicalSignIn(signIn), now())
      if (known.kind === 'wait') {
        limit.countFailure(caller)
        const seconds = Math.ceil((known.until - now()) / 1000)
        throw new GatewayError('TZ-G26', { retryAfterSeconds: seconds })
      }
      const hash = known.kind === 'compare' ? known.passcode : null
      const session = createSession(c, gateway)
      const matches = await matchesPasscode(passcode, hash)
      const isOpen =
        matches &&
        known.kind === 'compare' &&
        (await store.people.passcodeMatched(known.person, {
          sessionHash: session.hash,
          note: signedIn(known.person.id, now(), {}),
        }))
      if (!isOpen) {
        limit.countFailure(caller)
        if (known.kind === 'compare') {
          const { facilityId, id } = known.person
          await store.audit.append(facilityId, {
            at: now(),
            who: { kind: 'unknown' },
            act: 'signInRefused',
            about: { person: id },
          })
        }
        throw new GatewayError('TZ-G73')
      }
      session.keep()
      return c.json({ done: true } as const)
    },
  )

  routes.post(
    `${ADMIN_API}/sign-out`,
    describeAdmin('signOut', 'Ends the session.', Done),
    authorized(...EVERYBODY),
    async (c) => {
      await endSession(c, gateway, noteOf(c, now(), 'signedOut'))
      return c.json({ done: true } as const)
    },
  )
  return routes
}

function signedIn(personId: string, at: number, about: Record<string, string>): AuditNote {
  return { at, who: { kind: 'person', id: personId }, act: 'signedIn', about }
}
