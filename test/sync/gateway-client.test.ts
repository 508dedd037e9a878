import { createHash } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { PATHS, WIRE_HEADER, type AccessResponse } from '../../api/wire'
import { exportPublic, type Identity } from '../../src/sync/access'
import { createClock, type DeviceClock } from '../../src/sync/clock'
import {
  createGatewayClient,
  type GatewayClient,
  type GatewayClientOptions,
  type Traffic,
} from '../../src/sync/gateway-client'
import {
  BASE_URL,
  createMockGateway,
  portalPage,
  problem,
  respond,
  type Asked,
  type MockGateway,
} from '../support/mock-gateway'
import { DEVICE_ID, makeDeviceKeys, type DeviceKeyring } from '../support/sync-device'
import { createFakeTime, settleWork, type FakeTime } from '../support/sync-time'

describe('the gateway client', () => {
  let keys: DeviceKeyring
  let time: FakeTime
  let gateway: MockGateway
  let clock: DeviceClock
  let traffic: Traffic[]
  let identity: Identity | null
  beforeAll(async () => {
    keys = await makeDeviceKeys()
  })
  beforeEach(() => {
    time = createFakeTime()
    gateway = createMockGateway(time, keys.gatewayKey)
    clock = createClock({ now: time.now })
    traffic = []
    identity = { deviceId: DEVICE_ID, signing: keys.signing }
  })

  function makeClient(options: Partial<GatewayClientOptions> = {}): GatewayClient {
    return createGatewayClient({
      baseUrl: BASE_URL,
      fetch: gateway.fetch,
      timers: time,
      isOnline: () => true,
      clock,
      identity: () => Promise.resolve(identity),
      onTraffic: (one) => traffic.push(one),
      ...options,
    })
  }

  const last = (): Asked => {
    const asked = gateway.asked.at(-1)
    if (asked === undefined) throw new Error('nothing was asked')
    return asked
  }

  async function claimsOf(jwt: string): Promise<Record<string, unknown>> {
    const { payload } = await compactVerify(jwt, keys.signing.publicKey)
    return JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>
  }

  describe('access', () => {
    it('asks by an assertion that this device signed, short-lived and used once', async () => {
      await makeClient().fetchAnswers(0, 0)
      const { assertion } = gateway.asked[0]?.body as { assertion: string }
      const claims = await claimsOf(assertion)
      expect(claims).toMatchObject({ iss: DEVICE_ID, sub: DEVICE_ID, aud: 'tazune-gateway' })
      expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(120)
      expect(String(claims.jti).length).toBeGreaterThanOrEqual(20)
    })

    it('checks in by a new token although one stands, and tells what came with it', async () => {
      const orders: string[][] = []
      const client = makeClient({
        onAccess: (response) => Promise.resolve(void orders.push(response.orders)),
      })
      await client.fetchAnswers(0, 0)
      expect(await client.checkIn()).toEqual({ ok: true, value: null })
      expect(gateway.asked.filter(({ path }) => path === PATHS.access)).toHaveLength(2)
      expect(orders).toHaveLength(2)
      expect(traffic.at(-1)).toEqual({ code: null, authorized: true })
    })

    it('does not check in before activation, and says nothing of the line then', async () => {
      identity = null
      expect(await makeClient().checkIn()).toMatchObject({ ok: false, failure: { code: 'TZ-D12' } })
      expect(gateway.asked).toEqual([])
      expect(traffic).toEqual([])
    })

    it('binds each request to method, address without query, and token (RFC 9449)', async () => {
      await makeClient().fetchAnswers(7, 20)
      const proof = last().headers.get('dpop') ?? ''
      expect(last().headers.get('authorization')).toBe('DPoP token-1')
      expect(decodeProtectedHeader(proof)).toEqual({
        alg: 'ES256',
        typ: 'dpop+jwt',
        jwk: await exportPublic(keys.signing.publicKey),
      })
      expect(await claimsOf(proof)).toMatchObject({
        htm: 'GET',
        htu: `${BASE_URL}/v1/answers`,
        ath: createHash('sha256').update('token-1').digest('base64url'),
      })
    })

    it('proves every request anew', async () => {
      const client = makeClient()
      await client.fetchAnswers(0, 0)
      const first = last().headers.get('dpop')
      await client.fetchAnswers(0, 0)
      expect(last().headers.get('dpop')).not.toBe(first)
    })

    it('uses a token until shortly before its end', async () => {
      const client = makeClient()
      await client.fetchAnswers(0, 0)
      time.jump(560_000)
      await client.fetchAnswers(0, 0)
      time.jump(20_000)
      await client.fetchAnswers(0, 0)
      expect(gateway.lines()).toEqual([
        'POST /v1/access',
        'GET /v1/answers',
        'GET /v1/answers',
        'POST /v1/access',
        'GET /v1/answers',
      ])
    })

    it('shares one renewal among many requests', async () => {
      const client = makeClient()
      await Promise.all([1, 2, 3].map(() => client.fetchAnswers(0, 0)))
      expect(gateway.lines().filter((line) => line.includes('access'))).toHaveLength(1)
    })

    it('does not drop the new token for a refusal of the old one that comes late', async () => {
      let letGo = (): void => undefined
      const released = new Promise<void>((resolve) => (letGo = resolve))
      let isLate = false
      const client = makeClient({
        async fetch(url, init) {
          const waits = isLate && url.includes('wait=1')
          const reply = await gateway.fetch(url, init)
          if (waits && reply.status === 401) await released
          return reply
        },
      })
      await client.fetchAnswers(0, 0)
      isLate = true
      const ended = respond(() => problem(401, 'TZ-G03'))
      gateway.next(PATHS.answers, ended, ended)
      const late = client.fetchAnswers(0, 1)
      const prompt = client.fetchAnswers(0, 0)
      expect(await prompt).toMatchObject({ ok: true })
      letGo()
      expect(await late).toMatchObject({ ok: true })
      // The first token and one in its place.
      expect(gateway.lines().filter((line) => line.includes('access'))).toHaveLength(2)
    })

    it('hands on policy and orders before the token is used', async () => {
      gateway.orders = ['eraseVault']
      const seen: string[] = []
      const onAccess = (response: AccessResponse): Promise<void> => {
        seen.push(...response.orders, ...gateway.lines())
        return Promise.resolve()
      }
      await makeClient({ onAccess }).fetchAnswers(0, 0)
      expect(seen).toEqual(['eraseVault', 'POST /v1/access'])
    })

    it('starts over for another registration of the same device', async () => {
      const client = makeClient()
      await client.fetchAnswers(0, 0)
      identity = { deviceId: 'device-2', signing: keys.signing }
      await client.fetchAnswers(0, 0)
      expect(last().headers.get('authorization')).toBe('DPoP token-2')
    })

    it('asks nothing before the device is registered', async () => {
      identity = null
      expect(await makeClient().fetchVisits()).toEqual({
        ok: false,
        failure: { kind: 'stop', code: 'TZ-D12' },
      })
      expect(gateway.asked).toEqual([])
    })

    it.each([
      [401, 'TZ-G03'],
      [403, 'TZ-G04'],
      [500, 'TZ-G21'],
      [400, 'TZ-G01'],
    ])('ends the request when access itself is refused with %i %s', async (status, code) => {
      gateway.next(
        PATHS.access,
        respond(() => problem(status, code)),
      )
      expect(await makeClient().fetchAnswers(0, 0)).toEqual({
        ok: false,
        failure: { kind: 'stop', code },
      })
      expect(gateway.lines()).toEqual(['POST /v1/access'])
    })

    it('does not go round in circles when the clock stays wrong', async () => {
      const wrong = respond(() => problem(401, 'TZ-G24'))
      gateway.always(wrong)
      expect(await makeClient().fetchAnswers(0, 0)).toMatchObject({
        failure: { kind: 'stop', code: 'TZ-G24' },
      })
      expect(gateway.asked.length).toBeLessThanOrEqual(2)
    })

    it('corrects the clock and proves again when a single request was dated wrongly', async () => {
      const client = makeClient()
      await client.fetchAnswers(0, 0)
      time.jump(-7_200_000)
      gateway.skewMs = 7_200_000
      const date = new Date(time.now() + 7_200_000).toUTCString()
      gateway.next(
        PATHS.answers,
        respond(() => problem(401, 'TZ-G24', { date })),
      )
      expect(await client.fetchAnswers(0, 0)).toMatchObject({ ok: true })
      expect(Math.abs(clock.offsetMs() - 7_200_000)).toBeLessThan(1_500)
    })
  })

  describe('requests', () => {
    it('say which wire version they speak, carry no cookie and follow no redirect', async () => {
      const fetch = vi.fn(gateway.fetch)
      await makeClient({ fetch }).health()
      expect(last().headers.get(WIRE_HEADER)).toBe('1')
      expect(fetch.mock.calls[0]?.[1]).toMatchObject({
        credentials: 'omit',
        redirect: 'manual',
        cache: 'no-store',
      })
    })

    it('put nothing but cursors into an address', async () => {
      const fetch = vi.fn(gateway.fetch)
      await makeClient({ fetch }).fetchAnswers(12, 5)
      expect(fetch.mock.calls.at(-1)?.[0]).toBe(`${BASE_URL}/v1/answers?after=12&wait=5`)
    })

    it('are given up when no reply comes in time', async () => {
      const fetch = (_: string, init: RequestInit): Promise<Response> =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () =>
            reject(new DOMException('aborted', 'AbortError')),
          )
        })
      const asking = makeClient({ fetch }).health()
      await settleWork()
      await time.advance(10_000)
      expect(await asking).toMatchObject({ failure: { kind: 'stop', code: 'TZ-D02' } })
    })

    it('are given up when the caller says so', async () => {
      const client = makeClient({
        fetch: (input, init) =>
          input.includes('answers')
            ? new Promise((_resolve, reject) => {
                init.signal?.addEventListener('abort', () =>
                  reject(new DOMException('aborted', 'AbortError')),
                )
              })
            : gateway.fetch(input, init),
      })
      const stopping = new AbortController()
      const asking = client.fetchAnswers(0, 20, stopping.signal)
      await settleWork()
      stopping.abort()
      expect(await asking).toMatchObject({ ok: false })
      expect(time.pending()).toEqual([])
    })

    it('let a bug through instead of taking it for a bad line', async () => {
      const fetch = (): Promise<Response> => Promise.reject(new RangeError('bug'))
      await expect(makeClient({ fetch }).health()).rejects.toThrow(RangeError)
    })

    it('take JSON that breaks off for no answer of ours', async () => {
      const headers = { 'content-type': 'application/json' }
      gateway.next(
        PATHS.health,
        respond(() => new Response('{"service":"taz', { headers })),
      )
      expect(await makeClient().health()).toMatchObject({ failure: { code: 'TZ-D03' } })
    })

    it('do not take the health of another service for ours', async () => {
      gateway.next(
        PATHS.health,
        respond(() => Response.json({ service: 'other', wire: 1, mode: 'training', time: 'x' })),
      )
      expect(await makeClient().health()).toMatchObject({ failure: { code: 'TZ-D03' } })
    })

    it('learn no time from a page that is not ours', async () => {
      gateway.next(
        PATHS.health,
        respond(() => {
          const page = portalPage()
          page.headers.set('date', new Date(0).toUTCString())
          return page
        }),
      )
      await makeClient().health()
      expect(clock.offsetMs()).toBe(0)
    })
  })

  describe('what is asked for several things at once', () => {
    const tag = (id: string) => ({
      id,
      kind: 'visit' as const,
      patientId: 'p',
      writtenAt: '2026-11-21T01:00:00.000Z',
      retiredAt: null,
    })
    const tags = [tag('A'.repeat(22)), tag('B'.repeat(22))]
    const ids = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002']
    const asks = [
      {
        what: 'registerTags',
        path: PATHS.tags,
        sent: tags.map(({ id }) => id),
        body: { tags },
        outcomes: ['kept', 'taken'],
        ask: (client: GatewayClient) => client.registerTags(tags),
      },
      {
        what: 'withdrawChecks',
        path: PATHS.withdrawals,
        sent: ids,
        body: { ids },
        outcomes: ['withdrawn', 'asked'],
        ask: (client: GatewayClient) => client.withdrawChecks(ids),
      },
    ]
    const json = (body: unknown) =>
      respond(() => new Response(JSON.stringify(body), { headers: JSON_TYPE }))
    const JSON_TYPE = { 'content-type': 'application/json' }

    it('a session of デジタル認証アプリ is taken only where it names the check that was asked about', async () => {
      const checkId = '01933e1c-9c00-7000-8000-000000000001'
      const session = { state: 'proven' }
      for (const ask of ['startIdentity', 'endIdentity'] as const) {
        const path = ask === 'startIdentity' ? PATHS.identity : PATHS.identityEnd
        gateway.next(path, json({ checkId, session }))
        expect(await makeClient()[ask](checkId)).toEqual({ ok: true, value: session })
        expect(last()).toMatchObject({ method: 'POST', path, body: { checkId } })
        gateway.next(path, json({ checkId: checkId.replace(/1$/, '2'), session }))
        expect(await makeClient()[ask](checkId)).toEqual({
          ok: false,
          failure: { kind: 'stop', code: 'TZ-D03' },
        })
      }
    })

    it.each(asks)('$what: is sent whole, with access', async ({ path, body, ask, ...rest }) => {
      const { sent, outcomes } = rest
      const results = sent.map((id, at) => ({ id, outcome: outcomes[at] }))
      gateway.next(path, json({ results }))
      expect(await ask(makeClient())).toEqual({ ok: true, value: outcomes })
      expect(last()).toMatchObject({ method: 'POST', path, body })
      expect(last().headers.get('authorization')).toBe('DPoP token-1')
      expect(traffic.at(-1)).toEqual({ code: null, authorized: true })
    })

    it.each(asks)(
      '$what: an answer to something else is not believed',
      async ({ path, sent, outcomes, ask }) => {
        const right = sent.map((id, at) => ({ id, outcome: outcomes[at] }))
        const wrong = [right.slice(1), [...right].reverse(), [...right, ...right], []]
        for (const results of wrong) {
          gateway.next(path, json({ results }))
          expect(await ask(makeClient())).toEqual({
            ok: false,
            failure: { kind: 'stop', code: 'TZ-D03' },
          })
          expect(traffic.at(-1)?.code).toBe('TZ-D03')
        }
        gateway.next(path, json({ results: right.map(({ id }) => ({ id, outcome: 'perhaps' })) }))
        expect(await ask(makeClient())).toMatchObject({ failure: { code: 'TZ-D03' } })
      },
    )

    it.each(asks)('$what: a refusal and a silence are handed on', async ({ path, ask }) => {
      gateway.next(
        path,
        respond(() => problem(403, 'TZ-G04')),
      )
      expect(await ask(makeClient())).toEqual({
        ok: false,
        failure: { kind: 'stop', code: 'TZ-G04' },
      })
      gateway.next(path, { kind: 'noReply' })
      expect(await ask(makeClient())).toMatchObject({ failure: { kind: 'stop', code: 'TZ-D02' } })
    })
  })

  it('tells of every exchange what it says of the line', async () => {
    const client = makeClient()
    await client.health()
    await client.fetchAnswers(0, 0)
    gateway.always({ kind: 'noReply' })
    await client.health()
    await client.fetchChallenges(3)
    expect(traffic).toEqual([
      { code: null, authorized: false },
      { code: null, authorized: true },
      { code: 'TZ-D02', authorized: false },
      { code: 'TZ-D02', authorized: true },
    ])
  })

  it('does not renew access for a refusal of the activation code', async () => {
    gateway.next(
      PATHS.activate,
      respond(() => problem(403, 'TZ-G02')),
    )
    const jwk = await exportPublic(keys.signing.publicKey)
    const body = { code: 'ABCD1234', deviceName: 'x', signingKey: jwk, answerKey: jwk }
    expect(await makeClient().activate(body)).toEqual({
      ok: false,
      failure: { kind: 'stop', code: 'TZ-G02' },
    })
  })
})
