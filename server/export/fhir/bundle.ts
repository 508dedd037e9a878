/** One check and its answer as a FHIR R4 collection with the profiles of JP Core 1.x (docs/export.md). */
import { answerOf, type ExportRecord } from '../record'
import { toConsents } from './consent'
import { toCoverage, toPublicCoverage } from './coverage'
import { toEligibilityResponse } from './eligibility'
import { toFacility, toInsurer, toPatient, toPublicPayer } from './people'
import { SYSTEMS } from './systems'
import type { FhirBundle, FhirResource } from './types'
import { urnOf, uuidOf } from './urn'

/** The same record gives the same bundle, byte for byte. */
export function toBundle(record: ExportRecord): FhirBundle {
  const checkId = record.check.id
  const answer = answerOf(record)
  const facility = toFacility(record.facility)
  const patient = toPatient(checkId, record.facility, record.patient, answer?.coverages[0] ?? null)
  const insured = (answer?.coverages ?? []).map((told, place) => {
    const payer = toInsurer(told)
    return { told, payer, resource: toCoverage(told, { checkId, place, patient, payer }) }
  })
  const supported = (answer?.publicExpenses ?? []).map((told, place) => {
    const payer = toPublicPayer(told)
    return { payer, resource: toPublicCoverage(told, { checkId, place, patient, payer }) }
  })
  const response = toEligibilityResponse(record, {
    patient,
    facility,
    coverages: insured,
    publicCoverages: supported.map(({ resource }) => resource),
  })
  const resources: FhirResource[] = [
    response,
    patient,
    ...insured.map(({ resource }) => resource),
    ...supported.map(({ resource }) => resource),
    ...toConsents(record, patient, facility),
    facility,
    ...[...insured, ...supported].map(({ payer }) => payer),
  ]
  return {
    resourceType: 'Bundle',
    id: uuidOf(checkId, 'bundle'),
    identifier: { system: SYSTEMS.uuid, value: urnOf(checkId) },
    type: 'collection',
    timestamp: response.created,
    entry: onceEach(resources).map((resource) => ({ fullUrl: urnOf(resource.id), resource })),
  }
}

/** JSON as a file or a message body: UTF-8, indented, a line end at the end. */
export function writeBundle(bundle: FhirBundle): string {
  return `${JSON.stringify(bundle, null, 2)}\n`
}

/** Two insurances of one insurer name it once. */
function onceEach(resources: readonly FhirResource[]): FhirResource[] {
  return [...new Map(resources.map((resource) => [resource.id, resource])).values()]
}
