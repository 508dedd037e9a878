import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { ADMIN_API } from '../../../api/admin/wire'
import { MAX_BODY_BYTES, PATHS, Problem, WIRE_HEADER } from '../../../api/wire'
import { ERROR_CATALOGUE, isErrorCode } from '../../../domain/errors'
import { describeFault } from '../../../server/http/log'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestClock, createTestGateway, type TestGateway } from '../../support/gateway'

const clock = createTestClock()
let gateway: TestGateway
let device: DeviceClient
beforeAll(async () => {
  gateway = await createTestGateway({ now: clock.now, people: [] })
  device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch, now: clock.now })
})
beforeEach(() => {
  gateway.log.length = 0
})
afterAll(() => gateway.end())

describe('a refusal', () => {
  it('is problem+json with a code, a status and the catalogue’s sentence', async () => {
    const reply = await gateway.fetch('/nowhere')
    expect(reply.status).toBe(404)
    expect(reply.headers.get('Content-Type')).toBe('application/problem+json')
    const problem = v.parse(Problem, await reply.json())
    expect(problem).toEqual({
      type: 'about:blank',
      status: 404,
      code: 'TZ-G22',
      title: ERROR_CATALOGUE['TZ-G22'].message,
    })
  })

  it('names fields of the schema and nothing that was sent', async () => {
    const body = { code: 'lower case', deviceName: '', signingKey: { 'my secret': 1 }, 内緒: 2 }
    const reply = await device.post(PATHS.activate, body)
    expect(reply.status).toBe(400)
    const text = await reply.text()
    const problem = v.parse(Problem, JSON.parse(text))
    expect(problem.fields).toEqual(
      expect.arrayContaining(['code', 'deviceName', 'signingKey.kty', 'answerKey']),
    )
    expect(text).not.toContain('secret')
    expect(text).not.toContain('lower case')
  })

  it('of a body that is no JSON, or not said to be, is a bad request', async () => {
    for (const headers of [{ 'Content-Type': 'application/json' }, {}] as Record<
      string,
      string
    >[]) {
      const body = '{"assertion": '
      const reply = await gateway.fetch(PATHS.access, { method: 'POST', headers, body })
      expect(reply.status).toBe(400)
      expect(v.parse(Problem, await reply.json()).code).toBe('TZ-G01')
    }
  })

  it('of too large a body comes with 413', async () => {
    const reply = await device.post(PATHS.access, { assertion: 'x'.repeat(MAX_BODY_BYTES) })
    expect(reply.status).toBe(413)
    expect(v.parse(Problem, await reply.json()).code).toBe('TZ-G20')
  })

  it('of too many challenges at once, or too many unused, is told so', async () => {
    expect((await device.request('POST', PATHS.challenges, { count: 501 })).status).toBe(400)
    await device.fetchChallenges(500)
    await device.fetchChallenges(500)
    const reply = await device.request('POST', PATHS.challenges, { count: 1 })
    expect(reply.status).toBe(429)
    expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(0)
  })

  it('of a fault inside is 500 without a stack, and the log knows where', async () => {
    const broken = await createTestGateway({
      people: [],
      visits: { visitsOn: () => Promise.reject(new Error('secret of a patient')) },
    })
    const client = await activateDevice(await broken.newCode(), broken)
    const reply = await client.request('GET', PATHS.visits)
    expect(reply.status).toBe(500)
    const text = await reply.text()
    expect(v.parse(Problem, JSON.parse(text)).code).toBe('TZ-G21')
    expect(text).not.toContain('secret')
    const line = broken.log.find((each) => each.event === 'request' && each.status === 500)
    expect(line).toMatchObject({ route: PATHS.visits, code: 'TZ-G21', fault: { names: ['Error'] } })
    expect(JSON.stringify(broken.log)).not.toContain('secret')
    await broken.end()
  })
})

describe('every answer', () => {
  it('carries the headers that guard the app', async () => {
    for (const path of ['/health', '/nowhere', '/openapi.json']) {
      const { headers } = await gateway.fetch(path)
      const policy = headers.get('Content-Security-Policy') ?? ''
      expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval'`)
      expect(policy.split('; ')).toContain(`connect-src 'self' ws://127.0.0.1:21745`)
      expect(policy).not.toContain('unsafe-inline')
      expect(headers.get('Permissions-Policy')).toContain('bluetooth=(self)')
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Referrer-Policy')).toBe('no-referrer')
      expect(headers.get('Cache-Control')).toBe('no-store')
    }
  })

  it('carries the gateway’s time', async () => {
    const { headers } = await gateway.fetch('/health')
    expect(Date.parse(headers.get('Date') ?? '')).toBe(Math.floor(clock.now() / 1000) * 1000)
  })
})

describe('the wire version', () => {
  function visitsWith(version: string): Promise<Response> {
    return gateway.fetch(PATHS.visits, { headers: { [WIRE_HEADER]: version } })
  }

  it('that is too old is asked to update, on every route of the interface', async () => {
    const reply = await visitsWith('0')
    expect(reply.status).toBe(426)
    expect(v.parse(Problem, await reply.json()).code).toBe('TZ-G23')
  })

  it('that is newer, or not stated, passes', async () => {
    expect((await visitsWith('99')).status).toBe(401)
    expect((await gateway.fetch(PATHS.visits)).status).toBe(401)
  })

  it('that is no number is a bad request', async () => {
    expect((await visitsWith('latest')).status).toBe(400)
  })

  it('does not matter to the health check, which tells what is spoken', async () => {
    const reply = await gateway.fetch('/health', { headers: { [WIRE_HEADER]: '0' } })
    expect(await reply.json()).toMatchObject({ wire: 1 })
  })
})

describe('the log', () => {
  it('has a line per request with the route’s pattern', async () => {
    device.forgetToken()
    await device.fetchAnswers(0)
    await gateway.fetch('/patients/yamada?name=taro')
    expect(gateway.log).toEqual([
      expect.objectContaining({ event: 'request', method: 'POST', route: PATHS.access }),
      expect.objectContaining({ method: 'GET', route: PATHS.answers, status: 200 }),
      expect.objectContaining({ method: 'GET', route: '*', status: 404, code: 'TZ-G22' }),
    ])
    expect(JSON.stringify(gateway.log)).not.toMatch(/yamada|taro|after=/)
  })

  it('does not repeat a method that is none', async () => {
    await gateway.fetch('/health', { method: 'YAMADA' })
    expect(gateway.log).toMatchObject([{ method: 'OTHER' }])
  })

  it('describes a fault by names and places, its causes too, without a message', () => {
    const note = describeFault(new TypeError('山田', { cause: new RangeError('太郎') }))
    expect(note.names).toEqual(['TypeError', 'RangeError'])
    expect(note.frames[0]).toMatch(/^at /)
    expect(JSON.stringify(note)).not.toMatch(/山田|太郎/)
    expect(describeFault('山田').names).toEqual(['string'])
  })
})

/** Of the facility's own software, not of a tablet. */
const OF_RECEIVERS = '/receiver/v1/checks/{id}'

describe('the OpenAPI document', () => {
  interface Operation {
    operationId: string
    security?: unknown
    requestBody?: { content: Record<string, { schema: object }> }
    responses: Record<string, { content?: Record<string, { schema: object }> }>
  }
  interface Document {
    openapi: string
    info: { title: string; version: string }
    paths: Record<string, Record<string, Operation>>
    components: { securitySchemes: object }
  }
  let document: Document
  beforeAll(async () => {
    document = (await (await gateway.fetch(PATHS.openapi)).json()) as Document
  })

  it('is of version 3.1 and lists every route of the contract', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info.title).not.toBe('')
    const { openapi, ...routes } = PATHS
    expect(openapi).toBe('/openapi.json')
    const ofTablets = Object.keys(document.paths).filter((path) => !path.startsWith(ADMIN_API))
    expect(ofTablets.sort()).toEqual([OF_RECEIVERS, ...Object.values(routes)].sort())
  })

  it('gives each operation a name of its own, an answer and its refusals', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const { responses } of operations) {
      const { 200: ok, ...refusals } = responses
      const [[mediaType, answer] = []] = Object.entries(ok?.content ?? {})
      const schema: { type?: string; oneOf?: unknown[] } = answer?.schema ?? {}
      if (mediaType === 'application/json') {
        expect(schema.oneOf ? 'object' : schema.type).toBe('object')
      } else expect(mediaType).toMatch(/^(?:application\/(?:jsonl|fhir\+json)|text\/csv)/)
      expect(Object.keys(refusals).length).toBeGreaterThan(0)
      for (const refusal of Object.values(refusals)) {
        expect(refusal.content?.['application/problem+json']?.schema).toMatchObject({
          properties: { code: { type: 'string' } },
        })
      }
    }
  })

  it('tells the shape of an envelope, though items are judged one by one', () => {
    const schema = document.paths[PATHS.checks]?.post?.requestBody?.content['application/json']
    expect(schema?.schema).toMatchObject({
      properties: {
        checks: {
          maxItems: 100,
          items: { required: expect.arrayContaining(['signature']) as object },
        },
      },
    })
  })

  it('says which routes want access, and which are open', () => {
    const secured = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map(({ security }) => [path, security !== undefined] as const),
    )
    const byPath = Object.fromEntries(secured)
    const ofPeople = Object.keys(byPath).filter((path) => path.startsWith(ADMIN_API))
    const open = ofPeople.filter((path) => byPath[path] === false)
    expect(open.every((path) => /\/(?:sign-in|invitation)(?:\/|$)/.test(path))).toBe(true)
    expect(open).toHaveLength(7)
    expect(ofPeople.length).toBeGreaterThan(20)
    for (const path of ofPeople) Reflect.deleteProperty(byPath, path)
    expect(byPath).toEqual({
      [OF_RECEIVERS]: true,
      [PATHS.health]: false,
      [PATHS.activate]: false,
      [PATHS.access]: false,
      [PATHS.challenges]: true,
      [PATHS.checks]: true,
      [PATHS.withdrawals]: true,
      [PATHS.answers]: true,
      [PATHS.visits]: true,
      [PATHS.consents]: true,
      [PATHS.medical]: true,
      [PATHS.tags]: true,
      [PATHS.identity]: true,
      [PATHS.identityEnd]: true,
      [PATHS.trainingCards]: true,
    })
    expect(document.components.securitySchemes).toHaveProperty('dpop')
    expect(document.components.securitySchemes).toHaveProperty('session')
  })

  it('has no reference that leads nowhere', () => {
    const text = JSON.stringify(document)
    for (const [, target = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = target
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
      expect(found, target).toBeDefined()
    }
  })
})

describe('the catalogue', () => {
  it('has every code that the gateway answers with', async () => {
    for (const path of ['/nowhere', PATHS.visits]) {
      const { code } = v.parse(Problem, await (await gateway.fetch(path)).json())
      expect(isErrorCode(code)).toBe(true)
    }
  })
})
