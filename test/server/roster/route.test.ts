import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ImportPreviewFacts, ImportResult, RosterFound } from '../../../api/admin/roster'
import { ROLES, type Role } from '../../../api/admin/wire'
import { ERROR_CATALOGUE } from '../../../domain/errors'
import type { Authorized } from '../../../server/admin/session'
import type { GatewayEnv } from '../../../server/http/context'
import { GatewayError } from '../../../server/http/gateway-error'
import { toProblemResponse } from '../../../server/http/problem'
import { readCsv } from '../../../server/roster/import/read-csv'
import { rosterRoutes } from '../../../server/roster/route'
import { openSqliteStore } from '../../../server/store/open'
import type { Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { patientOf } from './sample-roster'

const FILE = '患者番号,氏名,フリガナ,生年月日\r\n00209,見本 一郎,ミホン イチロウ,昭和25年4月1日\r\n'
const NOW = Date.parse('2026-11-22T00:00:00Z')

let store: Store
let signedIn: { facilityId: string; role: Role } | null

const authorized: Authorized = (...roles) =>
  createMiddleware<GatewayEnv>(async (c, next) => {
    if (signedIn === null) throw new GatewayError('TZ-G70')
    if (!roles.includes(signedIn.role)) throw new GatewayError('TZ-G71')
    c.set('person', { ...signedIn, personId: 'person-1' })
    await next()
  })

async function request(path: string, body: string | Uint8Array<ArrayBuffer>, type: string) {
  const app = new Hono<GatewayEnv>()
  app.onError(toProblemResponse)
  app.route('/', rosterRoutes({ store, now: () => NOW }, authorized))
  const headers = { 'Content-Type': type }
  return app.request(`/admin/api/roster${path}`, { method: 'POST', headers, body })
}

const search = async (query: unknown) => {
  const reply = await request('/search', JSON.stringify(query), 'application/json')
  return v.parse(RosterFound, await reply.json())
}
const preview = (file: string): Promise<Response> =>
  request('/import/preview?kind=patients', file, 'text/csv')
const apply = (file: string, token: string, confirmed = 'no') =>
  request(`/import/apply?kind=patients&token=${token}&confirmed=${confirmed}`, file, 'text/csv')

async function tokenOf(file: string): Promise<string> {
  const seen = v.parse(ImportPreviewFacts, await (await preview(file)).json())
  if (seen.outcome === 'refused') throw new Error(seen.code)
  return seen.token
}

beforeEach(async () => {
  signedIn = { facilityId: 'f1', role: 'administrator' }
  store = openSqliteStore(':memory:', COLUMNS)
  for (const id of ['f1', 'f2']) await store.facilities.put({ id, name: '施設', staff: [] })
})
afterEach(() => store.close())

describe('the roster on the administrator’s page', () => {
  it('imports a file that was looked at, and writes into the audit who did it', async () => {
    const token = await tokenOf(FILE)
    expect((await search({})).found).toBe(0)
    const result = v.parse(ImportResult, await (await apply(FILE, token)).json())
    expect(result).toMatchObject({ outcome: 'applied', counts: { added: 1 } })
    expect((await search({})).patients).toMatchObject([{ patientId: '00209', current: null }])
    const acts = (await store.audit.list('f1', null, 10)).map(({ act, who, about }) => [
      act,
      who,
      about,
    ])
    const who = { kind: 'person', id: 'person-1' }
    expect(acts).toEqual([
      ['rosterSeen', who, {}],
      ['rosterImported', who, { kind: 'patients' }],
      ['rosterSeen', who, {}],
    ])
  })

  it('writes no import into the audit that was not applied', async () => {
    const reply = await apply(FILE, 'x'.repeat(43))
    expect(await reply.json()).toEqual({ outcome: 'notApplied', code: 'TZ-P09' })
    expect(await store.audit.list('f1', null, 10)).toEqual([])
  })

  it('takes the file’s bytes as they are, in CP932', async () => {
    // 患者番号,氏名,フリガナ,生年月日 / 1,髙﨑,ヤマ,20000101
    const bytes = Uint8Array.from(
      Buffer.from(
        '8ab38ed294d48d862c8e8196bc2c8374838a834b83692c90b6944e8c8e93fa0a312ceee0ed952c8384837d2c32303030303130310a',
        'hex',
      ),
    )
    const reply = await request('/import/preview?kind=patients', bytes, 'text/csv')
    expect(await reply.json()).toMatchObject({ outcome: 'readable', counts: { added: 1 } })
  })

  it('gives what is to be mended as CSV, with the sentence for each', async () => {
    const file = `${FILE}00210,,ミホン,32/1/1\r\n`
    const reply = await request('/import/findings?kind=patients', file, 'text/csv')
    expect(reply.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    // `text()` takes the byte order mark away.
    const bytes = Buffer.from(await reply.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const text = bytes.toString('utf8').slice(1)
    const csv = readCsv(text, 10)
    const sentence = (code: 'TZ-N11' | 'TZ-P20') => {
      const { message, next } = ERROR_CATALOGUE[code]
      return [code, message, next]
    }
    expect(csv.ok && csv.rows.map(({ cells }) => cells)).toEqual([
      ['行', '列', '種類', '番号', '内容', '次にすること'],
      ['3', '生年月日', '直す', ...sentence('TZ-N11')],
      ['3', '氏名', '直す', ...sentence('TZ-P20')],
    ])
    expect(text).not.toMatch(/見本|ミホン|0021|32\/1/)
  })

  it('says in that CSV why a file is refused as a whole', async () => {
    const reply = await request('/import/findings?kind=visits', '名前\nx', 'text/csv')
    expect(await reply.text()).toContain('訪問日 時刻 患者番号,直す,TZ-P03')
  })

  it('refuses an import that is none', async () => {
    const bad = ['', '?kind=people', '?kind=visits&setting=bath']
    for (const query of bad) {
      const reply = await request(`/import/preview${query}`, FILE, 'text/csv')
      expect([reply.status, (await reply.json()) as unknown]).toMatchObject([
        400,
        { code: 'TZ-G01' },
      ])
    }
    expect((await apply(FILE, 'short')).status).toBe(400)
    const huge = new Uint8Array(4 * 1024 * 1024 + 1)
    expect((await request('/import/preview?kind=patients', huge, 'text/csv')).status).toBe(413)
  })

  describe('search', () => {
    beforeEach(async () => {
      await store.roster.change('f1', async (rows) => {
        const undecided = { why: 'otherPerson', on: '2026-11-01' } as const
        await rows.put(patientOf({ patientId: '00301', nameKana: 'ヤマダ ハナコ', undecided }), 1)
        await rows.put(patientOf({ patientId: '00302', nameKana: 'サトウ ショウコ' }), 1)
        await rows.put(patientOf({ patientId: '10302', nameKana: 'サトウ イチロウ' }), 1)
      })
      await store.roster.change('f2', (rows) => rows.put(patientOf({ nameKana: 'サトウ ベツ' }), 1))
    })
    const ids = async (query: unknown) =>
      (await search(query)).patients.map(({ patientId }) => patientId)

    it('finds by the beginning of kana, in any kana and width, in their order', async () => {
      expect(await ids({ kana: 'さとう' })).toEqual(['10302', '00302'])
      expect(await ids({ kana: 'ｻﾄｳ ｼﾖｳ' })).toEqual(['00302'])
      expect(await ids({ kana: 'トウ' })).toEqual([])
      expect(await ids({})).toEqual(['10302', '00302', '00301'])
    })

    it('finds by the beginning of the number, and who is waiting for a person', async () => {
      expect(await ids({ number: '００３' })).toEqual(['00302', '00301'])
      expect(await ids({ kana: 'サトウ', number: '003' })).toEqual(['00302'])
      expect(await ids({ undecided: true })).toEqual(['00301'])
    })

    it('tells when there are more than it gives', async () => {
      expect(await search({ limit: 2 })).toMatchObject({ found: 3, more: true })
      expect(await search({ limit: 3 })).toMatchObject({ found: 3, more: false })
      expect((await request('/search', '{"limit":201}', 'application/json')).status).toBe(400)
    })

    it('is of one’s own facility', async () => {
      signedIn = { facilityId: 'f2', role: 'administrator' }
      expect(await ids({})).toEqual(['00209'])
      expect(await preview(FILE).then((reply) => reply.json())).toMatchObject({
        counts: { changed: 1 },
      })
    })
  })

  it.each([...ROLES.filter((role) => role !== 'administrator'), null])(
    'is nobody’s but an administrator’s: %s',
    async (role) => {
      signedIn = role && { facilityId: 'f1', role }
      const replies = await Promise.all([
        request('/search', '{}', 'application/json'),
        preview(FILE),
        apply(FILE, 'x'.repeat(43)),
        request('/import/findings?kind=patients', FILE, 'text/csv'),
      ])
      const status = role === null ? 401 : 403
      expect(replies.map((reply) => reply.status)).toEqual([status, status, status, status])
      expect(await store.audit.list('f1', null, 10)).toEqual([])
    },
  )
})
