/** From a tablet's check to the record of an export, through a real gateway and its store. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { utf8 } from '../../../api/bytes'
import { seal } from '../../../api/seal'
import type { ConsentItem } from '../../../domain/check'
import { keptAnswerAad } from '../../../server/answers/kept-answer'
import { createRecordLoader, type RecordSource } from '../../../server/export/load-record'
import { answerOf } from '../../../server/export/record'
import { createAnsweredChecks } from '../../../server/store/repositories/exports'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { openSqlite } from '../../../server/store/sqlite/connection'
import type { Database } from '../../../server/store/sql'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'

let folder: string
let gateway: TestGateway
let device: DeviceClient
let database: Database
let lastAnswered: string | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tazune-record-'))
  const paths = { store: join(folder, 'gateway.sqlite'), sandbox: ':memory:' }
  gateway = await createTestGateway({ paths, people: ONE_PERSON })
  device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch })
  database = openSqlite(paths.store, sqliteMigrations(gateway.keys.columns))
})

afterEach(async () => {
  await database.close()
  await gateway.end()
  await rm(folder, { recursive: true })
})

function sourceOf(withdrawn: ConsentItem[] = []): RecordSource {
  return {
    answered: createAnsweredChecks(database),
    device: (facilityId, id) => gateway.store.devices.get(facilityId, id),
    facility: (id) =>
      Promise.resolve({ id, institutionCode: '1319999999', name: 'みほん在宅クリニック' }),
    patientNumber: (_, patientId) =>
      Promise.resolve(patientId === 'patient-valid-30' ? '00030' : null),
    lastAnswered: () => Promise.resolve(lastAnswered),
    withdrawnFrom: () => Promise.resolve(withdrawn),
  }
}

async function sendCheck(): Promise<string> {
  const envelope = await device.createCheck({
    card: gateway.card('valid-30'),
    statement: { patientId: 'patient-valid-30' },
  })
  await device.sendChecks([envelope])
  return envelope.id
}

describe('the record of an export', () => {
  it('is made of the sealed check and the sealed answer, under the software’s own number', async () => {
    const id = await sendCheck()
    const load = createRecordLoader(sourceOf(), gateway.keys)
    expect(await load('facility-1', id)).toBeNull()
    await gateway.worker.runDue()
    const record = await load('facility-1', id)
    expect(record).toMatchObject({
      v: 1,
      facility: { institutionCode: '1319999999' },
      patient: { number: '00030' },
      check: { id, evidence: 'cardSignature' },
      result: { kind: 'answered', answer: { checkId: id, validity: 'valid' } },
    })
  })

  it('is not there for another facility, another check, or keys that do not open it', async () => {
    const id = await sendCheck()
    await gateway.worker.runDue()
    const load = createRecordLoader(sourceOf(), gateway.keys)
    expect(await load('facility-2', id)).toBeNull()
    expect(await load('facility-1', 'nobody')).toBeNull()
    const closed = createRecordLoader(sourceOf(), { ...gateway.keys, pairs: [] })
    expect(await closed('facility-1', id)).toBeNull()
  })

  it('is not there where the check no longer opens, though its answer does', async () => {
    const id = await sendCheck()
    await gateway.worker.runDue()
    const source = sourceOf()
    const load = createRecordLoader(
      {
        ...source,
        async answered(facilityId, checkId) {
          const found = await source.answered(facilityId, checkId)
          return found && { ...found, envelope: { ...found.envelope, enc: found.kept.enc } }
        },
      },
      gateway.keys,
    )
    expect(await load('facility-1', id)).toBeNull()
  })

  it('knows whether a later check of the patient was answered', async () => {
    const id = await sendCheck()
    await gateway.worker.runDue()
    const load = createRecordLoader(sourceOf(), gateway.keys)
    for (const [last, isNewer] of [
      [null, false],
      [id, false],
      ['a later one', true],
    ] as const) {
      lastAnswered = last
      expect((await load('facility-1', id))?.patient.hasNewerAnswer).toBe(isNewer)
    }
  })

  it('passes on no consent that was withdrawn since (R34)', async () => {
    const id = await sendCheck()
    await gateway.worker.runDue()
    const all = await createRecordLoader(sourceOf(), gateway.keys)('facility-1', id)
    const open = all ? (answerOf(all)?.consentedItems ?? []) : []
    expect(open.length).toBeGreaterThan(0)
    const some = await createRecordLoader(sourceOf([...open]), gateway.keys)('facility-1', id)
    expect(some && answerOf(some)).toMatchObject({ consentedItems: [], consentUntil: null })
    for (const item of open) expect(some?.consent?.items[item]).toBe(false)
  })

  it('passes on no consent of an earlier check that was withdrawn since, on which a 再照会 rests (R34)', async () => {
    const id = await sendCheck()
    await gateway.worker.runDue()
    const own = sourceOf()
    const first = await createRecordLoader(own, gateway.keys)('facility-1', id)
    const answer = first && answerOf(first)
    expect(answer?.consentedItems.length).toBeGreaterThan(0)
    const told = utf8(JSON.stringify({ ...answer, consentOf: 'earlier-check' }))
    const kept = await seal(gateway.keys.currentPair.publicKey, told, keptAnswerAad(id))
    const source: RecordSource = {
      ...own,
      async answered(facilityId, checkId) {
        const answered = await own.answered(facilityId, checkId)
        return answered && { ...answered, kept }
      },
      withdrawnFrom: (_, checkId) =>
        Promise.resolve(checkId === 'earlier-check' ? (answer?.consentedItems ?? []) : []),
    }
    const since = await createRecordLoader(source, gateway.keys)('facility-1', id)
    expect(since && answerOf(since)).toMatchObject({ consentedItems: [], consentUntil: null })
    expect(since?.consent).toEqual(first?.consent)
  })
})
