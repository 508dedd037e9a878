/** Names that others gave: profiles, extensions and systems of JP Core, HL7 and the electronic prescription. */

const JP_CORE = 'http://jpfhir.jp/fhir/core'

export const PROFILES = {
  patient: `${JP_CORE}/StructureDefinition/JP_Patient`,
  coverage: `${JP_CORE}/StructureDefinition/JP_Coverage`,
  organization: `${JP_CORE}/StructureDefinition/JP_Organization`,
  consent: `${JP_CORE}/StructureDefinition/JP_Consent`,
} as const

export const EXTENSIONS = {
  symbol: `${JP_CORE}/Extension/StructureDefinition/JP_Coverage_InsuredPersonSymbol`,
  number: `${JP_CORE}/Extension/StructureDefinition/JP_Coverage_InsuredPersonNumber`,
  branch: `${JP_CORE}/Extension/StructureDefinition/JP_Coverage_InsuredPersonSubNumber`,
  prefecture: `${JP_CORE}/Extension/StructureDefinition/JP_Organization_PrefectureNo`,
  pointTable: `${JP_CORE}/Extension/StructureDefinition/JP_Organization_InsuranceOrganizationCategory`,
  institution: `${JP_CORE}/Extension/StructureDefinition/JP_Organization_InsuranceOrganizationNo`,
  nameRepresentation: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation',
} as const

export const SYSTEMS = {
  /** Lower-case s in `Idsystem` is how it was published. */
  memberId: 'http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID',
  memberCsv: `${JP_CORE}/IdSystem/JP_Coverage_id`,
  insurerNumber: `${JP_CORE}/mhlw/IdSystem/InsurerNumber`,
  institutionCode: `${JP_CORE}/IdSystem/insurance-medical-institution-no`,
  institutionNumber: `${JP_CORE}/mhlw/IdSystem/MedicalOrganizationID`,
  prefecture: `${JP_CORE}/mhlw/CodeSystem/PrefectureNo-2digits`,
  pointTable: `${JP_CORE}/mhlw/CodeSystem/MedicationFeeScoreType`,
  insuredPerson: `${JP_CORE}/mhlw/CodeSystem/InsuredPersonCategory`,
  /** 公費負担者番号 and 受給者番号 of the electronic prescription. */
  publicPayer: 'urn:oid:1.2.392.100495.20.3.71',
  publicRecipient: 'urn:oid:1.2.392.100495.20.3.72',
  /** 保険種別: 1 医保, 2 国保, 7 後期, 8 公費. */
  insuranceKind: 'urn:oid:1.2.392.100495.20.2.61',
  uuid: 'urn:ietf:rfc:3986',
  copay: 'http://terminology.hl7.org/CodeSystem/coverage-copay-type',
  ucum: 'http://unitsofmeasure.org',
  organizationType: 'http://terminology.hl7.org/CodeSystem/organization-type',
  consentScope: 'http://terminology.hl7.org/CodeSystem/consentscope',
  loinc: 'http://loinc.org',
} as const

/** Of 患者番号: the namespace of the facility that gave the number, by its 医療機関コード with a 1 before it. */
export function patientNumberSystem(institutionCode: string): string {
  return `urn:oid:1.2.392.100495.20.3.51.1${institutionCode}`
}

/**
 * What nobody has given a name yet stands under an OID of our own, made from a UUID (ITU-T X.667): the authority's
 * code tables are not published as code systems, and a domain could be lost.
 */
const OWN = 'urn:oid:2.25.245812438953053246905296873843694086383'

export const OWN_SYSTEMS = {
  /** 資格有効性 (OQSCD006). */
  validity: `${OWN}.6`,
  /** 被保険者証区分 (OQSCD010). */
  cardClassification: `${OWN}.10`,
  /** 限度額適用認定証区分 (OQSCD011). */
  limitCertificate: `${OWN}.11`,
  /** 適用区分 (OQSCD012). */
  limitCategory: `${OWN}.12`,
  /** 特定疾病 (OQSCD013). */
  disease: `${OWN}.13`,
  /** 単独・併用別 (OQSCD020). */
  publicUse: `${OWN}.20`,
  /** 閲覧同意情報種別 (OQSCD036). */
  consentKind: `${OWN}.36`,
  /** 処理結果コード, the authority's own. */
  resultCode: `${OWN}.100`,
  /** Kinds of benefit in an answer: `limit`, `disease`, `elderly`, `preschool`. */
  benefit: `${OWN}.101`,
  /** Extension with a Period: the days for which a benefit is certified. */
  benefitPeriod: `${OWN}.102`,
  /** Extension with a Coding: 資格有効性 as the authority gave it. */
  rawValidity: `${OWN}.103`,
  /** Extension with a string: how sure it is (`challenge`, `lower`, `numbers` …). */
  assurance: `${OWN}.104`,
} as const
