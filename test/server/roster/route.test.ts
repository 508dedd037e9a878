import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  ImportPreviewFacts,
  ImportResult,
  RosterDay,
  RosterFound,
  RosterPatientFacts,
} from '../../../api/admin/roster'
import { ROLES, type Role } from '../../../api/admin/wire'
import { ERROR_CATALOGUE } from '../../../domain/errors'
import type { Authorized } from '../../../server/admin/session'
import type { GatewayEnv } from '../../../server/http/context'
import { GatewayError } from '../../../server/http/gateway-error'
import { toProblemResponse } from '../../../server/http/problem'
import { readCsv } from '../../../server/roster/import/read-csv'
import { createGatewayKeys, type GatewayKeys } from '../../../server/keys/gateway-keys'
import { importRoutes } from '../../../server/roster/import/route'
import { rosterRoutes } from '../../../server/roster/route'
import { openSqliteStore } from '../../../server/store/open'
import type { Store } from '../../../server/store/store'
import { COLUMNS } from '../../support/columns'
import { patientOf, visitOf } from './sample-roster'

const FILE = '患者番号,氏名,フリガナ,生年月日\r\n00209,見本 一郎,ミホン イチロウ,昭和25年4月1日\r\n'
const NOW = Date.parse('2026-11-22T00:00:00Z')

let store: Store
let keys: GatewayKeys
let signedIn: { facilityId: string; role: Role } | null

const authorized: Authorized = (...roles) =>
  createMiddleware<GatewayEnv>(async (c, next) => {
    if (signedIn === null) throw new GatewayError('TZ-G70')
    if (!roles.includes(signedIn.role)) throw new GatewayError('TZ-G71')
    c.set('person', { ...signedIn, personId: 'person-1' })
    await next()
  })

function appOf(): Hono<GatewayEnv> {
  const app = new Hono<GatewayEnv>()
  app.onError(toProblemResponse)
  const world = { store, keys, now: () => NOW, bulkOf: () => null }
  app.route('/', rosterRoutes(world, authorized))
  app.route('/', importRoutes(world, authorized))
  return app
}

async function request(path: string, body: string | Uint8Array<ArrayBuffer>, type: string) {
  const headers = { 'Content-Type': type }
  return appOf().request(`/admin/api/roster${path}`, { method: 'POST', headers, body })
}

const about = (path: string, patientId: string) =>
  request(path, JSON.stringify({ patientId }), 'application/json')
const seeDay = async (day: string) => appOf().request(`/admin/api/roster/day?day=${day}`)

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

beforeAll(async () => {
  keys = await createGatewayKeys()
})
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
    expect((await search({})).patients).toMatchObject([{ patientId: '00209', hasNumbers: false }])
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

  it('has today’s morning looked at again, for whoever is new on the list', async () => {
    const lease = { facilityId: 'f1', day: '2026-11-22', until: NOW, token: 't' }
    const result = { ...{ visits: 0, asked: 0, notAsked: {}, taken: null, consentedTaken: null } }
    await store.mornings.take({ ...lease, now: NOW - 9 })
    const said = { ...result, bulk: 'nobody', consented: 'off', faults: 0 } as const
    await store.mornings.keep({ ...lease, now: NOW - 5, result: said, nextAt: NOW + 900_000 })
    await apply(FILE, 'x'.repeat(43))
    expect((await store.mornings.get('f1', '2026-11-22'))?.nextAt).toBe(NOW + 900_000)
    await apply(FILE, await tokenOf(FILE))
    expect((await store.mornings.get('f1', '2026-11-22'))?.nextAt).toBe(NOW)
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

    it('gives page after page, each patient once', async () => {
      expect(await ids({ limit: 2 })).toEqual(['10302', '00302'])
      expect(await ids({ limit: 2, from: 2 })).toEqual(['00301'])
      expect(await search({ limit: 2, from: 2 })).toMatchObject({ found: 3, more: false })
      expect(await ids({ from: 3 })).toEqual([])
      expect((await request('/search', '{"from":-1}', 'application/json')).status).toBe(400)
    })

    it('gives of each patient what a list needs, and no number of an insurance', async () => {
      const [first] = (await search({})).patients
      expect(Object.keys(first ?? {}).sort()).toEqual([
        ...['birthdate', 'hasNumbers', 'lastAnswer', 'name', 'nameKana', 'patientId', 'undecided'],
      ])
    })

    it('is of one’s own facility', async () => {
      signedIn = { facilityId: 'f2', role: 'administrator' }
      expect(await ids({})).toEqual(['00209'])
      expect(await preview(FILE).then((reply) => reply.json())).toMatchObject({
        counts: { changed: 1 },
      })
    })
  })

  describe('one patient', () => {
    beforeEach(() =>
      store.roster.change('f1', async (rows) => {
        await rows.put(patientOf(), 1)
        await rows.putVisits('2026-11-24', [visitOf({ note: '裏口から' })])
      }),
    )

    it('is shown with everything that is known, and the audit knows by whom, not the number', async () => {
      const reply = await about('/patient', '00209')
      const facts = v.parse(RosterPatientFacts, await reply.json())
      expect(facts).toMatchObject({ name: '見本 一郎', current: { number: '501' }, former: [] })
      const [row] = await store.audit.list('f1', null, 1)
      expect(row).toMatchObject({ act: 'rosterSeen', about: { patient: facts.mark } })
      expect(facts.mark).toMatch(/^[\w-]{12}$/)
      expect(JSON.stringify(row)).not.toContain('00209')
    })

    it('has the same mark each time, and another at another facility', async () => {
      const markOf = async () =>
        v.parse(RosterPatientFacts, await (await about('/patient', '00209')).json()).mark
      const mark = await markOf()
      expect(await markOf()).toBe(mark)
      await store.roster.change('f2', (rows) => rows.put(patientOf(), 1))
      signedIn = { facilityId: 'f2', role: 'staff' }
      expect(await markOf()).not.toBe(mark)
    })

    it('is erased with the visits to come, and it is written into the audit', async () => {
      expect(await (await about('/erase', '00209')).json()).toEqual({ done: true })
      expect((await search({})).found).toBe(0)
      expect(await store.roster.of('f1').visitsOn('2026-11-24')).toEqual([])
      const acts = await store.audit.list('f1', null, 9)
      const [erased] = acts.filter(({ act }) => act === 'patientErased')
      expect(erased?.about.patient).toMatch(/^[\w-]{12}$/)
      expect((await about('/erase', '00209')).status).toBe(404)
    })

    it.each(['/patient', '/erase'])(
      'of another facility, or nobody, is not there: %s',
      async (path) => {
        signedIn = { facilityId: 'f2', role: 'administrator' }
        const reply = await about(path, '00209')
        expect([reply.status, (await reply.json()) as unknown]).toMatchObject([
          404,
          { code: 'TZ-G74' },
        ])
        expect(await store.roster.of('f1').get('00209')).toBeDefined()
        expect(await store.audit.list('f2', null, 9)).toEqual([])
      },
    )
  })

  describe('a day', () => {
    const RESULT = {
      ...{ visits: 1, asked: 1, notAsked: {}, bulk: 'taken' as const, consented: 'off' as const },
      taken: { renewed: 1, same: 0, undecided: 0, unknown: 0, failed: 0 },
      ...{ consentedTaken: null, faults: 2 },
    }

    it('has its visits in the order of the round, and why nobody is asked before', async () => {
      await store.roster.change('f1', async (rows) => {
        const known = { continuing: true, cardCheckedOn: '2026-10-01' }
        await rows.put(patientOf(known), 1)
        await rows.put(patientOf({ patientId: '2', name: '山田 花子' }), 1)
        const later = visitOf({ id: 'v2', time: '13:00', note: '裏口から' })
        await rows.putVisits('2026-11-24', [later, visitOf({ patientId: '2' })])
      })
      const day = v.parse(RosterDay, await (await seeDay('2026-11-24')).json())
      expect(day).toMatchObject({
        morning: null,
        visits: [
          { visitId: 'visit-1', name: '山田 花子', time: '09:30', reason: 'noCardCheck' },
          { visitId: 'v2', name: '見本 一郎', time: '13:00', reason: null, note: '裏口から' },
        ],
      })
      const [row] = await store.audit.list('f1', null, 1)
      expect(row).toMatchObject({ act: 'rosterSeen', about: { day: '2026-11-24' } })
    })

    it('says of each visit whether a ticket of 医療扶助 covers the day', async () => {
      const ticket = {
        ...{ payerNumber: '12139127', payerName: '福祉事務所', recipientNumber: '1000017' },
        ...{ use: 'alone' as const, selfPayAmount: null },
      }
      const until = (day: string, expense = {}) => ({
        welfare: {
          expenses: [{ ...ticket, from: '2026-10-01', until: day, ...expense }],
          ...{ on: '2026-11-01', at: '2026-11-01T00:00:00Z' },
        },
      })
      // 有効（未登録）: the office has told of no ticket for this facility.
      const standing = until('2027-03-31', { hasTicket: false })
      const ids = ['none', 'last', 'over', 'standing']
      await store.roster.change('f1', async (rows) => {
        await rows.put(patientOf({ patientId: 'none' }), 1)
        await rows.put(patientOf({ patientId: 'last', ...until('2026-11-24') }), 1)
        await rows.put(patientOf({ patientId: 'over', ...until('2026-11-23') }), 1)
        await rows.put(patientOf({ patientId: 'standing', ...standing }), 1)
        const visits = ids.map((id, at) => visitOf({ id, patientId: id, time: `1${at}:00` }))
        await rows.putVisits('2026-11-24', visits)
      })
      const day = v.parse(RosterDay, await (await seeDay('2026-11-24')).json())
      expect(day.visits.map(({ welfare }) => welfare)).toEqual([
        ...[null, 'inForce', 'notInForce', 'notInForce'],
      ])
    })

    it('says nothing of a month of which the last word of 医療扶助 no longer tells', async () => {
      const expense = {
        ...{ payerNumber: '12139127', payerName: '福祉事務所', recipientNumber: '1000017' },
        ...{ use: 'alone' as const, selfPayAmount: null, from: '2026-11-01', until: '2026-11-30' },
      }
      const welfare = { expenses: [expense], on: '2026-11-24', at: '2026-11-24T00:00:00Z' }
      await store.roster.change('f1', async (rows) => {
        await rows.put(patientOf({ welfare }), 1)
        for (const day of ['2026-10-31', '2026-11-01', '2026-12-01']) {
          await rows.putVisits(day, [visitOf()])
        }
      })
      const seen = async (day: string) =>
        v.parse(RosterDay, await (await seeDay(day)).json()).visits[0]?.welfare
      expect(await seen('2026-10-31')).toBeNull()
      expect(await seen('2026-11-01')).toBe('inForce')
      expect(await seen('2026-12-01')).toBe('notInForce')
    })

    it('tells what came of its morning, in numbers', async () => {
      const lease = { facilityId: 'f1', day: '2026-11-24', now: 5, token: 't' }
      await store.mornings.take({ ...lease, until: 9 })
      const morningOf = async () =>
        v.parse(RosterDay, await (await seeDay('2026-11-24')).json()).morning
      expect(await morningOf()).toMatchObject({ begunAt: 5, said: false, result: null })
      await store.mornings.keep({ ...lease, now: 7, result: RESULT, nextAt: null })
      const { asked, bulk, taken, consented, consentedTaken, faults } = RESULT
      const unwanted = { welfare: null, references: null }
      const result = { asked, bulk, taken, consented, consentedTaken, ...unwanted, faults }
      expect(await morningOf()).toEqual({ begunAt: 5, changedAt: 7, said: true, result })
    })

    it('is one of the calendar, and of one’s own facility', async () => {
      expect((await seeDay('2026-02-30')).status).toBe(400)
      await store.roster.change('f1', async (rows) => {
        await rows.put(patientOf(), 1)
        await rows.putVisits('2026-11-24', [visitOf()])
      })
      signedIn = { facilityId: 'f2', role: 'readOnly' }
      expect(await (await seeDay('2026-11-24')).json()).toMatchObject({ visits: [] })
    })
  })

  it.each(ROLES)('may be looked at by whoever is signed in: %s', async (role) => {
    signedIn = { facilityId: 'f1', role }
    await store.roster.change('f1', (rows) => rows.put(patientOf(), 1))
    const replies = [
      await request('/search', '{}', 'application/json'),
      await about('/patient', '00209'),
      await seeDay('2026-11-24'),
    ]
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await store.audit.list('f1', null, 9)).map(({ act }) => act)).toEqual(
      Array<string>(3).fill('rosterSeen'),
    )
  })

  it.each([...ROLES.filter((role) => role !== 'administrator'), null])(
    'is changed by nobody but an administrator: %s',
    async (role) => {
      await store.roster.change('f1', (rows) => rows.put(patientOf(), 1))
      signedIn = role && { facilityId: 'f1', role }
      const replies = await Promise.all([
        preview(FILE),
        apply(FILE, 'x'.repeat(43)),
        request('/import/findings?kind=patients', FILE, 'text/csv'),
        about('/erase', '00209'),
        ...(role === null
          ? [
              request('/search', '{}', 'application/json'),
              about('/patient', '00209'),
              seeDay('2026-11-24'),
            ]
          : []),
      ])
      const status = role === null ? 401 : 403
      expect(replies.filter((reply) => reply.status !== status)).toEqual([])
      expect(await store.audit.list('f1', null, 10)).toEqual([])
      expect(await store.roster.of('f1').get('00209')).toBeDefined()
    },
  )
})
