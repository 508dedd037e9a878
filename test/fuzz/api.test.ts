/** The gateway asked by its own OpenAPI document; `npm run fuzz:api` asks ten thousand times. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresStore } from '../../server/store/open'
import { faultIn, type JsonSchema } from '../../tools/fuzz/api/json-schema'
import { judge } from '../../tools/fuzz/api/judge'
import { makeRequest, MOODS, type Sent } from '../../tools/fuzz/api/make-request'
import { runApiFuzz } from '../../tools/fuzz/api/run'
import type { RawReply } from '../../tools/fuzz/api/send'
import { createFuzzWorld, OTHER, type FuzzWorld } from '../../tools/fuzz/api/world'
import { COLUMNS } from '../support/columns'
import { startPostgres, type PostgresServer } from '../support/postgres/server'

const SEED = Number(process.env.TAZUNE_FUZZ_SEED ?? 20_261_122)
const LONG_MS = 300_000

describe(`the gateway, asked in order, nearly so and in bad faith (seed ${SEED})`, () => {
  let server: PostgresServer
  let operations: number
  beforeAll(async () => {
    server = await startPostgres()
    const world = await createFuzzWorld()
    operations = world.operations.length
    await world.end()
  }, LONG_MS)
  afterAll(() => server.stop())

  it.each(['SQLite', 'PostgreSQL'])(
    'answers each operation of its document as documented, and logs nothing of it: on %s',
    async (database) => {
      const url = database === 'SQLite' ? null : await server.newDatabase()
      const store = url === null ? null : await openPostgresStore(url, COLUMNS)
      // Each operation in each mood.
      const count = operations * MOODS.length
      const report = await runApiFuzz({ seed: SEED, count, ...(store && { store }) })
      expect(report.findings).toEqual([])
      expect(report.requests).toBe(count)
      expect(report.moods.good.taken).toBeGreaterThan(operations / 2)
      expect(report.moods.hostile.refused).toBeGreaterThan(operations / 3)
    },
    LONG_MS,
  )
})

describe('the judge', () => {
  let world: FuzzWorld
  let sent: Sent
  const good: RawReply = {
    status: 200,
    headers: new Map([
      ['content-type', 'application/json'],
      ['content-security-policy', "default-src 'none'"],
      ['x-content-type-options', 'nosniff'],
      ['x-request-id', 'a'],
    ]),
    text: '{"service":"tazune","wire":1,"mode":"training","time":"2026-05-31T00:00:00.000Z"}',
    isCut: false,
  }
  const problem = (status: number, code: string, more = {}): RawReply => ({
    status,
    headers: new Map([...good.headers, ['content-type', 'application/problem+json']]),
    text: JSON.stringify({ type: 'about:blank', status, code, title: 'x', ...more }),
    isCut: false,
  })
  const judged = (reply: RawReply | null, change: Partial<Sent> = {}) =>
    judge({ ...sent, ...change }, reply, [], world.otherIds)

  beforeAll(async () => {
    world = await createFuzzWorld()
    const at = world.operations.findIndex(({ id }) => id === 'health')
    sent = await makeRequest(SEED, at, world)
  }, LONG_MS)
  afterAll(() => world.end())

  it('has nothing against an answer as it is documented', () => {
    expect(judged(good)).toBeNull()
    expect(judged({ ...good, text: ` ${good.text}` })).toBeNull()
  })

  it.each<[string, Partial<RawReply>, RegExp]>([
    ['a fault of the gateway', { status: 500 }, /status 500/],
    ['another status than documented', { status: 201 }, /201 is not documented/],
    ['another shape', { text: '{"service":"tazune"}' }, /is missing/],
    ['more than is documented', { text: '{"service":"tazune","x":1}' }, /missing|not documented/],
    ['a stack', { text: '"x\n    at work (/srv/a.ts:1:1)"' }, /inside/],
    ['what is another facility’s', { text: `"${OTHER}"` }, /another facility/],
    ['no protection', { headers: new Map([['x-request-id', 'a']]) }, /is missing/],
    [
      'an answer that is not the gateway’s',
      { headers: new Map() },
      /without the gateway’s headers/,
    ],
  ])('finds %s', (_, change, what) => {
    expect(judged({ ...good, ...change })).toMatch(what)
  })

  it('finds an echo in body and headers', () => {
    expect(judged({ ...good, text: `"${sent.canary}"` })).toMatch(/repeats/)
    const headers = new Map([...good.headers, ['location', `/${sent.canary}`]])
    expect(judged({ ...good, headers })).toMatch(/repeats/)
  })

  it('finds what a log line must not hold', () => {
    const line = (route: string) =>
      judge(
        { ...sent, secrets: ['a-secret-of-somebody'] },
        good,
        [{ event: 'request', time: '', id: 'a', method: 'GET', route, status: 200, ms: 1 }],
        [],
      )
    expect(line('/health')).toBeNull()
    expect(line(`/${sent.canary}`)).toMatch(/log repeats/)
    expect(line('/a-secret-of-somebody')).toMatch(/secret/)
  })

  it('finds no answer, unless the server may have refused to read the request', () => {
    expect(judged(null)).toBe('no answer')
    expect(judged(null, { mayBeBare: true })).toBeNull()
  })

  it('finds a refusal that is none of the catalogue', () => {
    const elsewhere = { isPlain: false }
    expect(judged(problem(404, 'TZ-G22'), elsewhere)).toBeNull()
    expect(judged(problem(404, 'TZ-X99'), elsewhere)).toMatch(/unknown code/)
    expect(judged(problem(404, 'TZ-G22', { status: 400 }), elsewhere)).toMatch(/another status/)
    expect(judged(problem(405, 'TZ-G22'), elsewhere)).toMatch(/at no operation/)
  })
})

describe('the reader of schemas', () => {
  it.each<[string, JsonSchema, unknown, RegExp | null]>([
    ['a fitting object', { type: 'object', properties: { a: { type: 'number' } } }, { a: 1 }, null],
    ['an undocumented property', { type: 'object', properties: {} }, { a: 1 }, /not documented/],
    ['one that is allowed', { type: 'object', additionalProperties: {} }, { a: 1 }, null],
    ['a missing property', { type: 'object', required: ['a'] }, {}, /missing/],
    ['a list for an object', { type: 'object' }, [], /no object/],
    ['a wrong item', { type: 'array', items: { type: 'null' } }, [null, 1], /\$\.1 is no null/],
    ['no choice that fits', { anyOf: [{ type: 'null' }, { const: 1 }] }, 2, /constant/],
    ['a text too long', { type: 'string', maxLength: 2 }, 'abc', /too long/],
    ['a pattern not met', { pattern: '^a$' }, 'b', /does not match/],
    ['no day', { format: 'date' }, '31.5.2026', /no date/],
    ['half a number', { type: 'integer' }, 0.5, /no integer/],
    ['too large', { maximum: 1 }, 2, /too large/],
  ])('judges %s', (_, schema, value, what) => {
    const fault = faultIn(schema, value)
    if (what === null) expect(fault).toBeNull()
    else expect(fault).toMatch(what)
  })

  it('refuses a keyword that it does not know, instead of passing over it', () => {
    expect(() => faultIn({ multipleOf: 2 } as JsonSchema, 1)).toThrow('multipleOf')
  })
})
