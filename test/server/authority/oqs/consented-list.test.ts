import { beforeEach, describe, expect, it } from 'vitest'
import { createConsentedList } from '../../../../server/authority/oqs/consented-list'
import type { ExchangeClient } from '../../../../server/authority/oqs/folder/exchange-client'
import type { NewExchange } from '../../../../server/authority/oqs/folder/send-exchange'
import { fillOptions } from '../../../../server/authority/oqs/options'
import type { RosterEntry } from '../../../../server/authority/authority'
import { createMemoryJournal } from '../../../support/oqs/memory-journal'
import { exchange } from './journal-contract'

const SINCE = '2026-11-22'
const MORNING = Date.parse('2026-11-22T00:00:00Z')
const QUERY = { facilityId: 'facility-1', patientId: 'patient-1', since: SINCE }
const ENTRY: RosterEntry = {
  numbers: { insurerNumber: '01139013', symbol: '13990001', number: '101', branch: '00' },
  birthdate: '1980-05-20',
}

let now: number
let started: NewExchange[]
/** By the id of the list: what lies there by now. */
let results: Map<string, string>
let entry: RosterEntry | null

beforeEach(() => {
  now = MORNING
  started = []
  results = new Map()
  entry = ENTRY
})

function openList(listEveryMs = 60_000) {
  const client: ExchangeClient = {
    start(request) {
      started.push(request)
      return Promise.resolve(exchange({ requestId: request.requestId }))
    },
    look(requestId) {
      if (!started.some((each) => each.requestId === requestId)) return Promise.resolve(undefined)
      const result = results.get(requestId) ?? null
      const state = result === null ? 'submitted' : 'done'
      const found = exchange({ requestId, kind: 'muhvq', state, result })
      return Promise.resolve({ exchange: found, unreadable: false })
    },
    scan: () => Promise.resolve(),
    sweep: () => Promise.resolve(),
  }
  const options = fillOptions({
    facilityId: 'facility-1',
    institutionCode: '1319999999',
    root: '/exchange',
    journal: createMemoryJournal(),
    roster: () => Promise.resolve(entry),
    now: () => now,
    listEveryMs,
  })
  return createConsentedList(options, client)
}

interface Unit {
  referenceNumber?: string
  classification?: string
  insurerNumber?: string
  number?: string
  branch?: string
  birthdate?: string
  consentedAt?: string
  diagnosis?: number
}

function unit({
  referenceNumber,
  classification = '01',
  insurerNumber = '01139013',
  number = '101',
  branch = '00',
  birthdate = '19800520',
  consentedAt = '20261122093000',
  diagnosis = 1,
}: Unit): string {
  return (
    '<BulkConfirmUnit><ProcessingResultStatus>1</ProcessingResultStatus><QualificationValidity>1</QualificationValidity>' +
    '<PrescriptionIssueSelect>1</PrescriptionIssueSelect>' +
    (referenceNumber === undefined ? '' : `<ReferenceNumber>${referenceNumber}</ReferenceNumber>`) +
    `<ResultOfQualificationConfirmation><InsuredCardClassification>${classification}</InsuredCardClassification>` +
    `<InsurerNumber>${insurerNumber}</InsurerNumber><InsuredCardSymbol>１３９９０００１</InsuredCardSymbol>` +
    `<InsuredIdentificationNumber>${number}</InsuredIdentificationNumber><InsuredBranchNumber>${branch}</InsuredBranchNumber>` +
    `<Name>見本　一郎</Name><Birthdate>${birthdate}</Birthdate><DiagnosisInfoConsFlg>${diagnosis}</DiagnosisInfoConsFlg>` +
    `<DiagnosisInfoConsTime>${consentedAt}</DiagnosisInfoConsTime></ResultOfQualificationConfirmation></BulkConfirmUnit>`
  )
}

/** The list that was asked for last has come. */
function arrive(units: readonly Unit[], segment = 1): void {
  const id = started.at(-1)?.requestId ?? ''
  results.set(
    id,
    '<XmlMsg><MessageHeader><ProcessExecutionTime>20261122100000</ProcessExecutionTime>' +
      '<MedicalInstitutionCode>1319999999</MedicalInstitutionCode>' +
      `<SegmentOfResult>${segment}</SegmentOfResult></MessageHeader><MessageBody>${units.map(unit).join('')}</MessageBody></XmlMsg>`,
  )
}

describe('who went through the official page', () => {
  it('is asked for once for everybody who waits', async () => {
    const list = openList()
    const found = await Promise.all(
      ['patient-1', 'patient-2', 'patient-3'].map((patientId) =>
        list.find({ ...QUERY, patientId }),
      ),
    )
    expect(found).toEqual([null, null, null])
    expect(started).toHaveLength(1)
    expect(started[0]).toMatchObject({
      kind: 'muhvq',
      items: [{ consentFrom: '20261122', consentTo: '20261122', treatmentFlag: '2' }],
    })
  })

  it('is asked for again when the list has grown old, and not before', async () => {
    const list = openList()
    await list.find(QUERY)
    arrive([])
    now += 59_999
    await list.find(QUERY)
    expect(started).toHaveLength(1)
    now += 1
    await list.find(QUERY)
    expect(started).toHaveLength(2)
    // While the new one is waited for the old one stands.
    await list.find(QUERY)
    expect(started).toHaveLength(2)
  })

  it('is asked for anew when a list never comes', async () => {
    const list = openList()
    await list.find(QUERY)
    now += 31 * 60_000
    await list.find(QUERY)
    expect(started).toHaveLength(2)
  })

  it('is a fault to whoever asks when the list fails, and asked for anew', async () => {
    const list = openList()
    await list.find(QUERY)
    arrive([], 9)
    await expect(list.find(QUERY)).rejects.toThrow('the list of consented patients failed')
    await list.find(QUERY)
    expect(started).toHaveLength(2)
  })

  it('is found by the facility’s own number, with what was agreed to', async () => {
    const list = openList()
    await list.find(QUERY)
    arrive([{ referenceNumber: 'patient-2' }, { referenceNumber: 'patient-1' }])
    const found = await list.find(QUERY)
    expect(found).toMatchObject({
      registeredAt: '2026-11-22T00:30:00.000Z',
      consent: {
        items: { diagnosis: true, medication: false, checkup: false, surgery: false },
        prescription: 'electronic',
        decidedBy: { kind: 'patient' },
        decidedAt: '2026-11-22T00:30:00.000Z',
      },
    })
    expect(await list.replyOf(found?.id ?? '')).toMatchObject({
      validity: 'valid',
      consentedItems: ['diagnosis'],
    })
  })

  it('of オンライン診療 stands in a list of its own', async () => {
    const list = openList()
    await list.find(QUERY)
    await list.find({ ...QUERY, setting: 'onlineCare' })
    expect(started.map(({ kind, items }) => [kind, items[0]?.treatmentFlag])).toEqual([
      ['muhvq', '2'],
      ['muonq', '3'],
    ])
  })

  it('is found by all numbers and the birth date where the list has no number of ours', async () => {
    const list = openList()
    await list.find(QUERY)
    arrive([{}])
    expect(await list.find(QUERY)).not.toBeNull()
  })

  it.each<[string, Unit]>([
    ['another 照会番号, whatever else fits', { referenceNumber: 'patient-9' }],
    ['another number', { number: '102' }],
    ['another 枝番: a brother', { branch: '01' }],
    ['another birth date', { birthdate: '19800521' }],
    [
      'a consent of the day before',
      { referenceNumber: 'patient-1', consentedAt: '20261121235959' },
    ],
  ])('is nobody with %s', async (_, other) => {
    const list = openList()
    await list.find(QUERY)
    arrive([other])
    expect(await list.find(QUERY)).toBeNull()
  })

  it('is found by 公費負担者番号, 受給者番号 and birth date where there is 医療扶助 alone', async () => {
    const insurerNumber = '12139127'
    entry = {
      numbers: { insurerNumber, symbol: null, number: '1000017', branch: null },
      birthdate: '1980-05-20',
    }
    const welfare = { classification: 'A1', insurerNumber, number: '1000017' }
    const list = openList()
    await list.find(QUERY)
    arrive([{ ...welfare, birthdate: '19800521' }, { ...welfare, number: '2000024' }, welfare])
    expect((await list.find(QUERY))?.id).toMatch(/#2$/)
  })

  it('is nobody by numbers that the roster does not have', async () => {
    entry = null
    const list = openList()
    await list.find(QUERY)
    arrive([{}])
    expect(await list.find(QUERY)).toBeNull()
  })

  it('is found although somebody else’s entry cannot be read', async () => {
    const list = openList()
    await list.find(QUERY)
    arrive([{ birthdate: '19801399' }, { referenceNumber: 'patient-1' }])
    expect(await list.find(QUERY)).not.toBeNull()
  })

  it('keeps an acceptance over a restart, for as long as its list is kept', async () => {
    const list = openList()
    await list.find(QUERY)
    arrive([{ referenceNumber: 'patient-1' }])
    const id = (await list.find(QUERY))?.id ?? ''
    const after = openList()
    expect(await after.replyOf(id)).toMatchObject({ validity: 'valid' })
    expect(await after.replyOf('consented:muhvq:gone#0')).toBeNull()
    expect(await after.replyOf(id.replace('#0', '#7'))).toBeNull()
  })
})
