import { Hono } from 'hono'
import {
  ADMIN_API,
  ById,
  CeremonyOptions,
  Done,
  Me,
  NewCredential,
  NewPasscode,
} from '../../../api/admin/wire'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv, SignedIn } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import type { Person } from '../../store/people-store'
import { describeAdmin } from '../describe'
import { registrationOptions, verifyRegistration } from '../passkeys'
import { hashPasscode } from '../passcodes'
import { EVERYBODY, noteOf, type Authorized } from '../session'
import { siteOf } from '../site'

/** Who is signed in, and their own ways to sign in. */
export function meRoutes(gateway: Gateway, authorized: Authorized): Hono<GatewayEnv> {
  const { store, publicOrigin, now, randomBytes, mode } = gateway
  const routes = new Hono<GatewayEnv>()

  async function own({ facilityId, personId }: SignedIn): Promise<Person> {
    const person = await store.people.get(facilityId, personId)
    if (!person || person.endedAt !== null) throw new GatewayError('TZ-G70')
    return person
  }

  routes.get(
    `${ADMIN_API}/me`,
    describeAdmin('whoAmI', 'Who is signed in, and where.', Me),
    authorized(...EVERYBODY),
    async (c) => {
      const { id, name, role, signIn, hasPasscode, facilityId } = await own(c.get('person'))
      const facility = await store.facilities.get(facilityId)
      const passkeys = await store.people.passkeys(facilityId, id)
      const me: Me = {
        person: { id, name, role, signIn },
        facility: { id: facilityId, name: facility?.name ?? '' },
        mode,
        hasPasscode,
        passkeys: passkeys.map(({ id: passkeyId, createdAt, usedAt }) => ({
          id: passkeyId,
          createdAt,
          usedAt,
        })),
      }
      return c.json(me)
    },
  )

  routes.post(
    `${ADMIN_API}/me/passkeys/options`,
    describeAdmin('passkeyOptions', 'What a further passkey is made with.', CeremonyOptions),
    authorized(...EVERYBODY),
    async (c) => {
      const person = await own(c.get('person'))
      return c.json(await registrationOptions(gateway, siteOf(c, publicOrigin), person))
    },
  )

  routes.post(
    `${ADMIN_API}/me/passkeys`,
    describeAdmin('addPasskey', 'Adds a passkey.', Done),
    authorized(...EVERYBODY),
    validate('json', NewCredential),
    async (c) => {
      const person = await own(c.get('person'))
      const site = siteOf(c, publicOrigin)
      const passkey = await verifyRegistration(gateway, site, person, c.req.valid('json'))
      const note = noteOf(c, now(), 'passkeyAdded', { passkey: passkey.id })
      if (!(await store.people.addPasskey(passkey, note))) throw new GatewayError('TZ-G77')
      return c.json({ done: true } as const)
    },
  )

  routes.delete(
    `${ADMIN_API}/me/passkeys/:id`,
    describeAdmin('removePasskey', 'Removes a passkey, unless it is the last way in.', Done),
    authorized(...EVERYBODY),
    validate('param', ById),
    async (c) => {
      const { facilityId, personId } = c.get('person')
      const { id } = c.req.valid('param')
      const note = noteOf(c, now(), 'passkeyRemoved', { passkey: id })
      if (!(await store.people.removePasskey(facilityId, personId, id, note))) {
        throw new GatewayError('TZ-G77')
      }
      return c.json({ done: true } as const)
    },
  )

  routes.put(
    `${ADMIN_API}/me/passcode`,
    describeAdmin('setPasscode', 'Sets one’s own passcode.', Done),
    authorized(...EVERYBODY),
    validate('json', NewPasscode),
    async (c) => {
      const { facilityId, personId } = c.get('person')
      const hash = await hashPasscode(c.req.valid('json').passcode, randomBytes)
      const note = noteOf(c, now(), 'passcodeSet')
      if (!(await store.people.setPasscode(facilityId, personId, hash, note))) {
        throw new GatewayError('TZ-G70')
      }
      return c.json({ done: true } as const)
    },
  )
  return routes
}
