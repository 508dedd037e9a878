/** 連携 on the administrator's page: what stopped is shown to a person, who settles it; and what a receiver may fetch. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Destinations, StoppedExports } from '../../../api/admin/exports'
import { AuditList } from '../../../api/admin/wire'
import { NO_EXPORTS, type ExportOptions } from '../../../server/export/join'
import { ExportDestinations } from '../../../server/export/settings'
import { ADMIN_ORIGIN, joinAs, type AdminClient } from '../../support/admin-client'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  FACILITY,
  ONE_PERSON,
  type TestGateway,
} from '../../support/gateway'

const folder = mkdtempSync(join(tmpdir(), 'tazune-admin-exports-'))
const TOKEN = 'the-token-of-this-receiver-is-long'
const clock = createTestClock(Date.parse('2026-05-31T03:00:00Z'))
let gateway: TestGateway
let device: DeviceClient
let administrator: AdminClient

function exportsHere(): ExportOptions {
  const destinations = v.parse(ExportDestinations, [
    { id: 'rows', kind: 'csv', folder },
    { id: 'away', kind: 'csv', folder: join(folder, 'none') },
    { id: 'orca', kind: 'orca', url: 'https://orca.example/api/' },
    { id: 'hook', kind: 'webhook', url: 'https://r.example/h?key=geheim', key: 'k', token: 't' },
  ])
  return {
    ...NO_EXPORTS,
    facilities: new Map([[FACILITY.id, { institutionCode: null, destinations }]]),
    receiver: (token) =>
      token === TOKEN ? { facilityId: FACILITY.id, destination: 'hook' } : null,
  }
}

beforeAll(async () => {
  gateway = await createTestGateway({
    ...{ people: ONE_PERSON, publicOrigin: ADMIN_ORIGIN, now: clock.now, exports: exportsHere() },
    callerOf: () => 'receiver',
  })
  administrator = await joinAs(gateway, 'administrator')
  device = await activateDevice(await gateway.newCode(), {
    ...{ ...gateway, origin: ADMIN_ORIGIN, now: clock.now },
  })
})
afterAll(async () => {
  await gateway.end()
  rmSync(folder, { recursive: true })
})

async function answered(patientId: string | null = 'patient-valid-30'): Promise<string> {
  const card = gateway.card('valid-30')
  const check = await device.createCheck({ card, statement: { patientId } })
  await device.sendChecks([check])
  await gateway.worker.runDue()
  return check.id
}

/** Something for a destination that stopped there before it was taken out. */
async function stopAt(destination: string): Promise<string> {
  const checkId = await answered()
  await gateway.exports.runDue()
  const now = clock.now()
  await gateway.store.exports.add([{ facilityId: FACILITY.id, checkId, destination }], now)
  const ask = { now, leaseMs: 60_000, limit: 100, token: 'this-test' }
  const row = (await gateway.store.exports.lease(ask)).find((each) => each.checkId === checkId)
  if (!row) throw new Error('nothing to stop')
  await gateway.store.exports.end(row, 'stopped', now, { code: 'TZ-E02', said: null })
  return row.id
}

const destinations = async () =>
  v.parse(Destinations, await (await administrator.get('/exports')).json()).destinations
const stopped = async () =>
  v.parse(StoppedExports, await (await administrator.get('/exports/stopped')).json())
const actsOf = async () =>
  v.parse(AuditList, await (await administrator.get('/audit')).json()).rows.map(({ act }) => act)
const pathOf = (id: string, act: string) => `/exports/${encodeURIComponent(id)}/${act}`

/** The webhook's signing key and ORCA's line are not there: it is the gateway's own folders that are looked at. */
describe('the destinations of a facility', () => {
  it('are told before anything was sent, with their host and nothing behind it', async () => {
    const none = { waiting: 0, stopped: 0, doneAt: null, code: null, nextTryAt: null }
    expect(await destinations()).toEqual([
      { id: 'rows', kind: 'csv', place: folder, ...none },
      { id: 'away', kind: 'csv', place: join(folder, 'none'), ...none },
      { id: 'orca', kind: 'orca', place: 'orca.example', ...none },
      { id: 'hook', kind: 'webhook', place: 'r.example', ...none },
    ])
    expect(await stopped()).toEqual({ exports: [], isAll: true })
    expect(await actsOf()).not.toContain('exportsSeen')
  })

  it('say what arrived, what waits and why, and what stopped', async () => {
    // A walk-in has no number under which ORCA could file it.
    await answered(null)
    await gateway.exports.runDue()
    const [rows, away, orca] = await destinations()
    expect(rows).toMatchObject({ waiting: 0, doneAt: clock.now(), code: null })
    expect(away).toMatchObject({ waiting: 1, code: 'TZ-E21' })
    expect(away?.nextTryAt).toBeGreaterThan(clock.now())
    expect(orca).toMatchObject({ waiting: 0, stopped: 1 })
  })
})

describe('what stopped', () => {
  it('is shown with whom it is about, and that it was looked at is noted', async () => {
    const { exports, isAll } = await stopped()
    expect(isAll).toBe(true)
    expect(exports).toMatchObject([
      {
        ...{ destination: 'orca', stoppedAt: clock.now(), code: 'TZ-E12', said: null },
        patient: { number: null, name: expect.stringMatching(/\S/) as string },
        capturedAt: expect.stringMatching(/^2026-05-31T/) as string,
      },
    ])
    expect(await actsOf()).toContain('exportsSeen')
  })

  it('starts over when a person says so, once, and that is noted', async () => {
    const [one] = (await stopped()).exports
    if (!one) throw new Error('nothing stopped')
    expect((await administrator.post(pathOf(one.id, 'again'))).status).toBe(200)
    expect((await stopped()).exports).toEqual([])
    const twice = await administrator.post(pathOf(one.id, 'again'))
    expect([twice.status, ((await twice.json()) as { code: string }).code]).toEqual([409, 'TZ-G85'])
    await gateway.exports.runDue()
    expect((await stopped()).exports).toHaveLength(1)
    expect(await actsOf()).toContain('exportAgain')
  })

  it('is taken off the list by who did it by hand', async () => {
    const [one] = (await stopped()).exports
    if (!one) throw new Error('nothing stopped')
    expect((await administrator.post(pathOf(one.id, 'settle'))).status).toBe(200)
    expect((await stopped()).exports).toEqual([])
    expect((await administrator.post(pathOf(one.id, 'settle'))).status).toBe(409)
    expect((await administrator.post(pathOf('nothing', 'settle'))).status).toBe(409)
    const audit = v.parse(AuditList, await (await administrator.get('/audit')).json())
    expect(audit.rows.find(({ act }) => act === 'exportSettled')?.about).toEqual({ export: one.id })
    expect(await gateway.store.audit.verify(FACILITY.id)).toMatchObject({ kind: 'whole' })
  })

  it('is told of although nothing of it can be opened any more', async () => {
    const id = await answered()
    await gateway.store.retention.erase('keptAnswers', clock.now() + 1)
    await gateway.exports.runDue()
    const { exports } = await stopped()
    expect(exports.filter((each) => each.id.startsWith(id)).length).toBeGreaterThan(0)
    expect(exports[0]).toMatchObject({ code: 'TZ-E22', patient: null, capturedAt: null })
  })

  it('is not sent again where its destination was taken out of the settings, only settled', async () => {
    const id = await stopAt('gone')
    const acts = await actsOf()
    const again = await administrator.post(pathOf(id, 'again'))
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'TZ-G81'])
    expect(await actsOf()).toEqual(acts)
    expect((await stopped()).exports.map((each) => each.id)).toContain(id)
    expect((await administrator.post(pathOf(id, 'settle'))).status).toBe(200)
    expect((await stopped()).exports.map((each) => each.id)).not.toContain(id)
  })

  it('is an administrator’s to see', async () => {
    for (const role of ['staff', 'readOnly'] as const) {
      const other = await joinAs(gateway, role)
      for (const path of ['/exports', '/exports/stopped']) {
        expect((await other.get(path)).status).toBe(403)
      }
      for (const act of ['again', 'settle']) {
        expect((await other.post(pathOf('x', act))).status).toBe(403)
      }
    }
  })
})

describe('a receiver', () => {
  const fetchCheck = (id: string, authorization?: string) =>
    gateway.fetch(`${ADMIN_ORIGIN}/receiver/v1/checks/${id}`, {
      headers: authorization === undefined ? {} : { Authorization: authorization },
    })
  const codeOf = async (reply: Response) => [
    reply.status,
    ((await reply.json()) as { code: string }).code,
  ]

  it('fetches as a bundle what it was to be told of, and that is noted', async () => {
    const id = await answered()
    const reply = await fetchCheck(id, `Bearer ${TOKEN}`)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('Content-Type')).toBe('application/fhir+json')
    expect(reply.headers.get('Cache-Control')).toBe('no-store')
    const bundle = (await reply.json()) as { resourceType: string; entry: unknown[] }
    expect(bundle.resourceType).toBe('Bundle')
    expect(bundle.entry.length).toBeGreaterThan(2)
    const audit = v.parse(AuditList, await (await administrator.get('/audit')).json())
    expect(audit.rows[0]).toMatchObject({
      ...{ act: 'exportFetched', who: { kind: 'receiver', id: 'hook' }, about: { check: id } },
    })
    expect(await gateway.store.audit.verify(FACILITY.id)).toMatchObject({ kind: 'whole' })
  })

  it('gets nothing else: no other check, none that was erased', async () => {
    expect(await codeOf(await fetchCheck('nothing', `Bearer ${TOKEN}`))).toEqual([404, 'TZ-G84'])
    const id = await answered()
    await gateway.store.retention.erase('keptAnswers', clock.now() + 1)
    expect(await codeOf(await fetchCheck(id, `Bearer ${TOKEN}`))).toEqual([404, 'TZ-G84'])
  })

  it('is refused without its token, and after too many wrong ones for a while', async () => {
    for (const wrong of [undefined, TOKEN, `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, 'Bearer ']) {
      expect(await codeOf(await fetchCheck('x', wrong))).toEqual([401, 'TZ-G83'])
    }
    for (let tries = 0; tries < 15; tries += 1) await fetchCheck('x', 'Bearer wrong')
    const late = await fetchCheck('x', `Bearer ${TOKEN}`)
    expect(late.headers.get('Retry-After')).toMatch(/^\d+$/)
    expect(await codeOf(late)).toEqual([429, 'TZ-G26'])
    clock.advance(600_000)
    expect((await fetchCheck('x', `Bearer ${TOKEN}`)).status).toBe(404)
  })
})
