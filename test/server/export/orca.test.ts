/** Answers into ORCA over `patientmodv32`, against a stand-in with locks and faults of its own. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Coverage, EligibilityAnswer } from '../../../domain/answer'
import { addressRule } from '../../../server/export/http/addresses'
import { createSend } from '../../../server/export/http/send'
import { createOrcaCall } from '../../../server/export/orca/api'
import { deliverToOrca, type OrcaWorld } from '../../../server/export/orca/deliver'
import { HOLD_MS } from '../../../server/export/orca/locks'
import { answerOf, type ExportRecord } from '../../../server/export/record'
import { type FakeOrca, type FakePatient, ORCA_LOGIN, startFakeOrca } from '../../support/fake-orca'
import type { OrcaFields } from '../../support/fake-orca-xml'
import { createLockNotes, type MemoryLockNotes } from './lock-notes'
import { expectRecorded } from './recorded'
import { CAPTURED_AT, sampleRecord } from './sample-records'

let orca: FakeOrca
let notes: MemoryLockNotes
let time: number

beforeEach(async () => {
  time = CAPTURED_AT
  orca = await startFakeOrca(() => time)
  notes = createLockNotes()
})

afterEach(() => orca.close())

function worldOf(login: typeof ORCA_LOGIN = ORCA_LOGIN): OrcaWorld {
  const send = createSend({
    timeoutMs: 5_000,
    maxBytes: 1_000_000,
    rule: addressRule(['127.0.0.1']),
    allowHttp: true,
  })
  const call = createOrcaCall({ baseUrl: orca.url, login }, send)
  return { call, notes, now: () => time, randomId: randomUUID }
}

function deliver(record: ExportRecord, login?: typeof ORCA_LOGIN) {
  return deliverToOrca(record, worldOf(login))
}

function coverageOf(record: ExportRecord): Coverage {
  const [told] = answerOf(record)?.coverages ?? []
  if (!told) throw new Error('no coverage')
  return told
}

/** The person of the answer, as ORCA has them; no insurance yet. */
function admit(record: ExportRecord, change: Partial<FakePatient> = {}): FakePatient {
  const [told] = answerOf(record)?.coverages ?? []
  const patient: FakePatient = {
    WholeName: told?.name ?? '扶助　守',
    WholeName_inKana: told?.nameKana ?? '',
    BirthDate: told?.birthdate ?? '1963-01-31',
    Sex: told?.sex === 'female' ? '2' : '1',
    insurances: [],
    publicExpenses: [],
    ...change,
  }
  orca.patients.set(record.patient.number ?? '', patient)
  return patient
}

function held(change: OrcaFields = {}): OrcaFields {
  return {
    InsuranceProvider_Id: '0000000007',
    InsuranceProvider_Class: '009',
    InsuranceProvider_Number: '01139013',
    HealthInsuredPerson_Symbol: '１３９９０００１',
    HealthInsuredPerson_Number: '１０１',
    HealthInsuredPerson_Branch_Number: '00',
    RelationToInsuredPerson: '1',
    HealthInsuredPerson_WholeName: '見本　一郎',
    Certificate_StartDate: '2024-05-21',
    Certificate_ExpiredDate: '9999-12-31',
    Certificate_GetDate: '2024-05-21',
    Certificate_CheckDate: '2026-10-01',
    ...change,
  }
}

function answered(record: ExportRecord, change: Partial<EligibilityAnswer>): ExportRecord {
  const answer = answerOf(record)
  if (!answer) throw new Error('not answered')
  return { ...record, result: { kind: 'answered', answer: { ...answer, ...change } } }
}

function expectNothingLocked(): void {
  expect([...orca.locks]).toEqual([])
  expect([...notes.held]).toEqual([])
}

describe('an insurance that ORCA does not have', () => {
  it('is read and locked, checked and written, and the lock is back', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record)
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(orca.steps).toEqual(['01', '02', '03'])
    expect(patient.insurances).toEqual([
      {
        InsuranceProvider_Id: '0000000001',
        InsuranceProvider_Number: '01139013',
        HealthInsuredPerson_Symbol: '１３９９０００１',
        HealthInsuredPerson_Number: '１０１',
        HealthInsuredPerson_Branch_Number: '00',
        RelationToInsuredPerson: '1',
        HealthInsuredPerson_WholeName: '見本　一郎',
        Certificate_StartDate: '2024-05-21',
        Certificate_ExpiredDate: '9999-12-31',
        Certificate_GetDate: '2024-05-21',
        Certificate_CheckDate: '2026-11-21',
      },
    ])
    expectNothingLocked()
  })

  it('is written once, however often the same answer comes', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record)
    await deliver(record)
    const once = structuredClone(patient)
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(orca.steps).toEqual(['01', '02', '03', '01', '99', '01', '99'])
    expect(patient).toEqual(once)
    expect(orca.writes).toBe(1)
    expectNothingLocked()
  })

  it('of 国保 keeps its six digits; of 後期 has neither 記号 nor 枝番', async () => {
    const city = sampleRecord('valid-20')
    const elderly = sampleRecord('valid-10')
    const [one, other] = [admit(city), admit(elderly)]
    await deliver(city)
    await deliver(elderly)
    expect(one.insurances[0]?.['InsuranceProvider_Number']).toBe('139071')
    expect(Object.keys(other.insurances[0] ?? {})).not.toContain('HealthInsuredPerson_Symbol')
    expect(Object.keys(other.insurances[0] ?? {})).not.toContain(
      'HealthInsuredPerson_Branch_Number',
    )
  })

  it('of a family bears no insured name: the answer has none', async () => {
    const record = sampleRecord('valid-preschool')
    const patient = admit(record)
    await deliver(record)
    expect(patient.insurances[0]).toMatchObject({ RelationToInsuredPerson: '2' })
    expect(patient.insurances[0]).not.toHaveProperty('HealthInsuredPerson_WholeName')
  })

  it('begins after the span that ORCA ended, so that the two do not overlap', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record, {
      insurances: [held({ Certificate_ExpiredDate: '2026-07-31' })],
    })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(patient.insurances[1]).toMatchObject({ Certificate_StartDate: '2026-08-01' })
  })
})

describe('an insurance that ORCA has', () => {
  it('gets its day of checking, and nothing else is touched', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record, { insurances: [held()] })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(patient.insurances).toEqual([held({ Certificate_CheckDate: '2026-11-21' })])
  })

  it('is the same whatever width, spaces and zeros it was typed with', async () => {
    const record = sampleRecord('valid-20')
    const told = coverageOf(record)
    const patient = admit(record, {
      insurances: [
        held({
          InsuranceProvider_Number: '00139071',
          HealthInsuredPerson_Symbol: ' みほん',
          HealthInsuredPerson_Number: '２００ １０２',
          HealthInsuredPerson_Branch_Number: '',
          Certificate_GetDate: '',
        }),
      ],
    })
    await deliver(record)
    expect(patient.insurances).toHaveLength(1)
    expect(patient.insurances[0]).toMatchObject({
      InsuranceProvider_Number: '00139071',
      HealthInsuredPerson_Symbol: ' みほん',
      HealthInsuredPerson_Branch_Number: '01',
      Certificate_GetDate: told.qualifiedOn,
    })
  })

  it('is another one with another 枝番', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record, {
      insurances: [
        held({ HealthInsuredPerson_Branch_Number: '01', HealthInsuredPerson_Number: '１０１９' }),
      ],
    })
    await deliver(record)
    expect(patient.insurances).toHaveLength(2)
  })

  it('ends with the last day of cover once it is lost (R41), and is not added where ORCA never had it', async () => {
    const record = sampleRecord('invalid')
    const lostOn = coverageOf(record).disqualifiedOn ?? ''
    const patient = admit(record, {
      insurances: [held({ HealthInsuredPerson_Number: '５０１' })],
    })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(lostOn).toBe('2026-10-21')
    expect(patient.insurances).toEqual([
      held({
        HealthInsuredPerson_Number: '５０１',
        Certificate_ExpiredDate: '2026-10-20',
        Certificate_CheckDate: '2026-11-21',
      }),
    ])
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })

    const strange = admit(record)
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(strange.insurances).toEqual([])
  })

  it('that began after the loss is another span, which the authority may not know yet (R41)', async () => {
    const record = sampleRecord('invalid')
    const again = held({
      HealthInsuredPerson_Number: '５０１',
      Certificate_StartDate: '2026-11-01',
      Certificate_GetDate: '2026-11-01',
    })
    const patient = admit(record, { insurances: [again] })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(patient.insurances).toEqual([again])
  })

  it('gives way to the new one: the old ends, the new is added (R42)', async () => {
    const record = sampleRecord('invalid-new')
    const [old] = answerOf(record)?.coverages ?? []
    const patient = admit(record, {
      insurances: [
        held({
          InsuranceProvider_Number: old?.insurerNumber ?? '',
          HealthInsuredPerson_Symbol: '７８９０',
          HealthInsuredPerson_Number: '５０２',
        }),
      ],
    })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(
      patient.insurances.map((each) => [
        each['HealthInsuredPerson_Number'],
        each['Certificate_ExpiredDate'],
      ]),
    ).toEqual([
      ['５０２', '2026-09-20'],
      ['６０５０２', '9999-12-31'],
    ])
  })

  it('is not set back by an answer that is older than what was checked last', async () => {
    const record = sampleRecord('invalid')
    const newer = held({
      HealthInsuredPerson_Number: '５０１',
      Certificate_CheckDate: '2026-11-22',
    })
    const patient = admit(record, { insurances: [newer] })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(patient.insurances).toEqual([newer])
  })
})

describe('the person', () => {
  it('keeps a good local name where the authority writes ● (R45)', async () => {
    const record = sampleRecord('name-dot')
    const patient = admit(record, { WholeName: '髙見本　道子' })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(patient.WholeName).toBe('髙見本　道子')
    expect(patient.insurances[0]?.['HealthInsuredPerson_WholeName']).toBe('髙見本　道子')
    expect(orca.bodies.join('')).not.toContain('●')
  })

  it('is never named with ●, even where ORCA has no name to keep', async () => {
    const record = sampleRecord('name-dot')
    const patient = admit(record, { WholeName: '' })
    await deliver(record)
    expect(patient.insurances[0]).not.toHaveProperty('HealthInsuredPerson_WholeName')
  })

  it('is the same with small kana written large', async () => {
    const record = sampleRecord('kana-large')
    admit(record, { WholeName_inKana: 'レンシュウ ショウコ', WholeName: '別の 書き方' })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
  })

  it.each([
    ['birth date', { BirthDate: '1980-05-21' }],
    ['name', { WholeName: '別人　太郎', WholeName_inKana: 'ベツジン　タロウ' }],
  ])('with another %s is somebody else: nothing is written', async (_, change) => {
    const record = sampleRecord('valid-30')
    const patient = admit(record, change)
    expect(await deliver(record)).toEqual({ kind: 'stopped', code: 'TZ-E13' })
    expect(patient.insurances).toEqual([])
    expect(orca.steps).toEqual(['01', '99'])
    expectNothingLocked()
  })

  it('without a number, or with one that ORCA does not have, is for a person to see to', async () => {
    const walkIn = sampleRecord('valid-30', { statement: { patientId: null } })
    expect(await deliver(walkIn)).toEqual({ kind: 'stopped', code: 'TZ-E12' })
    expect(await deliver(sampleRecord('valid-30'))).toEqual({
      kind: 'stopped',
      code: 'TZ-E12',
      said: { code: 'E10', message: '患者番号に該当する患者が存在しません' },
    })
    expectNothingLocked()
  })
})

describe('an answer', () => {
  it('with several insurances is left to a person (R44)', async () => {
    const record = sampleRecord('multiple')
    admit(record)
    expect(await deliver(record)).toEqual({ kind: 'stopped', code: 'TZ-E14' })
    expect(orca.steps).toEqual([])
  })

  it('that is valid and has two insurances in force is left to a person too', async () => {
    const record = sampleRecord('valid-30')
    const told = coverageOf(record)
    admit(record)
    const two = answered(record, { coverages: [told, { ...told, number: '102' }] })
    expect(await deliver(two)).toEqual({ kind: 'stopped', code: 'TZ-E14' })
    const dated = answered(record, {
      coverages: [told, { ...told, number: '102', disqualifiedOn: '2026-05-01' }],
    })
    expect(await deliver(dated)).toEqual({ kind: 'done', how: 'written' })
    expect(orca.patients.get('patient-valid-30')?.insurances).toHaveLength(1)
  })

  it('that a later one has overtaken writes nothing, be it of the same day', async () => {
    const record = sampleRecord('invalid')
    const patient = admit(record, { insurances: [held({ HealthInsuredPerson_Number: '５０１' })] })
    const overtaken = { ...record, patient: { ...record.patient, hasNewerAnswer: true } }
    expect(await deliver(overtaken)).toEqual({ kind: 'done', how: 'nothing' })
    expect(patient.insurances).toHaveLength(1)
    expect(orca.steps).toEqual([])
  })

  it('of 無効 with a new one that has no days adds nothing: nobody can tell which is the new', async () => {
    const record = sampleRecord('invalid-new')
    const [one] = answerOf(record)?.coverages ?? []
    if (!one) throw new Error('no coverage')
    const patient = admit(record)
    const undated = answered(record, {
      coverages: [{ ...one, qualifiedOn: null, disqualifiedOn: null }],
    })
    expect(await deliver(undated)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(patient.insurances).toEqual([])
  })

  it('of none, under way or failed has nothing for ORCA', async () => {
    const failed = {
      kind: 'failed',
      at: '2026-11-21T01:00:04.000Z',
      code: 'SBX-1',
      message: null,
    } as const
    for (const record of [
      sampleRecord('none'),
      sampleRecord('valid-30', { result: { kind: 'pending' } }),
      sampleRecord('valid-30', { result: failed }),
    ]) {
      expect(await deliver(record)).toEqual({ kind: 'done', how: 'nothing' })
    }
    expect(orca.steps).toEqual([])
  })

  it('of 医療扶助 is a public expense, once a month', async () => {
    const record = sampleRecord('welfare-combined')
    const patient = admit(record)
    await deliver(record)
    expect(patient.publicExpenses).toEqual([
      {
        PublicInsurance_Id: '0000000002',
        PublicInsurer_Number: '12139127',
        PublicInsuredPerson_Number: '2000024',
        Certificate_IssuedDate: '2026-11-01',
        Certificate_ExpiredDate: '2026-11-30',
        Certificate_CheckDate: '2026-11-21',
      },
    ])
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    const next = answered(record, {
      asOf: '2026-12-03',
      publicExpenses: (answerOf(record)?.publicExpenses ?? []).map((each) => ({
        ...each,
        from: '2026-12-01',
        until: '2026-12-31',
      })),
    })
    await deliver(next)
    expect(patient.publicExpenses).toHaveLength(2)
  })
})

describe('the lock', () => {
  it('of another terminal is waited for, and not touched', async () => {
    const record = sampleRecord('valid-30')
    admit(record)
    orca.openElsewhere('patient-valid-30')
    expect(await deliver(record)).toEqual({
      kind: 'retry',
      code: 'TZ-E10',
      said: { code: 'E90', message: '他端末使用中' },
    })
    expect(orca.locks.get('patient-valid-30')?.karteUid).toBe('terminal-2')
    expect([...notes.held]).toEqual([])
    orca.locks.clear()
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
  })

  it.each([
    ['02', 'refused', { kind: 'stopped', code: 'TZ-E15' }],
    ['03', 'refused', { kind: 'stopped', code: 'TZ-E15' }],
    ['03', 'asks', { kind: 'stopped', code: 'TZ-E16' }],
    ['02', 'http500', { kind: 'retry', code: 'TZ-E02' }],
    ['03', 'http500', { kind: 'retry', code: 'TZ-E02' }],
    ['02', 'lostRequest', { kind: 'retry', code: 'TZ-E01' }],
    ['02', 'lostReply', { kind: 'retry', code: 'TZ-E01' }],
    ['03', 'lostRequest', { kind: 'retry', code: 'TZ-E01' }],
    ['02', 'html', { kind: 'retry', code: 'TZ-E03' }],
    ['02', 'cutOff', { kind: 'retry', code: 'TZ-E03' }],
    ['03', 'notUtf8', { kind: 'retry', code: 'TZ-E03' }],
  ] as const)('is back after %s was %s', async (step, fault, delivery) => {
    const record = sampleRecord('valid-30')
    const patient = admit(record)
    orca.fail(step, fault)
    expect(await deliver(record)).toMatchObject(delivery)
    expect(orca.steps.at(-1)).toBe('99')
    expectNothingLocked()
    expect(await deliver(record)).toMatchObject({ kind: 'done' })
    expect(patient.insurances).toHaveLength(1)
  })

  it('is back, and nothing doubled, after the reply to a write was lost', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record)
    orca.fail('03', 'lostReply')
    expect(await deliver(record)).toEqual({ kind: 'retry', code: 'TZ-E01' })
    expect(orca.writes).toBe(1)
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(orca.writes).toBe(1)
    expect(patient.insurances).toHaveLength(1)
    expectNothingLocked()
  })

  it('that could not be given back is noted, and given back before anything else', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record)
    orca.fail('02', 'lostReply')
    orca.fail('99', 'lostRequest')
    expect(await deliver(record)).toEqual({ kind: 'retry', code: 'TZ-E01' })
    expect(orca.locks.size).toBe(1)
    expect([...notes.held.values()]).toMatchObject([
      { patientNumber: 'patient-valid-30', orcaUid: orca.locks.get('patient-valid-30')?.orcaUid },
    ])
    time += HOLD_MS
    orca.steps.splice(0)
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(orca.steps).toEqual(['99', '01', '02', '03'])
    expect(patient.insurances).toHaveLength(1)
    expectNothingLocked()
  })

  it('is given back after a crash by whatever comes next, for another patient too', async () => {
    const record = sampleRecord('valid-30')
    admit(record)
    const world = worldOf()
    // The process dies between 01 and 02: nothing that it would have done comes to pass.
    void deliverToOrca(record, {
      ...world,
      call: (path, names, body) =>
        body['Request_Number'] === '02'
          ? new Promise(() => undefined)
          : world.call(path, names, body),
    })
    await vi.waitFor(() => {
      expect([...notes.held.values()][0]?.orcaUid).toBeTruthy()
    })
    expect(orca.locks.size).toBe(1)
    time += HOLD_MS
    const other = sampleRecord('valid-10')
    admit(other)
    expect(await deliver(other)).toEqual({ kind: 'done', how: 'written' })
    expectNothingLocked()
  })

  it('whose name was never heard of is found in ORCA’s own list, by ours', async () => {
    const record = sampleRecord('valid-30')
    admit(record)
    orca.openElsewhere('patient-9')
    orca.fail('01', 'lostReply')
    expect(await deliver(record)).toEqual({ kind: 'retry', code: 'TZ-E01' })
    expect(await deliver(record)).toMatchObject({ kind: 'retry', code: 'TZ-E10' })
    time += HOLD_MS
    orca.steps.splice(0)
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect(orca.steps).toEqual(['list', 'unlock', 'unlock', '01', '02', '03'])
    expect([...orca.locks.keys()]).toEqual(['patient-9'])
    expect([...notes.held]).toEqual([])
  })

  it('that is too young for ORCA to give back is waited for', async () => {
    const record = sampleRecord('valid-30')
    admit(record)
    orca.fail('01', 'lostReply')
    await deliver(record)
    const lock = orca.locks.get('patient-valid-30')
    if (lock) lock.at = time + HOLD_MS
    time += HOLD_MS
    expect(await deliver(record)).toEqual({ kind: 'retry', code: 'TZ-E11', afterMs: 60_000 })
    time += 60_000
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expectNothingLocked()
  })

  it('that another gateway took from one that slept is no refusal of the insurance', async () => {
    const record = sampleRecord('valid-30')
    const patient = admit(record)
    const world = worldOf()
    const sleeping = deliverToOrca(record, {
      ...world,
      call: async (path, names, body) => {
        if (body['Request_Number'] === '02') {
          time += HOLD_MS
          expect(await deliver(sampleRecord('valid-30'))).toEqual({ kind: 'done', how: 'written' })
        }
        return world.call(path, names, body)
      },
    })
    expect(await sleeping).toEqual({ kind: 'retry', code: 'TZ-E11' })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'unchanged' })
    expect(patient.insurances).toHaveLength(1)
    expectNothingLocked()
  })

  it('of another gateway at its work is not taken from it', async () => {
    const record = sampleRecord('valid-30')
    admit(record)
    await notes.put({
      facilityId: 'facility-1',
      karteUid: 'other-gateway',
      orcaUid: 'their-lock',
      patientNumber: 'patient-5',
      notedAt: time - HOLD_MS + 1,
    })
    expect(await deliver(record)).toEqual({ kind: 'done', how: 'written' })
    expect([...notes.held.keys()]).toEqual(['facility-1/other-gateway'])
  })
})

describe('ORCA', () => {
  it('that warns has written all the same, and its words are kept', async () => {
    const record = sampleRecord('valid-30')
    admit(record)
    orca.fail('03', 'warned')
    expect(await deliver(record)).toEqual({
      kind: 'done',
      how: 'written',
      said: { code: 'W00', message: '登録処理終了' },
    })
    expectNothingLocked()
  })

  it('is told who asks, in UTF-8', async () => {
    const record = sampleRecord('valid-30')
    admit(record)
    expect(await deliver(record, { user: 'ormaster', password: 'wrong' })).toEqual({
      kind: 'retry',
      code: 'TZ-E05',
    })
    expect(orca.steps).toEqual([])
  })

  it('that is not there is tried again', async () => {
    const record = sampleRecord('valid-30')
    await orca.close()
    expect(await deliver(record)).toEqual({ kind: 'retry', code: 'TZ-E01' })
    orca = await startFakeOrca(() => time)
  })

  it('is spoken to as the recorded example shows', async () => {
    const record = sampleRecord('limit-b05')
    admit(record)
    await deliver(record)
    const uuids = new Map<string, string>()
    const named = orca.bodies
      .join('\n')
      .replace(
        /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}/g,
        (uuid) =>
          uuids.get(uuid) ??
          uuids.set(uuid, uuids.size === 0 ? 'KARTE-UID' : 'ORCA-UID').get(uuid) ??
          '',
      )
    expectRecorded('orca-requests.xml.txt', named)
  })
})
