/** FHIR R4 with JP Core: structure by a validator of R4, profiles by their published constraints, meaning by hand. */
import fc from 'fast-check'
import { Fhir } from 'fhir'
import { describe, expect, it } from 'vitest'
import type { Coverage, EligibilityAnswer } from '../../../domain/answer'
import { toBundle, writeBundle } from '../../../server/export/fhir/bundle'
import type {
  FhirBundle,
  FhirConsent,
  FhirCoverage,
  FhirEligibilityResponse,
  FhirOrganization,
  FhirPatient,
  FhirResource,
} from '../../../server/export/fhir/types'
import { answerOf, type ExportRecord } from '../../../server/export/record'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { expectJpCore } from './jp-core'
import { expectRecorded } from './recorded'
import { ANSWERED_AT, CONSENT, SAMPLE_FACILITY, sampleRecord } from './sample-records'

const EXAMPLES = [
  'valid-30',
  'limit-b05',
  'several-insurers',
  'welfare-combined',
  'invalid-new',
  'none',
]
const R4 = new Fhir()

function every<T extends FhirResource>(bundle: FhirBundle, type: T['resourceType']): T[] {
  return bundle.entry
    .map(({ resource }) => resource)
    .filter((resource): resource is T => resource.resourceType === type)
}

function one<T extends FhirResource>(bundle: FhirBundle, type: T['resourceType']): T {
  const [first] = every<T>(bundle, type)
  if (!first) throw new Error(`no ${type}`)
  return first
}

function responseOf(record: ExportRecord): FhirEligibilityResponse {
  return one<FhirEligibilityResponse>(toBundle(record), 'CoverageEligibilityResponse')
}

function answered(record: ExportRecord, change: Partial<EligibilityAnswer>): ExportRecord {
  if (record.result.kind !== 'answered') throw new Error('not answered')
  return { ...record, result: { kind: 'answered', answer: { ...record.result.answer, ...change } } }
}

function expectValid(record: ExportRecord): void {
  const bundle = toBundle(record)
  const { messages } = R4.validate(JSON.parse(writeBundle(bundle)) as object, {
    errorOnUnexpected: true,
  })
  expect(messages.filter(({ severity }) => ['fatal', 'error'].includes(String(severity)))).toEqual(
    [],
  )
  expectJpCore(bundle)
}

const DAY = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const WORDS = fc.constantFrom(
  '',
  ' ',
  '\u3000',
  '見本',
  '●●　●',
  '<b>&"\\n',
  'ﾐﾎﾝ ﾊﾅｺ',
  '𠮷',
  'A B C',
)
const MAYBE_DAY = fc.option(DAY)

/** Whatever the interface leaves out, leaves empty or fills with something strange. */
const ANY_CHANGE = fc.record({
  answer: fc.record(
    {
      validity: fc.constantFrom(
        'valid',
        'invalid',
        'invalidNewExists',
        'none',
        'multiple',
        'validUnregistered',
      ),
      message: fc.option(WORDS),
      consentedItems: fc.subarray(['diagnosis', 'medication', 'checkup', 'surgery'] as const),
      consentUntil: fc.option(fc.constant('2026-11-22T01:00:00.000Z')),
    },
    { requiredKeys: [] },
  ),
  coverage: fc.record(
    {
      insurerName: WORDS,
      symbol: fc.option(WORDS),
      number: WORDS,
      branch: fc.constantFrom(null, '00', '99'),
      cardClassification: WORDS,
      relation: fc.constantFrom(null, 'self', 'family'),
      name: WORDS,
      nameKana: fc.option(WORDS),
      sex: fc.constantFrom('male', 'female', 'unset'),
      birthdate: DAY,
      address: fc.option(WORDS),
      qualifiedOn: MAYBE_DAY,
      disqualifiedOn: MAYBE_DAY,
      burdenPercent: fc.constantFrom(null, 10, 20, 30),
      limit: fc.option(
        fc.record({
          classification: fc.constantFrom('01', '02', '03'),
          category: fc.constantFrom('A01', 'B10'),
          from: MAYBE_DAY,
          until: fc.constant(null),
        }),
      ),
    },
    { requiredKeys: [] },
  ),
}) as fc.Arbitrary<{ answer: Partial<EligibilityAnswer>; coverage: Partial<Coverage> }>

describe('a bundle', () => {
  it('of every person of the sandbox is valid R4 and keeps to the profiles of JP Core', () => {
    for (const person of SANDBOX_PEOPLE) expectValid(sampleRecord(person.id))
  })

  it('of any answer that the authority could give is valid too', () => {
    fc.assert(
      fc.property(
        ANY_CHANGE,
        fc.constantFrom(...SANDBOX_PEOPLE.map(({ id }) => id)),
        (change, id) => {
          const record = sampleRecord(id)
          const coverages = (answerOf(record)?.coverages ?? []).map((told) => ({
            ...told,
            ...change.coverage,
          }))
          expectValid(answered(record, { ...change.answer, coverages }))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('is valid without an answer, after an error, of a walk-in, and of a facility without a code', () => {
    const failed = { kind: 'failed', at: new Date(ANSWERED_AT).toISOString() } as const
    const none = { statement: { patientId: null } }
    expectValid(sampleRecord('valid-30', { result: { kind: 'pending' } }))
    expectValid(sampleRecord('valid-30', { result: { ...failed, code: 'SBX-1', message: 'だめ' } }))
    expectValid(sampleRecord('valid-30', { result: { ...failed, code: 'SBX-1', message: null } }))
    expectValid(sampleRecord('valid-30', none))
    const facility = { ...SAMPLE_FACILITY, institutionCode: null }
    expectValid(sampleRecord('valid-30', { facility }))
    expectValid(sampleRecord('none', { facility, ...none }))
  })

  it('would not pass with an unknown code, a missing part or a reference that leads nowhere', () => {
    const broken = JSON.parse(
      writeBundle(toBundle(sampleRecord('valid-30'))).replace(
        '"outcome": "complete"',
        '"outcome": "done"',
      ),
    ) as object
    expect(R4.validate(broken, { errorOnUnexpected: true }).valid).toBe(false)
    const bundle = toBundle(sampleRecord('valid-30'))
    const without = {
      ...bundle,
      entry: bundle.entry.filter(({ resource }) => resource.resourceType !== 'Patient'),
    }
    expect(() => {
      expectJpCore(without)
    }).toThrow()
  })

  it('is the same for the same record, and names the check', () => {
    const record = sampleRecord('valid-30')
    expect(toBundle(record)).toEqual(toBundle(record))
    expect(toBundle(record).identifier.value).toBe(`urn:uuid:${record.check.id}`)
    expect(toBundle(record).id).not.toBe(toBundle(sampleRecord('valid-10')).id)
  })

  it('is in the recorded examples', () => {
    for (const id of EXAMPLES) {
      expectRecorded(`fhir/${id}.json`, writeBundle(toBundle(sampleRecord(id))))
    }
  })
})

describe('the patient', () => {
  it('has the facility’s own number, under the facility’s own namespace', () => {
    const patient = one<FhirPatient>(toBundle(sampleRecord('valid-30')), 'Patient')
    expect(patient.identifier).toEqual([
      { system: 'urn:oid:1.2.392.100495.20.3.51.11319999999', value: 'patient-valid-30' },
    ])
  })

  it('has the name in characters and in kana, split where a space splits it', () => {
    const patient = one<FhirPatient>(toBundle(sampleRecord('valid-30')), 'Patient')
    expect(
      patient.name?.map(({ extension, text, family, given }) => [
        extension[0]?.valueCode,
        text,
        family,
        given,
      ]),
    ).toEqual([
      ['IDE', '見本　一郎', '見本', ['一郎']],
      ['SYL', 'ミホン　イチロウ', 'ミホン', ['イチロウ']],
    ])
  })

  it('keeps ● as it came, and an address that was left out stays out', () => {
    const dotted = one<FhirPatient>(toBundle(sampleRecord('name-dot')), 'Patient')
    expect(dotted.name?.[0]?.text).toBe('●見本　道子')
    expect(dotted.address).toEqual([{ text: '訓練県みほん市●台１番１号' }])
    expect(one<FhirPatient>(toBundle(sampleRecord('address-empty')), 'Patient')).not.toHaveProperty(
      'address',
    )
  })

  it('has neither name nor birth date where the answer has none', () => {
    const patient = one<FhirPatient>(toBundle(sampleRecord('none')), 'Patient')
    expect(Object.keys(patient)).toEqual([
      'resourceType',
      'id',
      'meta',
      'identifier',
      'managingOrganization',
    ])
  })
})

describe('a coverage', () => {
  it('has numbers in full width, the 枝番 in half width, and zeros before a 国保 number', () => {
    const coverage = one<FhirCoverage>(toBundle(sampleRecord('limit-b05')), 'Coverage')
    expect(coverage.identifier.map(({ value }) => value)).toEqual([
      '00139071:みほん:２００３０５:01',
      '"00139071","みほん","２００３０５","01"',
    ])
    expect(coverage.extension?.map(({ valueString }) => valueString)).toEqual([
      'みほん',
      '２００３０５',
      '01',
    ])
    expect(coverage.subscriberId).toBe('みほん:２００３０５')
    expect(coverage.type.coding?.[0]?.code).toBe('2')
  })

  it('of 後期 has neither 記号 nor 枝番, and keeps the last colon', () => {
    const bundle = toBundle(sampleRecord('valid-10'))
    const coverage = one<FhirCoverage>(bundle, 'Coverage')
    expect(coverage.identifier[0]?.value).toBe('39139100::００９９００１０:')
    expect(coverage).not.toHaveProperty('dependent')
    expect(coverage).not.toHaveProperty('relationship')
    expect(coverage.type.coding?.[0]?.code).toBe('7')
    expect(coverage.costToBeneficiary?.[0]?.valueQuantity?.value).toBe(10)
  })

  it('ends on the last day with cover, the one before 資格喪失日', () => {
    const record = sampleRecord('invalid')
    if (record.result.kind !== 'answered') throw new Error('not answered')
    const [told] = record.result.answer.coverages
    if (!told) throw new Error('no coverage')
    const ending = (qualifiedOn: string | null, disqualifiedOn: string | null) =>
      one<FhirCoverage>(
        toBundle(answered(record, { coverages: [{ ...told, qualifiedOn, disqualifiedOn }] })),
        'Coverage',
      ).period
    expect(ending('2024-04-01', '2026-10-01')).toEqual({ start: '2024-04-01', end: '2026-09-30' })
    expect(ending('2024-04-01', '2024-04-01')).toEqual({ start: '2024-04-01', end: '2024-04-01' })
    expect(ending(null, '2024-03-01')).toEqual({ end: '2024-02-29' })
    expect(ending('2024-04-01', null)).toEqual({ start: '2024-04-01' })
    expect(ending(null, null)).toBeUndefined()
  })

  it('is paid by its insurer, written as on the card', () => {
    const bundle = toBundle(sampleRecord('limit-b05'))
    const payor = one<FhirCoverage>(bundle, 'Coverage').payor[0]?.reference
    const insurer = bundle.entry.find(({ fullUrl }) => fullUrl === payor)
      ?.resource as FhirOrganization
    expect(insurer.identifier).toEqual([
      { system: 'http://jpfhir.jp/fhir/core/mhlw/IdSystem/InsurerNumber', value: '139071' },
    ])
    expect(insurer.name).toBe('訓練県みほん市')
  })

  it('of 医療扶助 is a coverage of its own, with payer, recipient and what the patient pays', () => {
    const coverages = every<FhirCoverage>(toBundle(sampleRecord('welfare-combined')), 'Coverage')
    expect(coverages.map(({ type }) => type.coding?.[0]?.code)).toEqual(['1', '8'])
    expect(coverages[1]).toMatchObject({
      identifier: [{ system: 'urn:oid:1.2.392.100495.20.3.72', value: '2000024' }],
      class: [{ value: '02', name: '併用' }],
      costToBeneficiary: [{ valueMoney: { value: 2500, currency: 'JPY' } }],
    })
  })
})

describe('the response', () => {
  const inforce = (record: ExportRecord) =>
    responseOf(record).insurance?.map((each) => each.inforce)

  it('says 有効 and 有効(未登録) by inforce, with the authority’s own code kept', () => {
    const response = responseOf(sampleRecord('valid-30'))
    expect(response).toMatchObject({
      outcome: 'complete',
      disposition: '有効',
      servicedDate: '2026-11-21',
    })
    expect(response.insurance?.[0]?.inforce).toBe(true)
    expect(response.extension?.[0]?.valueCoding).toMatchObject({ code: '1', display: '有効' })
    expect(inforce(sampleRecord('welfare-alone'))).toEqual([true])
    expect(responseOf(sampleRecord('welfare-alone')).extension?.[0]?.valueCoding?.code).toBe('6')
  })

  it('says 無効 by inforce false', () => {
    const response = responseOf(sampleRecord('invalid'))
    expect(response).toMatchObject({ outcome: 'complete', disposition: '無効' })
    expect(response.insurance?.[0]?.inforce).toBe(false)
  })

  it('tells the new insurance from the lost one by their days only (R42)', () => {
    const record = sampleRecord('invalid-new')
    expect(inforce(record)).toEqual([false, true])
    if (record.result.kind !== 'answered') throw new Error('not answered')
    const undated = record.result.answer.coverages.map((coverage) => ({
      ...coverage,
      qualifiedOn: null,
      disqualifiedOn: null,
    }))
    expect(inforce(answered(record, { coverages: undated }))).toEqual([false, false])
  })

  it('of several answers in part and says of none that it holds: a person chooses (R44)', () => {
    const response = responseOf(sampleRecord('multiple'))
    expect(response).toMatchObject({
      outcome: 'partial',
      disposition: '複数該当: 複数の資格が該当します。',
      error: [{ code: { coding: [{ code: '5' }] } }],
    })
    expect(response.insurance?.map((each) => 'inforce' in each)).toEqual([false, false])
  })

  it('of none is complete, holds no insurance and names no reason (R43)', () => {
    const response = responseOf(sampleRecord('none'))
    expect(response).toMatchObject({
      outcome: 'complete',
      disposition: '該当資格なし: 該当する資格情報がありません。',
    })
    expect(response).not.toHaveProperty('insurance')
    expect(response).not.toHaveProperty('error')
  })

  it('is queued while the authority works, and an error with its code and sentence as they are', () => {
    expect(responseOf(sampleRecord('valid-30', { result: { kind: 'pending' } })).outcome).toBe(
      'queued',
    )
    const failed = sampleRecord('valid-30', {
      result: {
        kind: 'failed',
        at: '2026-11-21T01:00:04.000Z',
        code: 'SBX-9',
        message: '通信エラー',
      },
    })
    expect(responseOf(failed)).toMatchObject({
      outcome: 'error',
      disposition: '通信エラー',
      error: [{ code: { coding: [{ code: 'SBX-9' }] } }],
    })
  })

  it('lists 限度額, 特定疾病, 高齢受給者 and 未就学 with the days they are certified for', () => {
    const items = (id: string) =>
      (responseOf(sampleRecord(id)).insurance?.[0]?.item ?? []).map(
        ({ category, benefit, extension }) => [
          category.coding?.[0]?.code,
          benefit[0]?.allowedString ?? benefit[0]?.allowedMoney?.value ?? null,
          extension?.[0]?.valuePeriod ?? null,
        ],
      )
    const year = { start: '2026-08-01', end: '2027-07-31' }
    expect(items('limit-b05')).toEqual([
      ['limit', 'B05', year],
      ['elderly', '20%', year],
    ])
    expect(items('disease-dialysis')).toEqual([['disease', 10_000, { start: '2026-08-01' }]])
    expect(items('valid-preschool')).toEqual([['preschool', null, null]])
  })
})

describe('consents', () => {
  const consentsOf = (record: ExportRecord) => every<FhirConsent>(toBundle(record), 'Consent')
  const kinds = (record: ExportRecord) =>
    consentsOf(record).map(({ status, provision }) => [
      provision.code[0]?.coding?.[0]?.code,
      status,
      provision.type,
    ])

  it('are one for each kind: open, or refused', () => {
    const consent = {
      ...CONSENT,
      items: { diagnosis: true, medication: true, checkup: false, surgery: false },
    }
    const record = sampleRecord('valid-30', { statement: { consent } })
    expect(kinds(record)).toEqual([
      ['SRJ', 'active', 'permit'],
      ['YZK', 'active', 'permit'],
      ['TKK', 'rejected', 'deny'],
      ['SHJ', 'rejected', 'deny'],
    ])
    expectValid(record)
  })

  it('that were given and are closed all the same are inactive (R22)', () => {
    const record = sampleRecord('valid-30', { facts: { certificateLastDay: '2026-10-31' } })
    expect(new Set(kinds(record).map(([, status]) => status))).toEqual(new Set(['inactive']))
    expectValid(record)
  })

  it('end when the authority says so (R32)', () => {
    const record = sampleRecord('valid-30', { statement: { setting: 'houseCall' } })
    expect(consentsOf(record)[0]?.provision.period).toEqual({
      start: '2026-11-21T00:59:30Z',
      end: '2026-11-22T01:00:04.000Z',
    })
  })

  it('name a proxy as such (R31)', () => {
    const consent = { ...CONSENT, decidedBy: { kind: 'proxy', relation: '長女' } as const }
    const [first] = consentsOf(sampleRecord('valid-30', { statement: { consent } }))
    expect(first?.performer).toEqual([{ display: '代理: 長女' }])
  })

  it('of a 再照会 point to the check under which they were given (R33)', () => {
    const record = sampleRecord('disease-dialysis', {
      evidence: 'reinquiry',
      statement: { consent: null },
    })
    const earlier = '019aa3e0-8f80-7000-8000-000000000001'
    const open = answered(record, { consentedItems: ['medication'], consentOf: earlier })
    const [first, ...others] = consentsOf(open)
    expect(others).toEqual([])
    expect(first?.sourceReference?.identifier?.value).toBe(`urn:uuid:${earlier}`)
    expectValid(open)
  })

  it('are none where nobody was asked (R4)', () => {
    const record = sampleRecord('valid-30', {
      statement: { consent: null, channel: 'eligibilityOnly', setting: 'treatmentRoom' },
    })
    expect(consentsOf(record)).toEqual([])
  })
})
