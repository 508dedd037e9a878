/** Passkeys (WebAuthn level 3): the two ceremonies, with the person verified by their own device each time. */
import { createHash } from 'node:crypto'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type * as v from 'valibot'
import { fromBase64Url, toBase64Url } from '../../api/bytes'
import type { NewCredential, UsedCredential } from '../../api/admin/wire'
import type { Gateway } from '../gateway-options'
import { GatewayError } from '../http/gateway-error'
import type { Passkey } from '../store/people-store'
import { createChallenge, openChallenge, type KnownChallenge } from './challenge'
import type { Site } from './site'

type World = Pick<Gateway, 'store' | 'keys' | 'now' | 'randomBytes'>

export interface PasskeyOwner {
  facilityId: string
  id: string
  name: string
  signIn: string
}

const SIGN_IN = 'signIn'
const registering = ({ facilityId, id }: PasskeyOwner) => `register ${facilityId} ${id}`

export async function registrationOptions(world: World, site: Site, owner: PasskeyOwner) {
  const { store, keys, randomBytes, now } = world
  const known = await store.people.passkeys(owner.facilityId, owner.id)
  return generateRegistrationOptions({
    rpName: 'Tazune',
    rpID: site.rpId,
    userName: owner.signIn,
    userDisplayName: owner.name,
    userID: handleOf(owner),
    challenge: createChallenge(keys.columns, randomBytes, registering(owner), now()),
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    // Found by the authenticator itself: nobody types who they are.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** @throws GatewayError TZ-G73 when it is not a fresh answer to this owner's options at this site */
export async function verifyRegistration(
  world: World,
  site: Site,
  owner: PasskeyOwner,
  credential: v.InferOutput<typeof NewCredential>,
): Promise<Omit<Passkey, 'usedAt'>> {
  const { challenge, expected } = expecting(world, registering(owner))
  const { verified, registrationInfo } = await orRefused(() =>
    verifyRegistrationResponse({
      response: credential,
      expectedChallenge: expected,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: true,
    }),
  )
  if (!verified) throw new GatewayError('TZ-G73')
  await useOnce(world, owner.facilityId, challenge())
  const { id, publicKey, counter } = registrationInfo.credential
  return {
    id,
    facilityId: owner.facilityId,
    personId: owner.id,
    publicKey: toBase64Url(publicKey),
    counter,
    transports: credential.response.transports ?? [],
    createdAt: world.now(),
  }
}

export function signInOptions({ keys, randomBytes, now }: World, site: Site) {
  return generateAuthenticationOptions({
    rpID: site.rpId,
    challenge: createChallenge(keys.columns, randomBytes, SIGN_IN, now()),
    userVerification: 'required',
  })
}

/** The passkey as it was kept, and its counter from now on. @throws GatewayError TZ-G73 */
export async function verifySignIn(
  world: World,
  site: Site,
  credential: v.InferOutput<typeof UsedCredential>,
): Promise<{ passkey: Passkey; counter: number }> {
  const passkey = await world.store.people.passkey(credential.id)
  if (!passkey) throw new GatewayError('TZ-G73')
  const { challenge, expected } = expecting(world, SIGN_IN)
  const { verified, authenticationInfo } = await orRefused(() =>
    verifyAuthenticationResponse({
      response: credential,
      expectedChallenge: expected,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      credential: {
        id: passkey.id,
        publicKey: fromBase64Url(passkey.publicKey),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    }),
  )
  if (!verified) throw new GatewayError('TZ-G73')
  await useOnce(world, passkey.facilityId, challenge())
  return { passkey, counter: authenticationInfo.newCounter }
}

function expecting({ keys, now }: World, purpose: string) {
  let known: KnownChallenge | undefined
  return {
    expected: (challenge: string): boolean => {
      known = openChallenge(keys.columns, challenge, purpose, now())
      return known !== undefined
    },
    challenge: () => known,
  }
}

async function useOnce(
  { store, now }: World,
  facilityId: string,
  challenge: KnownChallenge | undefined,
): Promise<void> {
  const isFirst =
    challenge &&
    (await store.replays.remember(
      facilityId,
      `passkey:${challenge.nonce}`,
      challenge.expiresAt,
      now(),
    ))
  if (isFirst !== true) throw new GatewayError('TZ-G73')
}

/** The library throws for whatever does not verify. */
async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new GatewayError('TZ-G73', { cause })
  }
}

/** What an authenticator keeps as its user: nothing of the person, 32 bytes. */
function handleOf({ facilityId, id }: PasskeyOwner): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(`${facilityId}\0${id}`).digest())
}
