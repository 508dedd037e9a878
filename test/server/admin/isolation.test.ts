/** Every route of the gateway, walked with what belongs to another facility: nothing comes out and nothing changes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATHS } from '../../../api/wire'
import * as v from 'valibot'
import { NO_EXPORTS, type ExportOptions } from '../../../server/export/join'
import { ExportDestinations } from '../../../server/export/settings'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import type { Database } from '../../../server/store/sql'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issueCode } from '../../../server/cli/codes'
import { issueFacePasscode } from '../../../server/cli/face-passcodes'
import {
  ADMIN_ORIGIN,
  createAdminClient,
  joinAs,
  type AdminClient,
} from '../../support/admin-client'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { patientOf, visitOf } from '../roster/sample-roster'
import { createTestGateway, FACILITY, ONE_PERSON, type TestGateway } from '../../support/gateway'

/** Some thousand requests. */
const LONG_MS = 120_000
const OTHER = 'facility-2'
const OWN_TOKEN = 'the-token-of-the-own-receiver'
/** Stands in every text of the other facility, and must be in no reply. */
const MARK = '他所の印'
const PATIENT = 'patient-of-the-other'
const folder = mkdtempSync(join(tmpdir(), 'tazune-isolation-'))

interface Operation {
  method: string
  path: string
  parameters: string[]
}

let gateway: TestGateway
let database: Database
let operations: Operation[]
let own: { device: DeviceClient; administrator: AdminClient }
/** Ids of the other facility by the name of their table. */
const ids: string[] = []

beforeAll(async () => {
  const paths = { store: join(folder, 'gateway.sqlite'), sandbox: ':memory:' }
  const exports = exportsOf()
  gateway = await createTestGateway({
    ...{ people: ONE_PERSON, publicOrigin: ADMIN_ORIGIN, paths, exports },
  })
  database = openSqlite(paths.store, sqliteMigrations(gateway.keys.columns))
  const document = (await (await gateway.fetch(PATHS.openapi)).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => /^(?:get|post|put|patch|delete)$/.test(method))
      .map((method) => ({
        method: method.toUpperCase(),
        path,
        parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
      })),
  )
  own = {
    device: await activateDevice(await gateway.newCode(), { ...gateway, origin: ADMIN_ORIGIN }),
    administrator: await joinAs(gateway, 'administrator'),
  }
  await makeOther()
})

afterAll(async () => {
  await database.close()
  await gateway.end()
  rmSync(folder, { recursive: true })
})

/** A second facility that has something of everything. */
async function makeOther(): Promise<void> {
  const { store } = gateway
  await store.facilities.put({ id: OTHER, name: MARK, staff: [{ id: 'other-staff', name: MARK }] })
  const { code } = await issueCode(store, OTHER, ADMIN_ORIGIN)
  const device = await activateDevice(code.replaceAll('-', ''), {
    ...gateway,
    origin: ADMIN_ORIGIN,
  })
  const [challenge] = await device.fetchChallenges(1)
  const check = await device.createCheck({ card: gateway.card('valid-30') })
  await device.sendChecks([check])
  await gateway.worker.runDue()
  await issueFacePasscode(store, OTHER)
  await store.roster.change(OTHER, async (rows) => {
    await rows.put(patientOf({ patientId: PATIENT, name: MARK, nameKana: 'タショ' }), 1)
    await rows.putVisits('2026-05-31', [visitOf({ patientId: PATIENT, note: MARK })])
  })
  await store.mornings.take({ facilityId: OTHER, day: '2026-05-31', now: 1, until: 2, token: 't' })
  const administrator = await joinAs(gateway, 'administrator', OTHER)
  const staff = await joinAs(gateway, 'staff', OTHER)
  const [stopped] = await store.exports.lease({
    ...{ now: Date.now(), leaseMs: 1, limit: 1, token: 'lease' },
  })
  if (!stopped) throw new Error('nothing to export')
  const said = { code: MARK, message: MARK }
  await store.exports.end(stopped, 'stopped', Date.now(), { code: 'TZ-E15', said })
  ids.push(OTHER, device.deviceId, check.id, challenge?.id ?? '', stopped.id)
  ids.push(administrator.personId, staff.personId, 'other-staff', PATIENT)
}

/** All rows of the other facility, whatever table they stand in. */
async function rowsOfOther(): Promise<string> {
  const tables = await database.all(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  )
  const rows: unknown[] = []
  for (const { name } of tables) {
    const table = String(name)
    const columns = await database.all(`PRAGMA table_info(${table})`)
    const key = columns.some((column) => column.name === 'facility_id')
      ? 'facility_id'
      : table === 'facilities'
        ? 'id'
        : null
    if (key === null) continue
    rows.push([table, await database.all(`SELECT * FROM ${table} WHERE ${key} = ?`, [OTHER])])
  }
  return JSON.stringify(rows)
}

/** Bodies in which every text is an id of the other facility, so that whatever a route reads, it reads that. */
function bodiesFor(id: string): unknown[] {
  const names = [
    'id',
    'ids',
    'facilityId',
    'deviceId',
    'checkId',
    'personId',
    'patientId',
    'number',
    'visitId',
    'name',
    'code',
    'assertion',
    'ticket',
    'tag',
    'kind',
    'day',
  ]
  const all = Object.fromEntries(names.map((name) => [name, name === 'ids' ? [id] : id]))
  return [
    all,
    { ...all, role: 'readOnly' },
    { name: 'x' },
    { role: 'staff' },
    { id, kind: 'visit', patientId: 'p', items: ['diagnosis'] },
    { checkId: id, items: ['diagnosis'], staffId: 'staff-1' },
    { ids: [id], withdrawals: [id], checks: [{ id }] },
    { count: 1 },
  ]
}

/** Each facility has a webhook; the walk is made with the token of the own one. */
function exportsOf(): ExportOptions {
  const hook = { id: 'hook', kind: 'webhook', url: 'https://r.example/', key: 'k', token: 't' }
  const facility = { institutionCode: null, destinations: v.parse(ExportDestinations, [hook]) }
  return {
    ...NO_EXPORTS,
    facilities: new Map([
      [FACILITY.id, facility],
      [OTHER, facility],
    ]),
    receiver: (token) =>
      token === OWN_TOKEN ? { facilityId: FACILITY.id, destination: 'hook' } : null,
  }
}

async function askAs(
  who: 'device' | 'administrator' | 'receiver',
  { method, path }: Operation,
  query: string,
  body: unknown,
): Promise<Response> {
  if (who === 'administrator' && path.startsWith('/admin/api')) {
    const below = path.slice('/admin/api'.length) + query
    return own.administrator.send(method, below, method === 'GET' ? undefined : body)
  }
  const headers =
    who === 'receiver'
      ? { Authorization: `Bearer ${OWN_TOKEN}` }
      : await own.device.authorize(method, path)
  return gateway.fetch(ADMIN_ORIGIN + path + query, {
    method,
    headers: { ...headers, ...(method !== 'GET' && { 'Content-Type': 'application/json' }) },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  })
}

describe('every route of the gateway', () => {
  it('is in its document', () => {
    expect(operations.length).toBeGreaterThan(35)
    for (const path of [PATHS.answers, PATHS.medical, '/admin/api/people', '/admin/api/audit']) {
      expect(operations.map((each) => each.path)).toContain(path)
    }
    const routed = gateway.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    const known = new Set(operations.map(({ method, path }) => `${method} ${path}`))
    const notDescribed = [...new Set(routed)].filter((route) => !known.has(route))
    // The document itself, and the pages a patient's phone is led through by one-time secrets.
    expect(
      notDescribed.filter((route) => !/ \/(?:openapi\.json|health\/|i|identity)/.test(route)),
    ).toEqual([])
  })

  it(
    'gives and changes nothing of another facility’s, whatever ids are put in',
    async () => {
      const before = await rowsOfOther()
      expect(before).toContain(ids[1])
      const kept = new Set(ids.slice(1))
      for (const operation of operations) {
        // Signing out would end the walk; registering needs a code, which is a secret and no id.
        if (/sign-out/.test(operation.path)) continue
        for (const id of ids) {
          const path = operation.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id))
          const query = `?after=0&wait=0&day=2026-05-31&from=2026-05-01&to=2026-12-31&checkId=${id}&facilityId=${OTHER}`
          for (const body of operation.method === 'GET' ? [undefined] : bodiesFor(id)) {
            const who = path.startsWith('/admin/api')
              ? 'administrator'
              : path.startsWith('/receiver/')
                ? 'receiver'
                : 'device'
            const reply = await askAs(who, { ...operation, path }, query, body)
            const text = await reply.text()
            expect(reply.status, `${operation.method} ${operation.path}`).not.toBe(500)
            expect(text, `${operation.method} ${operation.path}`).not.toContain(MARK)
            if (reply.status === 200 && operation.method === 'GET') {
              for (const other of kept) {
                expect(text, `${operation.method} ${operation.path}`).not.toContain(other)
              }
            }
            if (operation.parameters.length > 0) {
              expect([operation.path, reply.status >= 400]).toEqual([operation.path, true])
            }
          }
        }
      }
      expect(await rowsOfOther()).toBe(before)
    },
    LONG_MS,
  )

  it('takes no session for a device and no device for a session', async () => {
    const administrator = createAdminClient(gateway)
    for (const { method, path } of operations) {
      const filled = path.replaceAll(/\{\w+\}/g, 'x')
      if (path.startsWith('/admin/api')) {
        if (/sign-in|invitation$|invitation\//.test(path) && !path.includes('people')) continue
        const headers = await own.device.authorize(method, filled)
        const reply = await administrator.send(
          method,
          filled.slice('/admin/api'.length),
          undefined,
          headers,
        )
        expect([path, reply.status]).toEqual([path, 401])
      } else if (path.startsWith('/v1/') && path !== PATHS.activate && path !== PATHS.access) {
        const reply = await gateway.fetch(ADMIN_ORIGIN + filled, {
          method,
          headers: { Cookie: own.administrator.cookie() ?? '', Origin: ADMIN_ORIGIN },
        })
        expect([path, reply.status >= 400]).toEqual([path, true])
      }
    }
  })

  it('is the walk that would see it: the other’s own ids do work there', async () => {
    const other = await joinAs(gateway, 'administrator', OTHER)
    const text = await (await other.get('/devices')).text()
    expect(text).toContain(ids[1])
    expect(await (await other.get('/people')).text()).toContain(MARK)
    expect(await (await other.post('/roster/search', {})).text()).toContain(MARK)
    expect(await (await other.get('/roster/day?day=2026-05-31')).text()).toContain(MARK)
    expect(await (await other.post('/roster/patient', { patientId: PATIENT })).text()).toContain(
      MARK,
    )
    expect(await (await other.get('/exports/stopped')).text()).toContain(MARK)
    expect(await gateway.store.audit.verify(FACILITY.id)).toMatchObject({ kind: 'whole' })
  })
})
