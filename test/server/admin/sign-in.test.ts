import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { InvitationFacts, InviteLink, Me } from '../../../api/admin/wire'
import { Problem } from '../../../api/wire'
import {
  ADMIN_ORIGIN,
  codeOf,
  createAdminClient,
  joinAs,
  PASSCODE,
} from '../../support/admin-client'
import { createSoftPasskey, type SoftPasskey } from '../../support/authenticator'
import {
  createTestClock,
  createTestGateway,
  ONE_PERSON,
  type TestGateway,
} from '../../support/gateway'

const clock = createTestClock()
const SITE = { origin: ADMIN_ORIGIN, rpId: 'gateway.test' }
const Options = v.object({ challenge: v.string() })
let gateway: TestGateway
let caller = 0

beforeAll(async () => {
  gateway = await createTestGateway({
    people: ONE_PERSON,
    publicOrigin: ADMIN_ORIGIN,
    now: clock.now,
    callerOf: () => `caller ${caller}`,
  })
})
afterAll(() => gateway.end())
beforeEach(() => {
  caller++
})

async function codeIn(reply: Response): Promise<string> {
  const problem = v.parse(Problem, await reply.json())
  expect(problem.status).toBe(reply.status)
  return problem.code
}

async function challengeOf(reply: Response): Promise<string> {
  return v.parse(Options, await reply.json()).challenge
}

async function invite(role = 'staff') {
  const administrator = await joinAs(gateway, 'administrator')
  const reply = await administrator.post('/people', { name: '　看護　三郎 ', role })
  return { administrator, invited: v.parse(InviteLink, await reply.json()) }
}

async function joinByPasskey(): Promise<{ passkey: SoftPasskey; personId: string }> {
  const { invited } = await invite()
  const code = codeOf(invited.link)
  const client = createAdminClient(gateway)
  const challenge = await challengeOf(await client.post('/invitation/passkey/options', { code }))
  const passkey = createSoftPasskey()
  const credential = passkey.create({ ...SITE, challenge })
  expect((await client.post('/invitation/passkey', { code, credential })).status).toBe(200)
  expect((await client.get('/me')).status).toBe(200)
  return { passkey, personId: invited.personId }
}

async function signIn(passkey: SoftPasskey, over: Parameters<SoftPasskey['use']>[0] | object = {}) {
  const client = createAdminClient(gateway)
  const challenge = await challengeOf(await client.post('/sign-in/options'))
  const used = passkey.use({ ...SITE, challenge, ...over })
  return { client, used, reply: await client.post('/sign-in/passkey', used) }
}

describe('an invitation', () => {
  it('says whom it is for, and makes them by a passcode', async () => {
    const { invited } = await invite()
    const client = createAdminClient(gateway)
    const code = codeOf(invited.link)
    const facts = v.parse(
      InvitationFacts,
      await (await client.post('/invitation', { code })).json(),
    )
    expect(facts).toMatchObject({ name: '看護　三郎', role: 'staff', signIn: invited.signIn })
    await client.post('/invitation/passcode', { code, passcode: PASSCODE })
    const me = v.parse(Me, await (await client.get('/me')).json())
    expect(me).toMatchObject({
      person: { id: invited.personId, role: 'staff' },
      mode: 'training',
      hasPasscode: true,
      passkeys: [],
    })
    expect(await codeIn(await client.post('/invitation', { code }))).toBe('TZ-G75')
  })

  it('holds its code in the fragment, which is sent nowhere', async () => {
    const { invited } = await invite()
    expect(invited.link).toMatch(/^https:\/\/gateway\.test\/admin#invite=[0-9A-Z]{20}$/)
  })

  it('ends after three days, and with its person', async () => {
    const { administrator, invited } = await invite()
    const code = codeOf(invited.link)
    await administrator.post(`/people/${invited.personId}/end`)
    expect(await codeIn(await createAdminClient(gateway).post('/invitation', { code }))).toBe(
      'TZ-G75',
    )
    const later = await invite()
    clock.advance(3 * 24 * 3_600_000)
    const late = { code: codeOf(later.invited.link) }
    expect(await codeIn(await createAdminClient(gateway).post('/invitation', late))).toBe('TZ-G75')
  })

  it('is not guessed: after ten the caller waits', async () => {
    const client = createAdminClient(gateway)
    const guess = () => client.post('/invitation', { code: 'A'.repeat(20) })
    for (let at = 0; at < 10; at++) expect(await codeIn(await guess())).toBe('TZ-G75')
    expect((await guess()).status).toBe(429)
  })

  it('takes no short passcode', async () => {
    const { invited } = await invite()
    const sent = { code: codeOf(invited.link), passcode: '123456789' }
    const reply = await createAdminClient(gateway).post('/invitation/passcode', sent)
    expect(await codeIn(reply)).toBe('TZ-G01')
  })
})

describe('a passkey', () => {
  it('signs in whoever it is, and its use is kept', async () => {
    const { passkey, personId } = await joinByPasskey()
    const { client, reply } = await signIn(passkey)
    expect(reply.status).toBe(200)
    const me = v.parse(Me, await (await client.get('/me')).json())
    expect(me.person.id).toBe(personId)
    expect(me.passkeys[0]?.usedAt).toBe(clock.now())
  })

  it.each([
    ['of another site', { origin: 'https://elsewhere.test' }],
    ['of another relying party', { rpId: 'elsewhere.test' }],
    ['without the person verified', { verified: false }],
    ['to a challenge that was not given', { challenge: 'AAAA' }],
  ])('is refused with an answer %s', async (_what, over) => {
    const { passkey } = await joinByPasskey()
    const { client, reply } = await signIn(passkey, over)
    expect(await codeIn(reply)).toBe('TZ-G73')
    expect(client.cookie()).toBeNull()
  })

  it('is refused when its answer comes again, or late, or its counter went back', async () => {
    const { passkey } = await joinByPasskey()
    const { client, used } = await signIn(passkey)
    expect(await codeIn(await client.post('/sign-in/passkey', used))).toBe('TZ-G73')
    expect(await codeIn((await signIn(passkey, { counter: 1 })).reply)).toBe('TZ-G73')
    const challenge = await challengeOf(await client.post('/sign-in/options'))
    clock.advance(5 * 60_000)
    const late = passkey.use({ ...SITE, challenge, counter: 9 })
    expect(await codeIn(await client.post('/sign-in/passkey', late))).toBe('TZ-G73')
  })

  it('that nobody registered signs nobody in', async () => {
    expect(await codeIn((await signIn(createSoftPasskey())).reply)).toBe('TZ-G73')
  })

  it('is not registered by the challenge of a sign-in, or of another person', async () => {
    const one = await joinAs(gateway, 'staff')
    const other = await joinAs(gateway, 'staff')
    const passkey = createSoftPasskey()
    for (const reply of [
      await one.post('/sign-in/options'),
      await other.post('/me/passkeys/options'),
    ]) {
      const challenge = await challengeOf(reply)
      const credential = passkey.create({ ...SITE, challenge })
      expect(await codeIn(await one.post('/me/passkeys', credential))).toBe('TZ-G73')
    }
  })

  it('is one of several, and goes again', async () => {
    const one = await joinAs(gateway, 'staff')
    for (const expected of [200, 200]) {
      const challenge = await challengeOf(await one.post('/me/passkeys/options'))
      const credential = createSoftPasskey().create({ ...SITE, challenge })
      expect((await one.post('/me/passkeys', credential)).status).toBe(expected)
    }
    const { passkeys } = v.parse(Me, await (await one.get('/me')).json())
    expect(passkeys).toHaveLength(2)
    const removed = await one.send('DELETE', `/me/passkeys/${passkeys[0]?.id ?? ''}`)
    expect(removed.status).toBe(200)
    expect(v.parse(Me, await (await one.get('/me')).json()).passkeys).toHaveLength(1)
    expect(await codeIn(await one.send('DELETE', '/me/passkeys/unknown'))).toBe('TZ-G77')
  })

  it('is not registered twice', async () => {
    const one = await joinAs(gateway, 'staff')
    const passkey = createSoftPasskey()
    const add = async () => {
      const challenge = await challengeOf(await one.post('/me/passkeys/options'))
      return one.post('/me/passkeys', passkey.create({ ...SITE, challenge }))
    }
    expect((await add()).status).toBe(200)
    expect(await codeIn(await add())).toBe('TZ-G77')
  })
})

describe('a passcode', () => {
  const signInWith = (signInNumber: string, passcode: string) => {
    const client = createAdminClient(gateway)
    return client.post('/sign-in/passcode', { signIn: signInNumber, passcode })
  }

  it('signs in, however number and passcode are typed', async () => {
    const { signIn: number } = await joinAs(gateway, 'staff')
    const typed = number.toLowerCase().replace('-', ' ')
    expect((await signInWith(typed, PASSCODE.normalize('NFD'))).status).toBe(200)
  })

  it('that is wrong, or of nobody, is refused alike', async () => {
    const { signIn: number } = await joinAs(gateway, 'staff')
    const wrong = await signInWith(number, 'not the passcode')
    const nobody = await signInWith('0000-0000', PASSCODE)
    expect(await wrong.text()).toBe(await nobody.text())
    expect(wrong.status).toBe(403)
  })

  it('makes its person wait after five failures, wherever they come from', async () => {
    const { signIn: number } = await joinAs(gateway, 'staff')
    for (let at = 0; at < 5; at++) {
      caller++
      expect((await signInWith(number, `wrong ${at} wrong`)).status).toBe(403)
    }
    caller++
    const reply = await signInWith(number, PASSCODE)
    expect(reply.status).toBe(429)
    expect(reply.headers.get('Retry-After')).toBe('30')
    clock.advance(30_000)
    expect((await signInWith(number, PASSCODE)).status).toBe(200)
  })

  it('makes its caller wait after ten failures, whomever they try', async () => {
    const { signIn: number } = await joinAs(gateway, 'staff')
    for (let at = 0; at < 10; at++) await signInWith(`0000-000${at}`, PASSCODE)
    expect((await signInWith(number, PASSCODE)).status).toBe(429)
  })

  it('is changed by its person', async () => {
    const one = await joinAs(gateway, 'staff')
    await one.send('PUT', '/me/passcode', { passcode: 'a completely new one' })
    expect((await signInWith(one.signIn, PASSCODE)).status).toBe(403)
    expect((await signInWith(one.signIn, 'a completely new one')).status).toBe(200)
  })

  it('stands in no log line and in no row', async () => {
    const one = await joinAs(gateway, 'staff')
    await signInWith(one.signIn, `${PASSCODE} 違う`)
    expect(JSON.stringify(gateway.log)).not.toContain(PASSCODE)
    expect(JSON.stringify(await gateway.store.audit.list('facility-1', null, 50))).not.toContain(
      PASSCODE,
    )
  })
})

describe('a session', () => {
  it('is a cookie that no script reads, bound to the host', async () => {
    const { invited } = await invite()
    const reply = await createAdminClient(gateway).post('/invitation/passcode', {
      code: codeOf(invited.link),
      passcode: PASSCODE,
    })
    const set = reply.headers.get('Set-Cookie') ?? ''
    expect(set).toMatch(/^__Host-tazune-session=[A-Za-z0-9_-]{43}; /)
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict', 'Max-Age=43200']) {
      expect(set).toContain(part)
    }
    expect(set).not.toContain('Domain')
  })

  it('takes no write from another page', async () => {
    const one = await joinAs(gateway, 'staff')
    for (const origin of ['https://elsewhere.test', 'http://gateway.test', 'null', '']) {
      const reply = await one.send('POST', '/sign-out', undefined, { Origin: origin })
      expect(await codeIn(reply)).toBe('TZ-G72')
    }
    expect((await one.get('/me')).status).toBe(200)
  })

  it('ends by signing out, for whoever kept the cookie too', async () => {
    const one = await joinAs(gateway, 'staff')
    const kept = one.cookie()
    expect((await one.post('/sign-out')).status).toBe(200)
    one.useCookie(kept)
    expect(await codeIn(await one.get('/me'))).toBe('TZ-G70')
  })

  it('ends half an hour after its last use', async () => {
    const one = await joinAs(gateway, 'staff')
    clock.advance(31 * 60_000)
    const reply = await one.get('/me')
    expect(reply.headers.get('WWW-Authenticate')).toBe('Session')
    expect(await codeIn(reply)).toBe('TZ-G70')
  })

  it('is none where a cookie was made up', async () => {
    const one = createAdminClient(gateway)
    for (const cookie of [
      '__Host-tazune-session=',
      '__Host-tazune-session=AAAA',
      'tazune-session=A',
    ]) {
      one.useCookie(cookie)
      expect((await one.get('/me')).status).toBe(401)
    }
  })
})

describe('the address of the page', () => {
  const at = (url: string) =>
    gateway.app.request(`${url}/admin/api/sign-in/options`, {
      method: 'POST',
      headers: { Origin: url },
    })

  it('is plain http only on the machine itself', async () => {
    const open = await createTestGateway({ people: ONE_PERSON })
    const ask = (url: string) =>
      open.app.request(`${url}/admin/api/sign-in/options`, {
        method: 'POST',
        headers: { Origin: url },
      })
    expect((await ask('http://localhost:8790')).status).toBe(200)
    expect((await ask('http://clinic.test:8790')).status).toBe(403)
    expect((await ask('https://clinic.test')).status).toBe(200)
    await open.end()
  })

  it('is the one that the gateway was told', async () => {
    expect((await at(ADMIN_ORIGIN)).status).toBe(200)
    expect((await at('https://other.test')).status).toBe(403)
  })
})
