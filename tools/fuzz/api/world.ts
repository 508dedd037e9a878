/** A gateway that listens, with two facilities, people of every role and their tablets: what the requests are made of. */
import * as v from 'valibot'
import { ADMIN_API, type Role } from '../../../api/admin/wire'
import { PATHS } from '../../../api/wire'
import { NO_EXPORTS } from '../../../server/export/join'
import { ExportDestinations } from '../../../server/export/settings'
import type { GatewayOptions } from '../../../server/gateway-options'
import { issueCode } from '../../../server/cli/codes'
import { listen } from '../../../server/cli/listen'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import type { Store } from '../../../server/store/store'
import { ADMIN_ORIGIN, joinAs } from '../../../test/support/admin-client'
import { activateDevice } from '../../../test/support/device-client'
import {
  createTestClock,
  createTestGateway,
  FACILITY,
  type TestGateway,
} from '../../../test/support/gateway'
import { readOperations, type Document, type Operation } from './operations'

/** Of whom the sandbox knows medical information too. */
export const PERSONA = 'valid-10'
export const OTHER = 'facility-2'
/** Stands in every text of the other facility, and belongs into no answer to the first. */
export const OTHER_MARK = '他所の印'
/** Requests come this far apart, so that what is limited by time is met and left again. */
const STEP_MS = 3_000
/** The sandbox, as the real one, may take a while. */
const MOST_ROUNDS = 20
/** Less than a token lives, and less than a session without use. */
const RENEW_MS = 9 * 60_000

/** Of the first facility's webhook. */
export const RECEIVER_TOKEN = 'the-token-of-the-only-receiver'
/** Nobody sends anything there: what waits is only shown, and let stop by {@link stopExport}. */
const DESTINATIONS = v.parse(ExportDestinations, [
  { id: 'orca', kind: 'orca', url: 'https://orca.example/api/' },
  { id: 'hook', kind: 'webhook', url: 'https://receiver.example/', key: 'k', token: 't' },
])

export const PATIENTS_CSV =
  '患者番号,氏名,フリガナ,生年月日,性別,保険者番号,記号,番号\n' +
  '00209,見本 一郎,ミホン イチロウ,1950-04-01,男,01130012,7890,501\n'

export const ROLES = ['device', 'administrator', 'staff', 'readOnly'] as const
export type Caller = (typeof ROLES)[number] | 'receiver' | 'otherDevice' | 'otherAdministrator'
export type Device = Awaited<ReturnType<typeof activateDevice>>
export type Person = Awaited<ReturnType<typeof joinAs>>

interface Known<T> {
  made: Promise<T>
  at: number
}

export interface FuzzWorld {
  gateway: TestGateway
  port: number
  operations: readonly Operation[]
  now: () => number
  device(which: 'device' | 'otherDevice'): Promise<Device>
  person(which: Exclude<Caller, 'device' | 'receiver' | 'otherDevice'>): Promise<Person>
  /** The next time somebody is asked for, they register or sign in anew. */
  renew(which: Caller): void
  /** Ids of the first facility by the word that stands before them in a path. */
  ids: Record<'people' | 'devices' | 'passkeys' | 'checks', string[]>
  /** Ids that belong into no answer to the first facility. */
  otherIds: readonly string[]
  /** Each call lets time go on. */
  step(): void
  end(): Promise<void>
}

export async function createFuzzWorld(store?: Store): Promise<FuzzWorld> {
  const clock = createTestClock(Date.parse('2026-06-01T00:00:00Z'))
  let callers = 0
  const gateway = await createTestGateway({
    people: SANDBOX_PEOPLE.filter(({ id }) => id === PERSONA),
    publicOrigin: ADMIN_ORIGIN,
    now: clock.now,
    exports: {
      ...NO_EXPORTS,
      facilities: new Map([[FACILITY.id, { institutionCode: null, destinations: DESTINATIONS }]]),
      receiver: (token) =>
        token === RECEIVER_TOKEN ? { facilityId: FACILITY.id, destination: 'hook' } : null,
    },
    // As many callers as there would be tablets: a limit for each is met by few.
    callerOf: () => `caller ${callers++ % 25}`,
    timers: hurried(),
    ...(store && { store }),
  })
  const listening = await listen(gateway.app, '127.0.0.1', 0)
  const document = (await (await gateway.fetch(PATHS.openapi)).json()) as Document
  const ids: FuzzWorld['ids'] = { people: [], devices: [], passkeys: [], checks: [] }
  const otherIds: string[] = [OTHER]
  const known = new Map<Caller, Known<unknown>>()

  function fresh<T>(which: Caller, make: () => Promise<T>): Promise<T> {
    const before = known.get(which)
    if (before && clock.now() - before.at < RENEW_MS) return before.made as Promise<T>
    const made = make()
    known.set(which, { made, at: clock.now() })
    return made
  }

  async function makeDevice(facilityId: string): Promise<Device> {
    const { code } = await issueCode(gateway.store, facilityId, ADMIN_ORIGIN, clock.now())
    const options = { fetch: gateway.fetch, origin: ADMIN_ORIGIN, now: clock.now }
    const device = await activateDevice(code.replaceAll('-', ''), options)
    const check = await device.createCheck({ card: gateway.card(PERSONA) })
    await device.sendChecks([check])
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await gateway.worker.runDue()
      if (await gateway.store.checks.isAnswered(facilityId, check.id, device.deviceId)) break
      clock.advance(STEP_MS)
    }
    if (facilityId === OTHER) otherIds.push(device.deviceId, check.id)
    else {
      ids.devices.push(device.deviceId)
      ids.checks.push(check.id)
    }
    return device
  }

  async function makePerson(role: Role, facilityId: string): Promise<Person> {
    const person = await joinAs(gateway, role, facilityId)
    if (facilityId === OTHER) otherIds.push(person.personId)
    else ids.people.push(person.personId)
    return person
  }

  const world: FuzzWorld = {
    gateway,
    port: listening.port,
    operations: readOperations(document),
    now: clock.now,
    device: (which) =>
      fresh(which, () => makeDevice(which === 'otherDevice' ? OTHER : FACILITY.id)),
    person: (which) =>
      fresh(which, () =>
        which === 'otherAdministrator'
          ? makePerson('administrator', OTHER)
          : makePerson(which, FACILITY.id),
      ),
    renew: (which) => {
      known.delete(which)
    },
    ids,
    otherIds,
    step: () => {
      clock.advance(STEP_MS)
    },
    async end() {
      await listening.close(0)
      await gateway.end()
    },
  }
  const staff = [{ id: 'other-staff', name: OTHER_MARK }]
  await gateway.store.facilities.put({ id: OTHER, name: OTHER_MARK, staff })
  for (const which of ['administrator', 'otherAdministrator'] as const) {
    await importPatients(world, which)
  }
  return world
}

/** A held-open request is let go soon: nothing that it could wait for happens meanwhile. */
function hurried(): NonNullable<GatewayOptions['timers']> {
  return {
    setTimeout: (callback, ms) => setTimeout(callback, ms / 50),
    clearTimeout,
  }
}

async function importPatients(
  world: FuzzWorld,
  which: 'administrator' | 'otherAdministrator',
): Promise<void> {
  const csv = which === 'administrator' ? PATIENTS_CSV : PATIENTS_CSV.replaceAll('見本', OTHER_MARK)
  const token = await previewImport(world, csv, which)
  const reply = await sendCsv(world, `apply?kind=patients&confirmed=yes&token=${token}`, csv, which)
  if (reply.status !== 200) throw new Error(`the roster was not imported: ${reply.status}`)
}

/** An answer that stopped on its way to the facility's own software, as after a refusal there; null where all were settled. */
export async function stopExport({ gateway, now }: FuzzWorld): Promise<string | null> {
  const { exports } = gateway.store
  const token = crypto.randomUUID()
  const [row] = await exports.lease({ now: now(), leaseMs: STEP_MS, limit: 1, token })
  if (row) await exports.end(row, 'stopped', now(), { code: 'TZ-E12', said: null })
  const [stopped] = await exports.list(FACILITY.id, 'stopped', 1)
  return stopped?.id ?? null
}

/** The token by which the very file may be taken. */
export async function previewImport(
  world: FuzzWorld,
  csv: string,
  which: 'administrator' | 'otherAdministrator' = 'administrator',
): Promise<string> {
  const reply = await sendCsv(world, 'preview?kind=patients', csv, which)
  const { token } = (await reply.json()) as { token?: string }
  return token ?? ''
}

async function sendCsv(
  world: FuzzWorld,
  path: string,
  csv: string,
  which: 'administrator' | 'otherAdministrator',
): Promise<Response> {
  const cookie = (await world.person(which)).cookie() ?? ''
  return world.gateway.fetch(`${ADMIN_ORIGIN}${ADMIN_API}/roster/import/${path}`, {
    method: 'POST',
    headers: { Cookie: cookie, Origin: ADMIN_ORIGIN, 'Content-Type': 'text/csv' },
    body: csv,
  })
}
