/** From a tablet's check to the facility's own software, through a running gateway: queued with the answer, and sent. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { NO_EXPORTS, type ExportOptions } from '../../../server/export/join'
import { ExportDestinations } from '../../../server/export/settings'
import { openSqliteStore } from '../../../server/store/open'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { COLUMNS } from '../../support/columns'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, FACILITY, ONE_PERSON, type TestGateway } from '../../support/gateway'

let folder: string
let gateway: TestGateway
let device: DeviceClient

function exportsTo(...destinations: unknown[]): ExportOptions {
  const facility = {
    institutionCode: '1319999999',
    destinations: v.parse(ExportDestinations, destinations),
  }
  return { ...NO_EXPORTS, facilities: new Map([[FACILITY.id, facility]]) }
}

async function open(exports: ExportOptions): Promise<void> {
  const paths = { store: join(folder, 'gateway.sqlite'), sandbox: ':memory:' }
  gateway = await createTestGateway({ paths, people: ONE_PERSON, exports })
  device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch })
}

async function sendCheck(): Promise<string> {
  const check = await device.createCheck({
    card: gateway.card('valid-30'),
    statement: { patientId: 'patient-valid-30' },
  })
  await device.sendChecks([check])
  return check.id
}

const out = () => join(folder, 'out')
const files = async () => (await readdir(out())).sort()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tazune-join-'))
})

afterEach(async () => {
  await gateway.end()
  await rm(folder, { recursive: true })
})

describe('an answer of a running gateway', () => {
  it('is queued with itself, and sent to every destination', async () => {
    await mkdir(out())
    await open(
      exportsTo(
        { id: 'rows', kind: 'csv', folder: out() },
        { id: 'records', kind: 'fhir', folder: out() },
      ),
    )
    const id = await sendCheck()
    expect(await gateway.store.exports.list(FACILITY.id, 'waiting', 10)).toEqual([])
    await gateway.worker.runDue()
    const queued = await gateway.store.exports.list(FACILITY.id, 'waiting', 10)
    expect(queued.map(({ destination }) => destination).sort()).toEqual(['records', 'rows'])
    expect(await gateway.exports.runDue()).toBe(2)
    expect(await files()).toEqual([`tazune-${id}.csv`, `tazune-${id}.json`])
    const csv = await readFile(join(out(), `tazune-${id}.csv`), 'utf8')
    // The facility's own number, and the code that only the configuration knows.
    expect(csv).toContain(`1319999999,patient-valid-30`)
  })

  it('wakes what sends, once the gateway is started', async () => {
    await mkdir(out())
    await open(exportsTo({ id: 'rows', kind: 'csv', folder: out() }))
    gateway.worker.start()
    gateway.exports.start()
    const id = await sendCheck()
    await expect.poll(files, { timeout: 15_000 }).toEqual([`tazune-${id}.csv`])
  })

  it('waits for a folder that is away, with why', async () => {
    await open(exportsTo({ id: 'rows', kind: 'csv', folder: out() }))
    await sendCheck()
    await gateway.worker.runDue()
    expect(await gateway.exports.runDue()).toBe(0)
    expect(await gateway.store.exports.perDestination(FACILITY.id)).toMatchObject([
      { destination: 'rows', waiting: 1, code: 'TZ-E21' },
    ])
  })

  it('that was erased meanwhile is not sent, and says so instead of failing for days', async () => {
    for (const key of ['answeredEnvelopes', 'keptAnswers'] as const) {
      await open(exportsTo({ id: 'rows', kind: 'csv', folder: out() }))
      await sendCheck()
      await gateway.worker.runDue()
      await gateway.store.retention.erase(key, gateway.now() + 1)
      await gateway.exports.runDue()
      expect(await gateway.store.exports.list(FACILITY.id, 'stopped', 9)).toMatchObject([
        { code: 'TZ-E22' },
      ])
      await gateway.end()
      await rm(join(folder, 'gateway.sqlite'))
    }
    await open(NO_EXPORTS)
  })
})

describe('what has no answer', () => {
  it('is not queued: a check that was withdrawn, and one that still waits', async () => {
    await open(exportsTo({ id: 'rows', kind: 'csv', folder: out() }))
    const id = await sendCheck()
    await gateway.store.withdrawals.withdraw(FACILITY.id, device.deviceId, [id], gateway.now())
    await gateway.worker.runDue()
    expect(await gateway.store.exports.depth()).toMatchObject({ waiting: 0 })
  })

  it('has the queue asked where somebody is told of answers, and left alone where nobody is', async () => {
    const looks = new Map<number, number>()
    for (const destinations of [[], [{ id: 'rows', kind: 'csv', folder: out() }]]) {
      let looked = 0
      const store = openSqliteStore(':memory:', COLUMNS)
      gateway = await createTestGateway({
        people: ONE_PERSON,
        exports: exportsTo(...destinations),
        store: {
          ...store,
          exports: {
            ...store.exports,
            lease(options) {
              looked += 1
              return store.exports.lease(options)
            },
          },
        },
      })
      device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch })
      gateway.exports.start()
      await expect.poll(() => looked).toBe(1)
      await sendCheck()
      expect(await gateway.worker.runDue()).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 50))
      looks.set(destinations.length, looked)
      if (destinations.length === 0) await gateway.end()
    }
    expect(looks.get(0)).toBe(1)
    expect(looks.get(1)).toBeGreaterThan(1)
  })

  it('is nobody’s where the facility has no destinations', async () => {
    await open({ ...NO_EXPORTS, facilities: new Map() })
    await sendCheck()
    await gateway.worker.runDue()
    const database = openSqlite(
      join(folder, 'gateway.sqlite'),
      sqliteMigrations(gateway.keys.columns),
    )
    expect(await database.all('SELECT id FROM exports')).toEqual([])
    await database.close()
  })
})
