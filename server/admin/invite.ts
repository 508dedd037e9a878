/** Inviting a person: by another administrator, or by the command line for the first one. */
import type { Role } from '../../api/admin/wire'
import type { Actor, Store } from '../store/store'
import { createInvitation, createSignIn, hashInvitation, INVITE_LIFE_MS, type Bytes } from './codes'

export interface Invited {
  personId: string
  signIn: string
  /** The code stands in the fragment, which no server and no log ever sees. */
  link: string
  expiresAt: number
}

interface World {
  store: Pick<Store, 'people'>
  randomBytes: Bytes
  /** `https://host`, where the page is. */
  origin: string
  now: number
  who: Actor
}

export async function invitePerson(
  { store, randomBytes, origin, now, who }: World,
  { facilityId, name, role }: { facilityId: string; name: string; role: Role },
): Promise<Invited> {
  const id = crypto.randomUUID()
  const signIn = createSignIn(randomBytes)
  const { link, invitation } = draw(randomBytes, origin, now)
  const note = { at: now, who, act: 'personInvited', about: { person: id, role } } as const
  await store.people.invite({ id, facilityId, name, role, signIn }, invitation, note)
  return { personId: id, signIn, link, expiresAt: invitation.expiresAt }
}

/** undefined when there is no such active person. */
export async function invitePersonAgain(
  { store, randomBytes, origin, now, who }: World,
  { facilityId, id, signIn }: { facilityId: string; id: string; signIn: string },
): Promise<Invited | undefined> {
  const { link, invitation } = draw(randomBytes, origin, now)
  const note = { at: now, who, act: 'personInvitedAgain', about: { person: id } } as const
  const isThere = await store.people.inviteAgain(facilityId, id, invitation, note)
  return isThere ? { personId: id, signIn, link, expiresAt: invitation.expiresAt } : undefined
}

function draw(randomBytes: Bytes, origin: string, now: number) {
  const code = createInvitation(randomBytes)
  return {
    link: `${origin}/admin#invite=${code}`,
    invitation: { hash: hashInvitation(code), expiresAt: now + INVITE_LIFE_MS },
  }
}
