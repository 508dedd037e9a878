/** Who is in a bundle: the patient (JP_Patient), the facility and the payers (JP_Organization). */
import type { Coverage, PublicExpense } from '../../../domain/answer'
import type { ExportFacility, ExportPatient } from '../record'
import { EXTENSIONS, patientNumberSystem, PROFILES, SYSTEMS } from './systems'
import type { FhirOrganization, FhirPatient, HumanName, Identifier, Reference } from './types'
import { urnOf, uuidOf } from './urn'
import { words } from './words'

const GENDERS = { male: 'male', female: 'female', unset: 'unknown' } as const

export function referTo({ id }: { id: string }): Reference {
  return { reference: urnOf(id) }
}

/**
 * The person as the answer has them, under the facility's own number. Two written forms of one name, told apart by
 * iso21090-EN-representation; ● stays, and an address that the authority left out is left out (R45, R46).
 * @param told the coverage that describes the person; null where the answer holds none
 */
export function toPatient(
  checkId: string,
  facility: ExportFacility,
  patient: ExportPatient,
  told: Coverage | null,
): FhirPatient {
  const id = uuidOf(checkId, 'patient')
  const names = told ? [...namesOf('IDE', told.name), ...namesOf('SYL', told.nameKana)] : []
  const address = words(told?.address ?? null)
  return {
    resourceType: 'Patient',
    id,
    meta: { profile: [PROFILES.patient] },
    identifier: [patientIdentifier(facility, patient, id)],
    ...(names.length > 0 && { name: names }),
    ...(told && { gender: GENDERS[told.sex], birthDate: told.birthdate }),
    ...(address !== null && { address: [{ text: address }] }),
    managingOrganization: { reference: urnOf(facilityUuid(facility)) },
  }
}

/** JP_Patient wants a number: of a walk-in, who has none, the name of this very resource. */
function patientIdentifier(
  facility: ExportFacility,
  { number }: ExportPatient,
  id: string,
): Identifier {
  if (number === null) return { system: SYSTEMS.uuid, value: urnOf(id) }
  const { institutionCode } = facility
  const system =
    institutionCode === null ? urnOf(facilityUuid(facility)) : patientNumberSystem(institutionCode)
  return { system, value: number }
}

function namesOf(representation: 'IDE' | 'SYL', name: string | null): HumanName[] {
  const text = words(name)
  if (text === null) return []
  const [family = '', ...given] = text.split(/\s+/u)
  return [
    {
      extension: [{ url: EXTENSIONS.nameRepresentation, valueCode: representation }],
      use: 'official',
      text,
      // Without a space between the names nobody can tell where the one ends.
      ...(given.length > 0 && { family, given }),
    },
  ]
}

export function toFacility(facility: ExportFacility): FhirOrganization {
  const code = facility.institutionCode
  return {
    resourceType: 'Organization',
    id: facilityUuid(facility),
    meta: { profile: [PROFILES.organization] },
    ...(code !== null && {
      extension: [
        {
          url: EXTENSIONS.prefecture,
          valueCoding: { system: SYSTEMS.prefecture, code: code.slice(0, 2) },
        },
        {
          url: EXTENSIONS.pointTable,
          valueCoding: { system: SYSTEMS.pointTable, code: code.slice(2, 3) },
        },
        {
          url: EXTENSIONS.institution,
          valueIdentifier: { system: SYSTEMS.institutionNumber, value: code.slice(3) },
        },
      ],
      identifier: [{ system: SYSTEMS.institutionCode, value: code }],
    }),
    type: [{ coding: [{ system: SYSTEMS.organizationType, code: 'prov' }] }],
    name: facility.name,
  }
}

export function toInsurer({ insurerNumber, insurerName }: Coverage): FhirOrganization {
  return toPayer(SYSTEMS.insurerNumber, insurerNumber, insurerName)
}

/** 公費負担者 */
export function toPublicPayer({ payerNumber, payerName }: PublicExpense): FhirOrganization {
  return toPayer(SYSTEMS.publicPayer, payerNumber, payerName)
}

/** Named by its number alone: the same payer is the same resource in every bundle. */
function toPayer(system: string, number: string, name: string): FhirOrganization {
  return {
    resourceType: 'Organization',
    id: uuidOf('payer', system, number),
    meta: { profile: [PROFILES.organization] },
    identifier: [{ system, value: number }],
    type: [{ coding: [{ system: SYSTEMS.organizationType, code: 'pay' }] }],
    name: words(name) ?? number,
  }
}

function facilityUuid({ id }: ExportFacility): string {
  return uuidOf('facility', id)
}
