import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATHS, type ActivationRequest } from '../../api/wire'
import {
  createActivationCode,
  formatActivationCode,
  hashActivationCode,
} from '../../server/activation/code'
import { createRateLimit } from '../../server/activation/rate-limit'
import { activateDevice, createDeviceKeyPairs, publicJwk } from '../support/device-client'
import {
  createTestClock,
  createTestGateway,
  DAY_MS,
  FACILITY,
  randomBytes,
  type TestGateway,
} from '../support/gateway'

const clock = createTestClock()
let gateway: TestGateway
beforeAll(async () => {
  gateway = await createTestGateway({ now: clock.now, people: [] })
})
afterAll(() => gateway.end())

async function requestWith(code: string): Promise<ActivationRequest> {
  const keys = await createDeviceKeyPairs()
  return {
    code,
    deviceName: 'タブレット',
    signingKey: await publicJwk(keys.signing.publicKey),
    answerKey: await publicJwk(keys.answering.publicKey),
  }
}

function activate(body: unknown): Promise<Response> {
  return gateway.fetch(PATHS.activate, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { code: unknown }).code
}

describe('activation of a device', () => {
  it('makes a device of the facility the code was issued for', async () => {
    const { activation, deviceId } = await activateDevice(await gateway.newCode(), gateway)
    expect(activation.facility).toEqual({ id: FACILITY.id, name: FACILITY.name })
    expect(activation.staff).toEqual(FACILITY.staff)
    expect(activation.mode).toBe('training')
    expect(activation.gatewayKey).toEqual(gateway.keys.current)
    expect((await gateway.store.devices.get(FACILITY.id, deviceId))?.facilityId).toBe(FACILITY.id)
  })

  it('refuses a code that was used before', async () => {
    const code = await gateway.newCode()
    await activateDevice(code, gateway)
    const again = await activate(await requestWith(code))
    expect(again.status).toBe(403)
    expect(await codeOf(again)).toBe('TZ-G02')
  })

  it('gives the same device the same answer when the first one was lost on its way', async () => {
    const request = await requestWith(await gateway.newCode())
    const lost = await (await activate(request)).json()
    const again = await activate(request)
    expect(again.status).toBe(200)
    expect(await again.json()).toEqual(lost)
    const { deviceId } = lost as { deviceId: string }
    const devices = await gateway.store.devices.list(FACILITY.id)
    expect(devices.filter(({ signingKey }) => signingKey.x === request.signingKey.x)).toHaveLength(
      1,
    )
    await gateway.store.devices.revoke(FACILITY.id, deviceId, clock.now())
    expect(await codeOf(await activate(request))).toBe('TZ-G02')
  })

  it('does not give it to a device that has only one of the two keys', async () => {
    const request = await requestWith(await gateway.newCode())
    await activate(request)
    const { answerKey } = await requestWith(request.code)
    expect(await codeOf(await activate({ ...request, answerKey }))).toBe('TZ-G02')
  })

  it('refuses a code that nobody issued', async () => {
    const reply = await activate(await requestWith('0123456789AB'))
    expect(await codeOf(reply)).toBe('TZ-G02')
  })

  it('refuses a code after its day', async () => {
    const code = await gateway.newCode()
    clock.advance(DAY_MS)
    expect(await codeOf(await activate(await requestWith(code)))).toBe('TZ-G02')
  })

  it('lets only one of two devices that come at once have the code', async () => {
    const code = await gateway.newCode()
    const replies = await Promise.all([
      activate(await requestWith(code)),
      activate(await requestWith(code)),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 403])
  })

  it('refuses a key that is no point of the curve, and leaves the code usable', async () => {
    const code = await gateway.newCode()
    const request = await requestWith(code)
    const reply = await activate({
      ...request,
      signingKey: { ...request.signingKey, x: 'A'.repeat(43) },
    })
    expect(reply.status).toBe(400)
    expect(await codeOf(reply)).toBe('TZ-G01')
    expect((await activate(request)).status).toBe(200)
  })

  it('makes callers who guess wait, and tells them how long', async () => {
    clock.advance(DAY_MS)
    const wrong = await requestWith('ZZZZZZZZZZZZ')
    for (let guess = 0; guess < 10; guess++) expect((await activate(wrong)).status).toBe(403)
    const code = await gateway.newCode()
    const blocked = await activate(await requestWith(code))
    expect(blocked.status).toBe(429)
    expect(await codeOf(blocked)).toBe('TZ-G26')
    const wait = Number(blocked.headers.get('Retry-After'))
    expect(wait).toBeGreaterThan(0)
    clock.advance(wait * 1000)
    expect((await activate(await requestWith(code))).status).toBe(200)
  })
})

describe('an activation code', () => {
  it('has twelve characters that cannot be taken for one another', () => {
    for (let round = 0; round < 50; round++) {
      expect(createActivationCode(randomBytes)).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
    }
  })

  it('is read out in groups of four', () => {
    expect(formatActivationCode('ABCD1234EFGH')).toBe('ABCD-1234-EFGH')
  })

  it('is the same when the letters that look like digits were typed', () => {
    expect(hashActivationCode('OIL0')).toBe(hashActivationCode('0110'))
    expect(hashActivationCode('0110')).not.toBe(hashActivationCode('0111'))
  })

  it('is not in the store', async () => {
    const code = await gateway.newCode()
    expect(await gateway.store.devices.findCode(code, clock.now())).toBeUndefined()
    expect(await gateway.store.devices.findCode(hashActivationCode(code), clock.now())).toBe(
      FACILITY.id,
    )
  })
})

describe('the rate limit', () => {
  const options = { windowMs: 1000, perCaller: 2, inAll: 4 }

  it('counts each caller apart', () => {
    const time = createTestClock(0)
    const limit = createRateLimit({ ...options, now: time.now })
    limit.countFailure('a')
    limit.countFailure('a')
    expect(limit.waitSeconds('a')).toBe(1)
    expect(limit.waitSeconds('b')).toBe(0)
  })

  it('stops everybody when guesses come from many addresses', () => {
    const time = createTestClock(0)
    const limit = createRateLimit({ ...options, now: time.now })
    for (const caller of ['a', 'b', 'c', 'd']) limit.countFailure(caller)
    expect(limit.waitSeconds('e')).toBe(1)
  })

  it('forgets failures as they age', () => {
    const time = createTestClock(0)
    const limit = createRateLimit({ ...options, now: time.now })
    limit.countFailure('a')
    time.advance(600)
    limit.countFailure('a')
    expect(limit.waitSeconds('a')).toBe(1)
    time.advance(500)
    expect(limit.waitSeconds('a')).toBe(0)
  })
})
