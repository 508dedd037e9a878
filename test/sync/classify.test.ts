import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { classify, knownCode, type Reply } from '../../src/sync/classify'

const schema = v.object({ results: v.array(v.string()) })
const GOOD = { results: ['a'] }
const reply = (status: number, body: unknown, extra: Partial<Reply> = {}): Reply =>
  ({ kind: 'reply', status, body, retryAfter: null, date: null, ...extra }) as Reply
const problem = (status: number, code: string) => ({
  type: 'about:blank',
  status,
  code,
  title: 'x',
})

describe('what a reply means', () => {
  const ours: [number, string, unknown][] = [
    [400, 'TZ-G01', { kind: 'rejected', code: 'TZ-G01' }],
    [401, 'TZ-G03', { kind: 'renew', code: 'TZ-G03' }],
    [401, 'TZ-G04', { kind: 'stop', code: 'TZ-G04' }],
    [403, 'TZ-G04', { kind: 'stop', code: 'TZ-G04' }],
    [400, 'TZ-G24', { kind: 'clock', code: 'TZ-G24' }],
    [401, 'TZ-G24', { kind: 'clock', code: 'TZ-G24' }],
    [404, 'TZ-G22', { kind: 'stop', code: 'TZ-G22' }],
    [405, 'TZ-G22', { kind: 'stop', code: 'TZ-G22' }],
    [408, 'TZ-G21', { kind: 'stop', code: 'TZ-G21' }],
    [409, 'TZ-G02', { kind: 'rejected', code: 'TZ-G02' }],
    [413, 'TZ-G20', { kind: 'split', code: 'TZ-G20' }],
    [422, 'TZ-G09', { kind: 'rejected', code: 'TZ-G09' }],
    [426, 'TZ-G23', { kind: 'stop', code: 'TZ-G23' }],
    [400, 'TZ-G23', { kind: 'stop', code: 'TZ-G23' }],
    [429, 'TZ-G26', { kind: 'stop', code: 'TZ-G26' }],
    [500, 'TZ-G21', { kind: 'retry', code: 'TZ-G21' }],
    [503, 'TZ-G21', { kind: 'stop', code: 'TZ-G21' }],
    [418, 'TZ-G99', { kind: 'rejected', code: 'TZ-D17' }],
  ]
  it.each(ours)('%i with %s of the gateway is %o', (status, code, failure) => {
    expect(classify(reply(status, problem(status, code)), schema)).toEqual({ ok: false, failure })
  })

  const strangers: [number, unknown, unknown][] = [
    [200, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [200, { login: true }, { kind: 'stop', code: 'TZ-D03' }],
    [204, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [0, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [302, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [401, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [403, { error: 'blocked' }, { kind: 'stop', code: 'TZ-D03' }],
    [404, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [409, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [511, undefined, { kind: 'stop', code: 'TZ-D03' }],
    [413, undefined, { kind: 'split', code: 'TZ-G20' }],
    [429, undefined, { kind: 'stop', code: 'TZ-D02' }],
    [500, undefined, { kind: 'stop', code: 'TZ-D02' }],
    [502, undefined, { kind: 'stop', code: 'TZ-D02' }],
    [503, {}, { kind: 'stop', code: 'TZ-D02' }],
    [504, undefined, { kind: 'stop', code: 'TZ-D02' }],
  ]
  it.each(strangers)(
    '%i with %o, not provably ours, never loses a record: %o',
    (status, body, f) => {
      expect(classify(reply(status, body), schema)).toEqual({ ok: false, failure: f })
    },
  )

  it('believes a good answer only when it fits the schema', () => {
    expect(classify(reply(200, GOOD), schema)).toEqual({ ok: true, value: GOOD })
    expect(classify(reply(200, { results: [1] }), schema)).toMatchObject({ ok: false })
  })

  it('tells no line from a gateway that cannot be reached', () => {
    const code = (lineDown: boolean) => classify({ kind: 'none', lineDown }, schema)
    expect(code(true)).toEqual({ ok: false, failure: { kind: 'stop', code: 'TZ-D01' } })
    expect(code(false)).toEqual({ ok: false, failure: { kind: 'stop', code: 'TZ-D02' } })
  })

  const date = 'Wed, 20 May 2026 01:00:00 GMT'
  const waits: [string | null, string | null, number | undefined][] = [
    ['7', null, 7_000],
    [' 120 ', date, 120_000],
    ['Wed, 20 May 2026 01:00:30 GMT', date, 30_000],
    ['Wed, 20 May 2026 00:59:00 GMT', date, 0],
    ['Wed, 20 May 2026 01:00:30 GMT', null, undefined],
    ['soon', date, undefined],
    ['-5', null, undefined],
    [null, date, undefined],
  ]
  it.each(waits)('reads Retry-After %o beside Date %o as %o ms', (retryAfter, dated, afterMs) => {
    const answer = classify(reply(503, undefined, { retryAfter, date: dated }), schema)
    expect(answer.ok ? null : answer.failure).toEqual({
      kind: 'stop',
      code: 'TZ-D02',
      ...(afterMs === undefined ? {} : { afterMs }),
    })
  })

  it('keeps a code of the catalogue and names an unknown one as such', () => {
    expect([knownCode('TZ-G05'), knownCode('TZ-Z99'), knownCode('__proto__')]).toEqual([
      'TZ-G05',
      'TZ-D17',
      'TZ-D17',
    ])
  })
})
