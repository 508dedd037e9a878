/**
 * The constraints of JP Core 1.x on what is exported, and R4's own invariants that a validator of structure does not know,
 * as data. Taken from the published profiles (state of 2024-11-18); each rule names the profile by its canonical URL.
 */
import { expect } from 'vitest'
import type { FhirBundle } from '../../../server/export/fhir/types'

export type Json = Record<string, unknown>

interface Rule {
  says: string
  holds: (resource: Json, bundle: FhirBundle) => boolean
}

const CORE = 'http://jpfhir.jp/fhir/core'
const EXTENSION = `${CORE}/Extension/StructureDefinition`
const MEMBER_ID = 'http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID'
const MEMBER_CSV = `${CORE}/IdSystem/JP_Coverage_id`
const NAME_REPRESENTATION = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation'

/** http://jpfhir.jp/fhir/core/StructureDefinition/JP_Patient with its name, …/JP_HumanName. */
const JP_PATIENT: readonly Rule[] = [
  { says: 'identifier 1..*', holds: (patient) => list(patient, 'identifier').length >= 1 },
  {
    says: 'identifier.value 1..1',
    holds: (patient) => list(patient, 'identifier').every(({ value }) => isText(value)),
  },
  {
    says: 'name only JP_HumanName: extension iso21090-EN-representation 1..*',
    holds: (patient) =>
      list(patient, 'name').every(
        (name) =>
          list(name, 'extension').filter(
            ({ url, valueCode }) =>
              url === NAME_REPRESENTATION && ['ABC', 'SYL', 'IDE'].includes(String(valueCode)),
          ).length >= 1,
      ),
  },
  {
    says: 'managingOrganization only JP_Organization',
    holds: (patient, bundle) =>
      pointsTo(bundle, patient['managingOrganization'], 'JP_Organization'),
  },
]

/** http://jpfhir.jp/fhir/core/StructureDefinition/JP_Coverage */
const JP_COVERAGE: readonly Rule[] = [
  ...[MEMBER_ID, MEMBER_CSV].map((system) => ({
    says: `identifier with ${system} 0..1, its value 1..1`,
    holds: (coverage: Json) => {
      const slice = list(coverage, 'identifier').filter((each) => each['system'] === system)
      return slice.length <= 1 && slice.every(({ value }) => isText(value))
    },
  })),
  {
    says: 'the extensions of 記号, 番号, 枝番 are strings',
    holds: (coverage) =>
      list(coverage, 'extension').every(
        ({ url, valueString }) =>
          [
            `${EXTENSION}/JP_Coverage_InsuredPersonSymbol`,
            `${EXTENSION}/JP_Coverage_InsuredPersonNumber`,
            `${EXTENSION}/JP_Coverage_InsuredPersonSubNumber`,
          ].includes(String(url)) && isText(valueString),
      ),
  },
  {
    says: '枝番 is two half-width digits',
    holds: (coverage) =>
      list(coverage, 'extension')
        .filter(({ url }) => String(url).endsWith('SubNumber'))
        .every(({ valueString }) => /^\d{2}$/.test(String(valueString))),
  },
  {
    says: 'beneficiary 1..1 only JP_Patient',
    holds: (coverage, bundle) =>
      coverage['beneficiary'] !== undefined &&
      pointsTo(bundle, coverage['beneficiary'], 'JP_Patient'),
  },
  {
    says: 'subscriber only JP_Patient or RelatedPerson',
    holds: (coverage, bundle) => pointsTo(bundle, coverage['subscriber'], 'JP_Patient'),
  },
  {
    says: 'payor 1..* only JP_Organization, JP_Patient or RelatedPerson',
    holds: (coverage, bundle) =>
      list(coverage, 'payor').length >= 1 &&
      list(coverage, 'payor').every((payor) => pointsTo(bundle, payor, 'JP_Organization')),
  },
]

/** http://jpfhir.jp/fhir/core/StructureDefinition/JP_Organization */
const JP_ORGANIZATION: readonly Rule[] = [
  ...(
    [
      ['JP_Organization_PrefectureNo', 'valueCoding', 'mhlw/CodeSystem/PrefectureNo-2digits'],
      [
        'JP_Organization_InsuranceOrganizationCategory',
        'valueCoding',
        'mhlw/CodeSystem/MedicationFeeScoreType',
      ],
      [
        'JP_Organization_InsuranceOrganizationNo',
        'valueIdentifier',
        'mhlw/IdSystem/MedicalOrganizationID',
      ],
    ] as const
  ).map(([name, value, system]) => ({
    says: `extension ${name} 0..1, ${value} of ${system}`,
    holds: (organization: Json) => {
      const slice = list(organization, 'extension').filter(
        ({ url }) => url === `${EXTENSION}/${name}`,
      )
      return (
        slice.length <= 1 &&
        slice.every((each) => (each[value] as Json | undefined)?.['system'] === `${CORE}/${system}`)
      )
    },
  })),
  {
    says: 'identifier.system is one of the fixed ones where the organisation is of that kind',
    holds: (organization) =>
      list(organization, 'identifier').every(({ system, value }) => {
        switch (system) {
          case `${CORE}/IdSystem/insurance-medical-institution-no`:
            return /^\d{10}$/.test(String(value))
          case `${CORE}/mhlw/IdSystem/InsurerNumber`:
            return /^(\d{6}|\d{8})$/.test(String(value))
          case 'urn:oid:1.2.392.100495.20.3.71':
            return /^\d{8}$/.test(String(value))
          default:
            return false
        }
      }),
  },
  {
    says: 'org-1: a name or an identifier',
    holds: ({ name, identifier }) => isText(name) || !!identifier,
  },
]

/** JP_Consent constrains nothing; these are R4’s (ppc-1, and ppc-2 for the scope of privacy). */
const JP_CONSENT: readonly Rule[] = [
  {
    says: 'ppc-1: a policy or a policyRule',
    holds: (consent) => consent['policyRule'] !== undefined,
  },
  { says: 'ppc-2: a patient', holds: (consent) => consent['patient'] !== undefined },
  {
    says: 'scope patient-privacy, one category',
    holds: (consent) =>
      JSON.stringify(consent['scope']).includes('"patient-privacy"') &&
      list(consent, 'category').length === 1,
  },
]

/** R4: http://hl7.org/fhir/StructureDefinition/CoverageEligibilityResponse; JP Core has no profile of it. */
const RESPONSE: readonly Rule[] = [
  {
    says: 'ces-1: an item has a category or a product, not both',
    holds: (response) =>
      list(response, 'insurance')
        .flatMap((insurance) => list(insurance, 'item'))
        .every(
          (item) => (item['category'] !== undefined) !== (item['productOrService'] !== undefined),
        ),
  },
  {
    says: 'ref-1, dom-3: the request is contained, and referred to',
    holds: (response) => {
      const [request] = list(response, 'contained')
      return (response['request'] as Json)['reference'] === `#${String(request?.['id'])}`
    },
  },
  {
    says: 'insurance.coverage only JP_Coverage',
    holds: (response, bundle) =>
      list(response, 'insurance').every(({ coverage }) =>
        pointsTo(bundle, coverage, 'JP_Coverage'),
      ),
  },
]

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  Patient: JP_PATIENT,
  Coverage: JP_COVERAGE,
  Organization: JP_ORGANIZATION,
  Consent: JP_CONSENT,
  CoverageEligibilityResponse: RESPONSE,
}

/** Every rule of every resource of the bundle; what is broken is named. */
export function expectJpCore(bundle: FhirBundle): void {
  const broken = bundle.entry.flatMap(({ resource }) => {
    const rules = RULES[resource.resourceType] ?? []
    return rules
      .filter(({ holds }) => !holds(resource as unknown as Json, bundle))
      .map(({ says }) => `${resource.resourceType}: ${says}`)
  })
  expect([
    ...broken,
    ...brokenReferences(bundle),
    ...brokenPeriods(bundle),
    ...emptyParts(bundle, 'Bundle'),
  ]).toEqual([])
  // bdl-7
  expect(new Set(bundle.entry.map(({ fullUrl }) => fullUrl)).size).toBe(bundle.entry.length)
}

function brokenReferences(bundle: FhirBundle): string[] {
  const known = new Set(bundle.entry.map(({ fullUrl }) => fullUrl))
  return objectsIn(bundle)
    .map(({ reference }) => reference)
    .filter((reference): reference is string => typeof reference === 'string')
    .filter((reference) => !reference.startsWith('#') && !known.has(reference))
}

/** ele-1, and JSON of R4: what is there has a value; no empty text, list or object. */
function emptyParts(value: unknown, path: string): string[] {
  if (value === '') return [`${path} is an empty text`]
  if (typeof value !== 'object' || value === null) return []
  const parts = Object.entries(value)
  if (parts.length === 0) return [`${path} is empty`]
  return parts.flatMap(([name, part]) => emptyParts(part, `${path}.${name}`))
}

/** per-1: a Period does not end before it starts. */
function brokenPeriods(bundle: FhirBundle): string[] {
  return objectsIn(bundle)
    .filter(({ start, end }) => typeof start === 'string' && typeof end === 'string')
    .filter(({ start, end }) => String(end).slice(0, 10) < String(start).slice(0, 10))
    .map(({ start, end }) => `${String(start)} to ${String(end)}`)
}

function pointsTo(bundle: FhirBundle, reference: unknown, profile: string): boolean {
  if (reference === undefined) return true
  const target = (reference as Json)['reference']
  const found = bundle.entry.find(({ fullUrl }) => fullUrl === target)?.resource
  const meta = (found as unknown as Json | undefined)?.['meta'] as { profile: string[] } | undefined
  return meta?.profile.includes(`${CORE}/StructureDefinition/${profile}`) ?? false
}

function objectsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  if (typeof value !== 'object' || value === null) return []
  return [value as Json, ...Object.values(value).flatMap(objectsIn)]
}

function list(parent: Json, name: string): Json[] {
  return (parent[name] ?? []) as Json[]
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
