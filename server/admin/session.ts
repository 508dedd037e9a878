/** Who is signed in: a random token in a cookie that no script reads; the store keeps its hash. */
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Role } from '../../api/admin/wire'
import type { Gateway } from '../gateway-options'
import type { GatewayEnv } from '../http/context'
import { GatewayError } from '../http/gateway-error'
import { SESSION_LIFE_MS } from '../store/people-store'
import type { AuditNote } from '../store/store'
import { createSessionToken, hashSessionToken } from './codes'
import { siteOf } from './site'

/** With `__Host-` before it wherever there is TLS: bound to the host, never sent in clear. */
export const SESSION_COOKIE = 'tazune-session'

type World = Pick<Gateway, 'store' | 'publicOrigin' | 'now'>

/** Lets those with one of the roles through and leaves `{ facilityId, personId, role }` in the context as `person`. */
export type Authorized = (...roles: readonly Role[]) => MiddlewareHandler<GatewayEnv>

/** Refuses with TZ-G70 (nobody is signed in) or TZ-G71 (the role is none of these). */
export function createAuthorized(world: World): Authorized {
  return (...roles) =>
    createMiddleware<GatewayEnv>(async (c, next) => {
      const hash = sessionHash(c, world)
      const session = hash && (await world.store.people.session(hash, world.now()))
      if (!session) throw new GatewayError('TZ-G70')
      const { facilityId, personId, role } = session
      if (!roles.includes(role)) throw new GatewayError('TZ-G71')
      c.set('person', { facilityId, personId, role })
      await next()
    })
}

export const EVERYBODY: readonly Role[] = ['administrator', 'staff', 'readOnly']

/** A token for a new session; the cookie is set only when `keep` is called, after the store has it. */
export function createSession(
  c: Context,
  { publicOrigin, randomBytes }: Pick<Gateway, 'publicOrigin' | 'randomBytes'>,
): { hash: string; keep(): void } {
  const { isHttps } = siteOf(c, publicOrigin)
  const token = createSessionToken(randomBytes)
  return {
    hash: hashSessionToken(token),
    keep() {
      setCookie(c, SESSION_COOKIE, token, {
        path: '/',
        httpOnly: true,
        sameSite: 'Strict',
        maxAge: SESSION_LIFE_MS / 1000,
        ...(isHttps && { secure: true, prefix: 'host' as const }),
      })
    },
  }
}

export async function endSession(c: Context, world: World, note: AuditNote): Promise<void> {
  const hash = sessionHash(c, world)
  if (hash !== undefined) await world.store.people.endSession(hash, note)
  const { isHttps } = siteOf(c, world.publicOrigin)
  deleteCookie(c, SESSION_COOKIE, {
    path: '/',
    ...(isHttps && { secure: true, prefix: 'host' as const }),
  })
}

function sessionHash(c: Context, { publicOrigin }: World): string | undefined {
  const { isHttps } = siteOf(c, publicOrigin)
  const token = isHttps ? getCookie(c, SESSION_COOKIE, 'host') : getCookie(c, SESSION_COOKIE)
  return token === undefined || token === '' ? undefined : hashSessionToken(token)
}

/** A note on what somebody who is signed in does. */
export function noteOf(
  c: Context<GatewayEnv>,
  now: number,
  act: AuditNote['act'],
  about: Record<string, string> = {},
): AuditNote {
  return { at: now, who: { kind: 'person', id: c.get('person').personId }, act, about }
}
