import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AccessResponse, PATHS } from '../../../api/wire'
import * as v from 'valibot'
import {
  activateDevice,
  createDeviceKeyPairs,
  type DeviceClient,
} from '../../support/device-client'
import { joinAs } from '../../support/admin-client'
import { SignJWT } from 'jose'
import {
  FACILITY,
  createTestClock,
  createTestGateway,
  type TestGateway,
} from '../../support/gateway'

const clock = createTestClock()
let gateway: TestGateway
let device: DeviceClient
beforeAll(async () => {
  gateway = await createTestGateway({ now: clock.now, people: [] })
})
beforeEach(async () => {
  device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch, now: clock.now })
})
afterAll(() => gateway.end())

async function ask(assertion: string): Promise<{ status: number; code: unknown; date: string }> {
  const reply = await device.post(PATHS.access, { assertion })
  const body = (await reply.json()) as { code?: unknown }
  return { status: reply.status, code: body.code, date: reply.headers.get('Date') ?? '' }
}

function seconds(): number {
  return Math.floor(clock.now() / 1000)
}

describe('the people of the facility', () => {
  it('come with access as they are listed at that moment', async () => {
    expect((await device.access()).staff).toEqual(FACILITY.staff)
    const { personId } = await joinAs(gateway, 'staff')
    expect((await device.access()).staff?.map(({ id }) => id)).toContain(personId)
    const note = { at: clock.now(), who: { kind: 'commandLine' }, act: 'personEnded' } as const
    await gateway.store.people.end(FACILITY.id, personId, note)
    expect((await device.access()).staff).toEqual(FACILITY.staff)
  })

  it('are not told to a device that was ordered to erase what it holds', async () => {
    await gateway.store.devices.orderErase(FACILITY.id, device.deviceId, clock.now())
    expect(await device.access()).not.toHaveProperty('staff')
  })
})

describe('an assertion', () => {
  it('is exchanged for ten minutes of access', async () => {
    const access = await device.access()
    expect(v.is(AccessResponse, access)).toBe(true)
    expect(access.expiresInSeconds).toBe(600)
    expect(access.orders).toEqual([])
    expect(access.gatewayKey).toEqual(gateway.keys.current)
  })

  it('is good for one use', async () => {
    const assertion = await device.assertion()
    expect((await ask(assertion)).status).toBe(200)
    expect(await ask(assertion)).toMatchObject({ status: 401, code: 'TZ-G03' })
  })

  it('with a wrong clock is told so, and the answer says what time it is', async () => {
    const iat = seconds() - 7200
    const refused = await ask(await device.assertion({ iat, exp: iat + 60 }))
    expect(refused).toMatchObject({ status: 401, code: 'TZ-G24' })
    expect(Date.parse(refused.date)).toBe(seconds() * 1000)
    const ahead = seconds() + 86_400
    expect((await ask(await device.assertion({ iat: ahead, exp: ahead + 60 }))).code).toBe('TZ-G24')
  })

  it('may be two minutes off', async () => {
    const iat = seconds() - 119
    expect((await ask(await device.assertion({ iat, exp: iat + 60 }))).status).toBe(200)
  })

  it('must not live longer than two minutes', async () => {
    const iat = seconds()
    expect((await ask(await device.assertion({ iat, exp: iat + 121 }))).code).toBe('TZ-G03')
  })

  it('must be meant for the gateway and speak for its maker', async () => {
    expect((await ask(await device.assertion({ aud: 'elsewhere' }))).code).toBe('TZ-G03')
    expect((await ask(await device.assertion({ sub: 'another' }))).code).toBe('TZ-G03')
    expect((await ask(await device.assertion({ iss: 'another' }))).code).toBe('TZ-G04')
  })

  it('of another key is refused', async () => {
    const { signing } = await createDeviceKeyPairs()
    const iat = seconds()
    const forged = await new SignJWT({
      iss: device.deviceId,
      sub: device.deviceId,
      aud: 'tazune-gateway',
      iat,
      exp: iat + 60,
      jti: 'forged-assertion',
    })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(signing.privateKey)
    expect((await ask(forged)).code).toBe('TZ-G03')
  })

  it('that is no JWT is refused', async () => {
    for (const text of ['', 'a.b.c', 'x'.repeat(1000)]) {
      expect((await ask(text)).code).toBe('TZ-G03')
    }
  })

  it('of a revoked device is refused', async () => {
    await gateway.store.devices.revoke(FACILITY.id, device.deviceId, clock.now())
    expect(await ask(await device.assertion())).toMatchObject({ status: 403, code: 'TZ-G04' })
  })

  it('brings the order to erase the vault, again and again', async () => {
    await gateway.store.devices.orderErase(FACILITY.id, device.deviceId, clock.now())
    expect((await device.access()).orders).toEqual(['eraseVault'])
    expect((await device.access()).orders).toEqual(['eraseVault'])
  })
})

describe('a token with its proof', () => {
  const path = PATHS.visits

  async function get(headers: Record<string, string>): Promise<{ status: number; code: unknown }> {
    const reply = await gateway.fetch(path, { headers })
    const body = (await reply.json()) as { code?: unknown }
    return { status: reply.status, code: body.code }
  }

  async function withProof(claims: Record<string, unknown>) {
    const headers = await device.authorize('GET', path)
    return get({ ...headers, DPoP: await device.proof('GET', path, claims) })
  }

  it('opens a route', async () => {
    expect((await get(await device.authorize('GET', path))).status).toBe(200)
  })

  it('does not open it without a proof, without a token, or as a bearer', async () => {
    const { Authorization = '', DPoP = '' } = await device.authorize('GET', path)
    expect(await get({ Authorization })).toMatchObject({ status: 401, code: 'TZ-G03' })
    expect((await get({ DPoP })).code).toBe('TZ-G03')
    expect((await get({ Authorization: Authorization.replace('DPoP', 'Bearer'), DPoP })).code).toBe(
      'TZ-G03',
    )
  })

  it('says which proof it wants', async () => {
    const reply = await gateway.fetch(path)
    expect(reply.headers.get('WWW-Authenticate')).toContain('DPoP')
  })

  it('is refused when the proof was seen before', async () => {
    const headers = await device.authorize('GET', path)
    expect((await get(headers)).status).toBe(200)
    expect((await get(headers)).code).toBe('TZ-G03')
  })

  it('is refused when the proof is for another method, address or token', async () => {
    expect((await withProof({ htm: 'POST' })).code).toBe('TZ-G03')
    expect((await withProof({ htu: 'http://gateway.test/v1/checks' })).code).toBe('TZ-G03')
    expect((await withProof({ htu: 'http://elsewhere.test/v1/visits' })).code).toBe('TZ-G03')
    expect((await withProof({ htu: 'nonsense' })).code).toBe('TZ-G03')
    expect((await withProof({ ath: 'x'.repeat(43) })).code).toBe('TZ-G03')
  })

  it('is told of a wrong clock in the proof', async () => {
    expect(await withProof({ iat: seconds() - 3600 })).toMatchObject({
      status: 401,
      code: 'TZ-G24',
    })
  })

  it('ends after ten minutes', async () => {
    await device.access()
    clock.advance(599_000)
    expect((await get(await device.authorize('GET', path))).status).toBe(200)
    clock.advance(1_000)
    expect((await get(await device.authorize('GET', path))).code).toBe('TZ-G03')
  })

  it('of another device is refused, though the proof is in order', async () => {
    const other = await activateDevice(await gateway.newCode(), {
      fetch: gateway.fetch,
      now: clock.now,
    })
    const { accessToken } = await other.access()
    device.useToken(accessToken)
    expect((await get(await device.authorize('GET', path))).code).toBe('TZ-G03')
  })

  it('signed by anyone else is refused', async () => {
    const { signing } = await createDeviceKeyPairs()
    const forged = await new SignJWT({ cnf: { jkt: device.thumbprint } })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
      .setIssuer('tazune-gateway')
      .setSubject(device.deviceId)
      .setExpirationTime(seconds() + 600)
      .sign(signing.privateKey)
    device.useToken(forged)
    expect((await get(await device.authorize('GET', path))).code).toBe('TZ-G03')
  })

  it('ends at once when the device is revoked', async () => {
    expect((await get(await device.authorize('GET', path))).status).toBe(200)
    await gateway.store.devices.revoke(FACILITY.id, device.deviceId, clock.now())
    expect(await get(await device.authorize('GET', path))).toMatchObject({
      status: 403,
      code: 'TZ-G04',
    })
  })
})

describe('behind a proxy', () => {
  function insideAddress(input: RequestInfo | URL): string {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input)
    return `http://10.0.0.5:8790${pathname}${search}`
  }

  it('proofs are compared with the address that devices see', async () => {
    const proxied = await createTestGateway({
      people: [],
      now: clock.now,
      publicOrigin: 'https://tazune.example',
    })
    const seen = await activateDevice(await proxied.newCode(), {
      fetch: (input, init) => proxied.fetch(insideAddress(input), init),
      origin: 'https://tazune.example',
      now: clock.now,
    })
    expect((await seen.request('GET', PATHS.visits)).status).toBe(200)
    await proxied.end()
  })
})
