import { Hono } from 'hono'
import {
  ADMIN_API,
  ById,
  Done,
  Invite,
  InviteLink,
  People,
  PersonChanges,
  type PersonFacts,
} from '../../../api/admin/wire'
import type { Gateway } from '../../gateway-options'
import type { GatewayEnv } from '../../http/context'
import { GatewayError } from '../../http/gateway-error'
import { validate } from '../../http/validate'
import type { PersonChange } from '../../store/people-store'
import { describeAdmin } from '../describe'
import { invitePerson, invitePersonAgain } from '../invite'
import { noteOf, type Authorized } from '../session'
import { siteOf } from '../site'

/** The facility's people, for its administrators. */
export function peopleRoutes(gateway: Gateway, authorized: Authorized): Hono<GatewayEnv> {
  const { store, publicOrigin, now, randomBytes } = gateway
  const administrator = authorized('administrator')
  const routes = new Hono<GatewayEnv>()

  routes.get(
    `${ADMIN_API}/people`,
    describeAdmin('listPeople', 'Everybody, those who have ended too.', People),
    administrator,
    async (c) => {
      const { facilityId } = c.get('person')
      const people = await store.people.list(facilityId)
      const counts = await Promise.all(
        people.map(({ id }) => store.people.passkeys(facilityId, id)),
      )
      return c.json({
        people: people.map(
          ({ id, name, role, signIn, hasPasscode, createdAt, endedAt }, at): PersonFacts => ({
            id,
            name,
            role,
            signIn,
            hasPasscode,
            createdAt,
            endedAt,
            passkeys: counts[at]?.length ?? 0,
          }),
        ),
      })
    },
  )

  routes.post(
    `${ADMIN_API}/people`,
    describeAdmin('invitePerson', 'A new person and their one-time link.', InviteLink),
    administrator,
    validate('json', Invite),
    async (c) => {
      const { facilityId, personId } = c.get('person')
      const { origin } = siteOf(c, publicOrigin)
      const who = { kind: 'person', id: personId } as const
      const world = { store, randomBytes, origin, now: now(), who }
      return c.json(await invitePerson(world, { facilityId, ...c.req.valid('json') }))
    },
  )

  routes.post(
    `${ADMIN_API}/people/:id/invitation`,
    describeAdmin('invitePersonAgain', 'Another one-time link for a person.', InviteLink),
    administrator,
    validate('param', ById),
    async (c) => {
      const { facilityId, personId } = c.get('person')
      const { id } = c.req.valid('param')
      const person = await store.people.get(facilityId, id)
      if (!person) throw new GatewayError('TZ-G74')
      const { origin } = siteOf(c, publicOrigin)
      const who = { kind: 'person', id: personId } as const
      const link = await invitePersonAgain(
        { store, randomBytes, origin, now: now(), who },
        { facilityId, id, signIn: person.signIn },
      )
      if (!link) throw new GatewayError('TZ-G74')
      return c.json(link)
    },
  )

  routes.patch(
    `${ADMIN_API}/people/:id`,
    describeAdmin('changePerson', 'Another name or role; it counts at once.', Done),
    administrator,
    validate('param', ById),
    validate('json', PersonChanges),
    async (c) => {
      const { id } = c.req.valid('param')
      const change = c.req.valid('json')
      const about = { person: id, ...(change.role && { role: change.role }) }
      const note = noteOf(c, now(), 'personChanged', about)
      checkChanged(await store.people.change(c.get('person').facilityId, id, change, note))
      return c.json({ done: true } as const)
    },
  )

  routes.post(
    `${ADMIN_API}/people/:id/end`,
    describeAdmin('endPerson', 'Ends a person’s use, and every session of theirs at once.', Done),
    administrator,
    validate('param', ById),
    async (c) => {
      const { id } = c.req.valid('param')
      const note = noteOf(c, now(), 'personEnded', { person: id })
      checkChanged(await store.people.end(c.get('person').facilityId, id, note))
      return c.json({ done: true } as const)
    },
  )
  return routes
}

function checkChanged(change: PersonChange): void {
  switch (change) {
    case 'done':
      return
    case 'notThere':
      throw new GatewayError('TZ-G74')
    case 'lastAdministrator':
      throw new GatewayError('TZ-G76')
  }
}
