import { Hono, type Context } from 'hono'
import {
  ADMIN_API,
  CeremonyOptions,
  Done,
  InvitationFacts,
  InvitationRequest,
  TakeUpByPasscode,
  TakeUpByPasskey,
} from '../../../api/admin/wire'
import { createRateLimit } from '../../activation/rate-limit'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import type { Person } from '../../store/people-store'
import { hashInvitation } from '../codes'
import { describeAdmin } from '../describe'
import { registrationOptions, verifyRegistration } from '../passkeys'
import { hashPasscode } from '../passcodes'
import { createSession } from '../session'
import { siteOf } from '../site'

const TEN_MINUTES_MS = 600_000

/** A one-time link turns whoever holds it into the person it was made for, who then chooses how to sign in. */
export function invitationRoutes(gateway: Gateway): Hono<GatewayEnv> {
  const { store, publicOrigin, now, randomBytes } = gateway
  const limit = createRateLimit({ now, windowMs: TEN_MINUTES_MS, perCaller: 10, inAll: 2_000 })
  const routes = new Hono<GatewayEnv>()

  async function invited(c: Context, code: string): Promise<Person> {
    const caller = gateway.callerOf(c)
    const wait = limit.waitSeconds(caller)
    if (wait > 0) throw new GatewayError('TZ-G26', { retryAfterSeconds: wait })
    const person = await store.people.invited(hashInvitation(code), now())
    if (person) return person
    limit.countFailure(caller)
    throw new GatewayError('TZ-G75')
  }

  /** Uses the invitation up and signs its person in. */
  async function takeUp(
    c: Context,
    code: string,
    { id }: Person,
    way: Parameters<typeof store.people.takeUp>[1],
  ): Promise<Response> {
    const session = createSession(c, gateway)
    const note = {
      at: now(),
      who: { kind: 'person', id },
      act: 'personJoined',
      about: { person: id, way: 'passcode' in way ? 'passcode' : 'passkey' },
    } as const
    const opening = { sessionHash: session.hash, note }
    if (!(await store.people.takeUp(hashInvitation(code), way, opening))) {
      throw new GatewayError('TZ-G75')
    }
    session.keep()
    return c.json({ done: true } as const)
  }

  routes.post(
    `${ADMIN_API}/invitation`,
    describeAdmin('readInvitation', 'Whom an invitation is for.', InvitationFacts, { open: true }),
    validate('json', InvitationRequest),
    async (c) => {
      const person = await invited(c as Context, c.req.valid('json').code)
      const facility = await store.facilities.get(person.facilityId)
      const { name, role, signIn } = person
      return c.json({ name, role, signIn, facility: facility?.name ?? '' })
    },
  )

  routes.post(
    `${ADMIN_API}/invitation/passkey/options`,
    describeAdmin('invitationOptions', 'What a new passkey is made with.', CeremonyOptions, {
      open: true,
    }),
    validate('json', InvitationRequest),
    async (c) => {
      const person = await invited(c as Context, c.req.valid('json').code)
      return c.json(await registrationOptions(gateway, siteOf(c, publicOrigin), person))
    },
  )

  routes.post(
    `${ADMIN_API}/invitation/passkey`,
    describeAdmin('joinByPasskey', 'Takes an invitation up with a new passkey.', Done, {
      open: true,
    }),
    validate('json', TakeUpByPasskey),
    async (c) => {
      const { code, credential } = c.req.valid('json')
      const person = await invited(c as Context, code)
      const site = siteOf(c, publicOrigin)
      const passkey = await verifyRegistration(gateway, site, person, credential)
      if (await store.people.passkey(passkey.id)) throw new GatewayError('TZ-G77')
      return takeUp(c as Context, code, person, { passkey })
    },
  )

  routes.post(
    `${ADMIN_API}/invitation/passcode`,
    describeAdmin('joinByPasscode', 'Takes an invitation up with a passcode.', Done, {
      open: true,
    }),
    validate('json', TakeUpByPasscode),
    async (c) => {
      const { code, passcode } = c.req.valid('json')
      const person = await invited(c as Context, code)
      return takeUp(c as Context, code, person, {
        passcode: await hashPasscode(passcode, randomBytes),
      })
    },
  )
  return routes
}
