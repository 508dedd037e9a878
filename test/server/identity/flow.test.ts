import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { activateDevice } from '../../support/device-client'
import { FACILITY } from '../../support/gateway'
import { createPages } from '../../../server/identity/page'
import { CLIENT_ID } from '../../support/identity-provider'
import { createIdentityWorld, PUBLIC_BASE, type IdentityWorld } from './identity-world'

let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.end())

async function answered() {
  world.device.forgetToken()
  const { answers } = await world.device.fetchAnswers()
  return Promise.all(answers.map((each) => world.device.openAnswer(each)))
}

describe('a patient who proves who they are', () => {
  it('is asked about once, and the answer comes with the consent that was taken here', async () => {
    const id = await world.waitingCheck()
    const page = await world.prove(await world.address(id))
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('確認できました')])
    expect(await world.state(id)).toEqual({ state: 'proven' })
    expect(await world.gateway.worker.runDue()).toBe(1)
    expect(await answered()).toMatchObject([
      {
        checkId: id,
        validity: 'valid',
        certificate: null,
        assurance: 'digitalIdentity',
        identity: 'digitalIdentity',
        consentedItems: ['diagnosis', 'medication'],
      },
    ])
    expect([...(await world.gateway.sandbox.askedCounts())]).toEqual([[id, 1]])
  })

  it('is not asked about before, however long it takes', async () => {
    const id = await world.waitingCheck()
    await world.address(id)
    for (let looks = 0; looks < 5; looks += 1) {
      world.clock.advance(3_600_000)
      expect(await world.gateway.worker.runDue()).toBe(0)
    }
    expect([...(await world.gateway.sandbox.askedCounts())]).toEqual([])
    expect(await world.gateway.store.checks.countWaiting()).toBe(1)
  })

  it('in a setting without consent (③) opens nothing medical', async () => {
    const id = await world.waitingCheck({
      setting: 'treatmentRoom',
      channel: 'eligibilityOnly',
      consent: null,
    })
    await world.prove(await world.address(id))
    await world.gateway.worker.runDue()
    expect(await answered()).toMatchObject([{ checkId: id, consentedItems: [] }])
  })

  it('is compared by kana where the provider has it', async () => {
    const known = world.provider.people.get('patient')
    const kana = SANDBOX_PEOPLE.find(({ id }) => id === 'valid-30')?.kana ?? ''
    world.provider.people.set('patient', { ...known, name: '別の　表記', 'name#ja-Kana-JP': kana })
    const id = await world.waitingCheck()
    expect((await world.prove(await world.address(id))).status).toBe(200)
  })

  it('wakes the request that the tablet holds open', async () => {
    const id = await world.waitingCheck()
    const address = await world.address(id)
    const callback = await world.proveUntilCallback(address)
    const held = world.state(id, 25)
    const page = await world.phone.open(callback)
    expect(page.status).toBe(200)
    expect(await held).toEqual({ state: 'proven' })
  })

  it('may open the address again, and go on from the last time', async () => {
    const id = await world.waitingCheck()
    const address = await world.address(id)
    const first = await world.phone.open(address)
    expect(first.text).toContain('訓練訪問看護ステーション')
    await world.phone.open(`${address}/go`)
    expect((await world.prove(address)).status).toBe(200)
  })

  it('who has proven it is not asked again', async () => {
    const id = await world.waitingCheck()
    await world.prove(await world.address(id))
    expect(await world.start(id)).toEqual({ state: 'proven' })
    await world.gateway.worker.runDue()
    expect(await world.start(id)).toEqual({ state: 'proven' })
  })
})

describe('what the gateway asks of the provider', () => {
  it('is a code with PKCE S256, a state and a nonce of its own, name and birth date and no more', async () => {
    const id = await world.waitingCheck()
    await world.prove(await world.address(id))
    const asked = world.phone.visited.find(({ origin }) => origin === world.provider.issuer)
    const params = Object.fromEntries(asked?.searchParams ?? [])
    expect(params).toEqual({
      client_id: CLIENT_ID,
      response_type: 'code',
      redirect_uri: `${PUBLIC_BASE}/identity/callback`,
      scope: 'openid name birthdate',
      prompt: 'login',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(new Set([params.state, params.nonce, params.code_challenge]).size).toBe(3)
  })

  it('is redeemed by a signed assertion, good once and shortly, without any secret', async () => {
    const sent: { params: Record<string, string>; headers: Headers }[] = []
    world.wire = (url, { body, headers }, reach) => {
      if (url.pathname === '/token') {
        const params = Object.fromEntries(new URLSearchParams(body as URLSearchParams))
        sent.push({ params, headers: new Headers(headers) })
      }
      return reach()
    }
    await world.prove(await world.address(await world.waitingCheck()))
    await world.prove(await world.address(await world.waitingCheck()))
    expect(sent).toHaveLength(2)
    const jtis = sent.map(({ params, headers }) => {
      expect(Object.keys(params)).not.toContain('client_secret')
      expect(headers.has('authorization')).toBe(false)
      expect(params).toMatchObject({
        grant_type: 'authorization_code',
        client_id: CLIENT_ID,
        code_verifier: expect.stringMatching(/^[\w-]{43,128}$/),
        redirect_uri: `${PUBLIC_BASE}/identity/callback`,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      })
      const assertion = params.client_assertion ?? ''
      expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'ES256', kid: 'facility-1' })
      const { iss, sub, aud, exp = 0, iat = 0, jti } = decodeJwt(assertion)
      expect([iss, sub, aud]).toEqual([CLIENT_ID, CLIENT_ID, world.provider.issuer])
      expect(exp - iat).toBeLessThanOrEqual(60)
      return jti
    })
    expect(jtis.every((jti) => typeof jti === 'string' && jti.length >= 20)).toBe(true)
    expect(new Set(jtis).size).toBe(2)
  })

  it('differs in every secret each time the address is opened', async () => {
    const address = await world.address(await world.waitingCheck())
    await world.phone.open(`${address}/go`)
    await world.phone.open(`${address}/go`)
    const asked = world.phone.visited.filter(({ pathname }) => pathname === '/auth')
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(new Set(asked.map(({ searchParams }) => searchParams.get(name))).size).toBe(2)
    }
  })
})

describe('what is left of a proof', () => {
  it('is that there was one: no name, no birth date, no sub, no token, in the store or in the log', async () => {
    const id = await world.waitingCheck()
    const callback = await world.proveUntilCallback(await world.address(id))
    await world.phone.open(callback)
    const session = await world.gateway.store.identity.ofCheck(FACILITY.id, id)
    expect(Object.keys(session ?? {}).sort()).toEqual([
      'checkId',
      'deviceId',
      'expiresAt',
      'facilityId',
      'outcome',
      'ticketHash',
    ])
    const person = world.provider.people.get('patient')
    const log = JSON.stringify(world.gateway.log)
    for (const value of [
      person?.name ?? '-',
      person?.birthdate ?? '-',
      'pseudonym-of-patient',
      callback.searchParams.get('code') ?? '-',
      callback.searchParams.get('state') ?? '-',
      id,
    ]) {
      expect(log).not.toContain(value)
    }
    expect(log).toContain('/identity/:ticket/go')
  })
})

describe('the pages of the patient’s phone', () => {
  it('run no script, load nothing, cannot be framed, are not stored, and tell nobody where they come from', async () => {
    const address = await world.address(await world.waitingCheck())
    const pages = [await world.phone.open(address), await world.prove(address)]
    for (const page of pages) {
      expect(page.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      )
      expect(page.headers.get('cache-control')).toBe('no-store')
      expect(page.headers.get('referrer-policy')).toBe('no-referrer')
      expect(page.text).not.toMatch(/<script|<img|<link| on\w+=|javascript:/)
      expect(page.text).toContain('<html lang="ja">')
    }
  })

  it('say in training that they are, and not in production', async () => {
    const page = await world.phone.open(await world.address(await world.waitingCheck()))
    expect(page.text).toContain('訓練用')
    expect(createPages('production').start('施設', '/x')).not.toContain('訓練用')
  })

  it('hold nothing of the patient', async () => {
    const address = await world.address(await world.waitingCheck())
    const person = world.provider.people.get('patient')
    for (const page of [await world.phone.open(address), await world.prove(address)]) {
      expect(page.text).not.toContain(person?.name)
      expect(page.text).not.toContain(person?.birthdate)
      expect(page.text).not.toContain('pseudonym')
    }
  })

  it('escape the facility’s name', async () => {
    const { gateway } = world
    const facility = await gateway.store.facilities.get('facility-1')
    if (!facility) throw new Error('no facility')
    await gateway.store.facilities.put({ ...facility, name: '<b>"山&川"</b>' })
    const page = await world.phone.open(await world.address(await world.waitingCheck()))
    expect(page.text).toContain('&#60;b&#62;&#34;山&#38;川&#34;&#60;/b&#62;')
  })

  it('leave the policy of everything else as it was', async () => {
    const health = await world.gateway.fetch('/health')
    expect(health.headers.get('content-security-policy')).toContain("script-src 'self'")
  })
})

describe('a session belongs to its device', () => {
  it('another device can neither start, see nor end it', async () => {
    const id = await world.waitingCheck()
    await world.address(id)
    const other = await activateDevice(await world.gateway.newCode(), {
      fetch: world.gateway.fetch,
      now: world.clock.now,
    })
    const ask = async (method: 'GET' | 'POST', path: string, body?: unknown) =>
      (await other.request(method, path, body)).json() as Promise<unknown>
    expect(await ask('POST', '/v1/identity', { checkId: id })).toMatchObject({
      session: { state: 'ended', code: 'TZ-I16' },
    })
    expect(await ask('GET', `/v1/identity?check=${id}`)).toMatchObject({
      session: { state: 'none' },
    })
    expect(await ask('POST', '/v1/identity/end', { checkId: id })).toMatchObject({
      session: { state: 'none' },
    })
    expect(await world.state(id)).toMatchObject({ state: 'open' })
  })

  it('without access nobody is told anything', async () => {
    const id = await world.waitingCheck()
    const reply = await world.gateway.fetch(`/v1/identity?check=${id}`)
    expect(reply.status).toBe(401)
  })
})
