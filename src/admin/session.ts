/** Who is signed in, for every part of the page. */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { readonly, ref, shallowRef } from 'vue'
import { CeremonyOptions, Done, Me } from '../../api/admin/wire'
import { ask, type Reply } from './client'

const current = shallowRef<Me | null>(null)
const ended = ref(false)

/** null: nobody. */
export const me = readonly(current)
/** The session has ended by itself: nobody asked for the screen that is shown instead. */
export const hasEnded = readonly(ended)

/** Asks the gateway anew. TZ-G70: nobody is signed in. */
export async function renewMe(): Promise<Reply<Me>> {
  const reply = await ask('GET', '/me', Me)
  if (reply.ok) {
    current.value = reply.value
    ended.value = false
  } else if (reply.code === 'TZ-G70') forgetMe()
  return reply
}

/** A page was told that the session has ended. */
export function forgetMe(): void {
  if (current.value) ended.value = true
  current.value = null
}

export async function signInByPasskey(): Promise<Reply<unknown>> {
  return byCeremony('/sign-in/options', undefined, '/sign-in/passkey', async (optionsJSON) =>
    startAuthentication({ optionsJSON } as Parameters<typeof startAuthentication>[0]),
  )
}

export async function joinByPasskey(code: string): Promise<Reply<unknown>> {
  return byCeremony(
    '/invitation/passkey/options',
    { code },
    '/invitation/passkey',
    async (optionsJSON) => ({ code, credential: await register(optionsJSON) }),
  )
}

export async function addPasskey(): Promise<Reply<unknown>> {
  return byCeremony('/me/passkeys/options', undefined, '/me/passkeys', register)
}

export async function signOut(): Promise<Reply<unknown>> {
  const reply = await ask('POST', '/sign-out', Done)
  if (reply.ok || reply.code === 'TZ-G70') current.value = null
  return reply
}

const register = (optionsJSON: unknown) =>
  startRegistration({ optionsJSON } as Parameters<typeof startRegistration>[0])

async function byCeremony(
  optionsPath: string,
  asked: unknown,
  path: string,
  perform: (options: unknown) => Promise<unknown>,
): Promise<Reply<unknown>> {
  const options = await ask('POST', optionsPath, CeremonyOptions, asked)
  if (!options.ok) return options
  let sent: unknown
  try {
    sent = await perform(options.value)
  } catch {
    // The person closed the browser's window, or this device has no passkey here: it is said the same way.
    return { ok: false, code: 'TZ-G73' }
  }
  return ask('POST', path, Done, sent)
}
