/** Somebody at the administrator's page, with the cookie their browser would keep. */
import { ADMIN_API } from '../../api/admin/wire'
import { invitePerson } from '../../server/admin/invite'
import type { Role } from '../../api/admin/wire'
import { FACILITY, randomBytes, type TestGateway } from './gateway'

export const ADMIN_ORIGIN = 'https://gateway.test'

export type AdminClient = ReturnType<typeof createAdminClient>

export function createAdminClient(gateway: Pick<TestGateway, 'fetch'>) {
  let cookie: string | null = null

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const reply = await gateway.fetch(ADMIN_ORIGIN + ADMIN_API + path, {
      method,
      headers: {
        ...(method !== 'GET' && { Origin: ADMIN_ORIGIN }),
        ...(cookie !== null && { Cookie: cookie }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const set = reply.headers.get('Set-Cookie')
    if (set !== null) cookie = set.split(';')[0] ?? null
    return reply
  }

  return {
    send,
    get: (path: string) => send('GET', path),
    post: (path: string, body?: unknown) => send('POST', path, body),
    cookie: () => cookie,
    useCookie(other: string | null) {
      cookie = other
    },
  }
}

/** The code in a link's fragment. */
export function codeOf(link: string): string {
  return new URL(link).hash.replace('#invite=', '')
}

export const PASSCODE = 'とても長い合言葉 2026'

/** A person of a facility who has taken up their invitation and is signed in. */
export async function joinAs(
  gateway: TestGateway,
  role: Role,
  facilityId: string = FACILITY.id,
): Promise<AdminClient & { personId: string; signIn: string }> {
  const { link, personId, signIn } = await invitePerson(
    {
      store: gateway.store,
      randomBytes,
      origin: ADMIN_ORIGIN,
      now: gateway.now(),
      who: { kind: 'commandLine' },
    },
    { facilityId, name: `管理　${role}`, role },
  )
  const client = createAdminClient(gateway)
  const reply = await client.post('/invitation/passcode', {
    code: codeOf(link),
    passcode: PASSCODE,
  })
  if (reply.status !== 200) throw new Error(`not joined: ${reply.status}`)
  return { ...client, personId, signIn }
}
