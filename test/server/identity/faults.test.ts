import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../../../domain/errors'
import { SESSION_LIFE_MS } from '../../../server/identity/sessions'
import type { PhoneReply } from '../../support/patient-phone'
import { FACILITY } from '../../support/gateway'
import { createIdentityWorld, PUBLIC_BASE, type IdentityWorld } from './identity-world'

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.end())

/** Every end but a good one: in words for the patient, as a code for the tablet, and the check waits on. */
async function expectEnded(id: string, page: PhoneReply, code: ErrorCode): Promise<void> {
  expect(page.text).toContain(code)
  expect(page.text).toContain('スタッフにお知らせください')
  expect(await world.state(id)).toEqual({ state: 'ended', code })
  await expectStillWaiting(id)
}

async function expectStillWaiting(id: string): Promise<void> {
  await world.gateway.worker.runDue()
  expect([...(await world.gateway.sandbox.askedCounts())]).toEqual([])
  expect((await world.gateway.store.checks.findWaiting(FACILITY.id, id))?.id).toBe(id)
}

/** Puts something else in place of one kind of reply of the provider. */
function replace(path: string, reply: (genuine: Response) => Promise<Response> | Response): void {
  world.wire = async (url, _init, reach) => {
    const genuine = await reach()
    return url.pathname === path ? reply(genuine) : genuine
  }
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  })
}

/** A good token reply with other claims in the ID token, signed by the provider's own key. */
function replaceClaims(change: Record<string, unknown>): void {
  replace('/token', async (genuine) => {
    const tokens = (await genuine.json()) as { id_token: string }
    const claims = JSON.parse(
      Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>
    return json({ ...tokens, id_token: await world.provider.signIdToken({ ...claims, ...change }) })
  })
}

describe('the person is not the patient', () => {
  it.each([
    ['another birth date', { birthdate: '1950-01-02' }],
    ['another name', { name: '別人　太郎' }],
    ['a birth date that is none', { birthdate: '1950-02-30' }],
  ])('%s', async (_, other) => {
    world.provider.people.set('patient', { ...world.provider.people.get('patient'), ...other })
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I09')
  })

  it('a name with ● is the patient all the same (R45)', async () => {
    const known = world.provider.people.get('patient')
    const name = `●${known?.name?.slice(1) ?? ''}`
    world.provider.people.set('patient', { ...known, name })
    const id = await world.waitingCheck()
    expect((await world.prove(await world.address(id))).status).toBe(200)
  })

  it.each([
    ['name', { birthdate: '1950-01-01' }],
    ['birth date', { name: '誰か' }],
  ])('the provider gives no %s', async (_, claims) => {
    world.provider.people.set('patient', claims)
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I12')
  })
})

describe('the patient or staff end it', () => {
  it('TZ-I02: the patient refuses at the provider', async () => {
    const id = await world.waitingCheck()
    const page = await world.phone.open(`${await world.address(id)}/go`)
    const refused = await world.phone.open(new URL(`${page.url.href}/abort`))
    await expectEnded(id, refused, 'TZ-I02')
  })

  it('TZ-I13: staff end it, and what comes back later proves nothing', async () => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    world.device.forgetToken()
    await world.device.request('POST', '/v1/identity/end', { checkId: id })
    const page = await world.phone.open(callback)
    expect(page.text).toContain('この画面は使えません')
    expect(await world.state(id)).toEqual({ state: 'ended', code: 'TZ-I13' })
    await expectStillWaiting(id)
  })

  it('a new session takes the place of the one before, whose address leads nowhere', async () => {
    const id = await world.waitingCheck()
    const first = await world.address(id)
    const callback = await world.proveUntilCallback(first)
    const second = await world.address(id)
    expect((await world.phone.open(first)).text).toContain('TZ-I05')
    expect((await world.phone.open(callback)).text).toContain('TZ-I05')
    expect(await world.state(id)).toMatchObject({ state: 'open' })
    expect((await world.prove(second)).status).toBe(200)
  })

  it('after any end a new session can be opened, and nothing was lost', async () => {
    const id = await world.waitingCheck()
    const page = await world.phone.open(`${await world.address(id)}/go`)
    await world.phone.open(new URL(`${page.url.href}/abort`))
    expect((await world.prove(await world.address(id))).status).toBe(200)
    expect(await world.gateway.worker.runDue()).toBe(1)
  })
})

describe('time', () => {
  it('TZ-I03: an address that was not opened in time', async () => {
    const id = await world.waitingCheck()
    const address = await world.address(id)
    world.clock.advance(SESSION_LIFE_MS)
    await expectEnded(id, await world.phone.open(address), 'TZ-I03')
    expect((await world.phone.open(`${address}/go`)).text).toContain('TZ-I03')
  })

  it('TZ-I03: a patient who comes back too late', async () => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    world.clock.advance(SESSION_LIFE_MS)
    await expectEnded(id, await world.phone.open(callback), 'TZ-I03')
  })

  it('TZ-I08: an ID token that has expired', async () => {
    replaceClaims({ exp: Math.floor(Date.now() / 1000) - 3_600 })
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I08')
  })

  it('what nobody came back to is forgotten at the next session', async () => {
    const id = await world.waitingCheck()
    await world.phone.open(`${await world.address(id)}/go`)
    const state = world.phone.visited.at(-2)?.searchParams.get('state') ?? ''
    expect(state).not.toBe('')
    world.clock.advance(SESSION_LIFE_MS)
    await world.address(await world.waitingCheck())
    const page = await world.phone.open(`${PUBLIC_BASE}/identity/callback?code=c&state=${state}`)
    expect(page.text).toContain('TZ-I03')
    expect(world.provider.requests.filter(({ path }) => path === '/token')).toEqual([])
  })
})

describe('responses that are not the one', () => {
  it('TZ-I04: the same response again, also two at the same time, is redeemed once', async () => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    const pages = await Promise.all([world.phone.open(callback), world.phone.open(callback)])
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400])
    expect((await world.phone.open(callback)).text).toContain('TZ-I04')
    expect(world.provider.requests.filter(({ path }) => path === '/token')).toHaveLength(1)
    expect(await world.state(id)).toEqual({ state: 'proven' })
  })

  it.each(['', '?code=c', '?code=c&state=made-up', `?code=c&state=${'x'.repeat(5_000)}`])(
    'TZ-I05: a state that is nobody’s (%#)',
    async (query) => {
      const id = await world.waitingCheck()
      await world.phone.open(`${await world.address(id)}/go`)
      const page = await world.phone.open(`${PUBLIC_BASE}/identity/callback${query}`)
      expect([page.status, page.text]).toEqual([404, expect.stringContaining('TZ-I05')])
      expect(await world.state(id)).toMatchObject({ state: 'open' })
    },
  )

  it('TZ-I06: a nonce that is not the request’s', async () => {
    replaceClaims({ nonce: 'of another request' })
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I06')
  })

  it.each([
    ['another', 'https://other.example'],
    ['none', null],
  ])('TZ-I07: the response names %s issuer (RFC 9207)', async (_, iss) => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    if (iss === null) callback.searchParams.delete('iss')
    else callback.searchParams.set('iss', iss)
    await expectEnded(id, await world.phone.open(callback), 'TZ-I07')
    expect(world.provider.requests.filter(({ path }) => path === '/token')).toEqual([])
  })

  it('TZ-I07: the ID token names another issuer', async () => {
    replaceClaims({ iss: 'https://other.example' })
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I07')
  })

  it.each([
    ['for another client', { aud: 'another-facility' }],
    ['of nobody', { sub: '' }],
    ['of a login before this visit (R7)', { auth_time: Math.floor(Date.now() / 1000) - 3_600 }],
  ])('TZ-I08: an ID token %s', async (_, change) => {
    replaceClaims(change)
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I08')
  })

  it.each([
    ['whose signature does not fit', (token: string) => `${token.slice(0, -8)}AAAAAAAA`],
    [
      'without a signature',
      (token: string) =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`,
    ],
  ])('TZ-I08: an ID token %s', async (_, change) => {
    replace('/token', async (genuine) => {
      const tokens = (await genuine.json()) as { id_token: string }
      return json({ ...tokens, id_token: change(tokens.id_token) })
    })
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I08')
  })

  it('TZ-I08: a reply without an ID token', async () => {
    replace('/token', () => json({ access_token: 'a', token_type: 'Bearer' }))
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I08')
  })

  it('TZ-I08: userinfo of another person', async () => {
    replace('/me', async (genuine) =>
      json({ ...((await genuine.json()) as object), sub: 'pseudonym-of-another' }),
    )
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I08')
  })

  it('TZ-I08: a code that is not ours or was spent', async () => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    callback.searchParams.set('code', 'made-up')
    await expectEnded(id, await world.phone.open(callback), 'TZ-I08')
  })
})

describe('the provider', () => {
  it('TZ-I10: cannot be reached at discovery: no address is given', async () => {
    world.wire = () => Promise.reject(new TypeError('fetch failed'))
    const id = await world.waitingCheck()
    expect(await world.start(id)).toEqual({ state: 'ended', code: 'TZ-I10' })
    await expectStillWaiting(id)
    world.wire = (_url, _init, reach) => reach()
    expect(await world.start(id)).toMatchObject({ state: 'open' })
  })

  it.each([
    ['an error page', () => new Response('<html>', { status: 200 })],
    ['a 503', () => new Response('', { status: 503 })],
    ['a document without an issuer', () => json({ authorization_endpoint: 'https://x.example' })],
  ])('TZ-I10: answers the discovery with %s', async (_, reply) => {
    world.wire = () => Promise.resolve(reply())
    const id = await world.waitingCheck()
    expect(await world.start(id)).toMatchObject({ state: 'ended', code: 'TZ-I10' })
  })

  it('TZ-I07: publishes a document that speaks for another host', async () => {
    replace('/.well-known/openid-configuration', async (genuine) =>
      json({ ...((await genuine.json()) as object), issuer: 'https://other.example' }),
    )
    const id = await world.waitingCheck()
    expect(await world.start(id)).toMatchObject({ state: 'ended', code: 'TZ-I07' })
  })

  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['takes too long', () => Promise.reject(new DOMException('late', 'TimeoutError'))],
    ['answers with a page', () => new Response('<html>', { status: 502 })],
    ['has a fault of its own', () => json({ error: 'server_error' }, 500)],
  ])('TZ-I11: %s when the code is redeemed', async (_, reply) => {
    replace('/token', () => reply())
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I11')
  })

  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['refuses the token', () => new Response('', { status: 401 })],
  ])('TZ-I11: %s when the person is asked for', async (_, reply) => {
    replace('/me', () => reply())
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I11')
  })

  it('TZ-I10: says itself that it is busy', async () => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    callback.searchParams.delete('code')
    callback.searchParams.set('error', 'temporarily_unavailable')
    await expectEnded(id, await world.phone.open(callback), 'TZ-I10')
  })

  it.each([
    ['the request', 'error=invalid_scope'],
    ['the client', 'error=unauthorized_client'],
  ])('TZ-I14: refuses %s', async (_, error) => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    callback.searchParams.delete('code')
    const [name = '', value = ''] = error.split('=')
    callback.searchParams.set(name, value)
    await expectEnded(id, await world.phone.open(callback), 'TZ-I14')
  })

  it('TZ-I14: does not know this facility’s key', async () => {
    replace('/token', () => json({ error: 'invalid_client' }, 401))
    const id = await world.waitingCheck()
    await expectEnded(id, await world.prove(await world.address(id)), 'TZ-I14')
  })

  it('is told of in the log by the fault’s name, which quotes nobody', async () => {
    replace('/token', () => Promise.reject(new TypeError('about 山田')))
    await world.prove(await world.address(await world.waitingCheck()))
    const lines = world.gateway.log.filter(({ event }) => event === 'identity')
    expect(lines).toMatchObject([{ fault: { names: ['TypeError'] } }])
    expect(JSON.stringify(lines)).not.toContain('山田')
  })
})

describe('a fault of our own', () => {
  it('TZ-I17: ends the session, in words for the patient and by its name in the log', async () => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    const fault = vi
      .spyOn(world.gateway.sandbox, 'visitsOn')
      .mockRejectedValueOnce(new Error('no list of 山田'))
    const page = await world.phone.open(callback)
    expect(fault).toHaveBeenCalledOnce()
    await expectEnded(id, page, 'TZ-I17')
    expect(JSON.stringify(world.gateway.log)).toContain('"event":"identity"')
    expect(JSON.stringify(world.gateway.log)).not.toContain('山田')
  })

  it('TZ-G21: anywhere else is a page as well, never a bare fault', async () => {
    const address = await world.address(await world.waitingCheck())
    world.gateway.store.facilities.get = () => Promise.reject(new Error('disk'))
    const page = await world.phone.open(address)
    expect([page.status, page.text]).toEqual([500, expect.stringContaining('TZ-G21')])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; style-src")
  })
})

describe('a session is not opened', () => {
  it('TZ-I15: for a patient who is not on that day’s list', async () => {
    const id = await world.waitingCheck({ patientId: 'patient-unknown' })
    expect(await world.start(id)).toEqual({ state: 'ended', code: 'TZ-I15' })
  })

  it('TZ-I16: for a check of another kind, or one that was never sent', async () => {
    const check = await world.device.createCheck({ card: world.gateway.card('valid-30') })
    await world.device.sendChecks([check])
    expect(await world.start(check.id)).toMatchObject({ state: 'ended', code: 'TZ-I16' })
    const { id } = await world.device.createIdentityCheck()
    expect(await world.start(id)).toMatchObject({ state: 'ended', code: 'TZ-I16' })
    expect(await world.state(id)).toEqual({ state: 'none' })
  })

  it('TZ-I01: where nothing is configured, and no page leads anywhere', async () => {
    await world.end()
    world = await createIdentityWorld({ off: true })
    expect((await world.device.access()).digitalIdentity).toBe(false)
    const id = await world.waitingCheck()
    expect(await world.start(id)).toEqual({ state: 'ended', code: 'TZ-I01' })
    expect((await world.gateway.fetch('/identity/abc')).status).toBe(404)
  })

  it('is told to the tablet where it is configured', async () => {
    expect(world.device.activation.digitalIdentity).toBe(true)
    expect((await world.device.access()).digitalIdentity).toBe(true)
  })
})

describe('a check that waits for a proof is refused', () => {
  const send = async (statement: Parameters<IdentityWorld['waitingCheck']>[0]) =>
    (await world.device.sendChecks([await world.device.createIdentityCheck(statement)]))[0]

  it('TZ-G28: of a walk-in: there is nobody to compare with', async () => {
    expect(await send({ patientId: null })).toMatchObject({ code: 'TZ-G28' })
  })

  it('TZ-G25: at the counter', async () => {
    expect(await send({ setting: 'counter', channel: 'counter' })).toMatchObject({
      outcome: 'rejected',
    })
  })

  it('TZ-G08: of ② without the consent, which is taken before', async () => {
    expect(await send({ consent: null })).toMatchObject({ code: 'TZ-G08' })
  })
})

describe('too much at once', () => {
  it('a device that opens sessions without an end is put off (TZ-G26)', async () => {
    const id = await world.waitingCheck()
    const statuses: number[] = []
    for (let times = 0; times < 32; times += 1) {
      const reply = await world.device.request('POST', '/v1/identity', { checkId: id })
      statuses.push(reply.status)
    }
    expect(statuses.slice(0, 30).every((status) => status === 200)).toBe(true)
    expect(statuses.slice(30)).toEqual([429, 429])
  })

  it('a guesser of addresses is turned away, and the patient beside them is not', async () => {
    const id = await world.waitingCheck()
    const address = await world.address(id)
    const guesses: number[] = []
    for (let times = 0; times < 32; times += 1) {
      guesses.push((await world.gateway.fetch(`/identity/guess-${times}`)).status)
    }
    expect(guesses.slice(0, 30)).not.toContain(429)
    expect(guesses.slice(30)).toEqual([429, 429])
    expect((await world.prove(address)).status).toBe(200)
  })
})
