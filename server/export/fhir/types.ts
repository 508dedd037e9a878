/** HL7 FHIR R4 (4.0.1), only as far as it is written here: an element that is not declared does not compile. */

export interface Extension {
  url: string
  valueString?: string
  valueCode?: string
  valueCoding?: Coding
  valueIdentifier?: Identifier
  valuePeriod?: Period
}

export interface Coding {
  system?: string
  code: string
  display?: string
}

export interface CodeableConcept {
  coding?: Coding[]
  text?: string
}

export interface Identifier {
  system: string
  value: string
}

export interface Reference {
  reference?: string
  identifier?: Identifier
  display?: string
}

/** Both ends included, as FHIR has it. */
export interface Period {
  start?: string
  end?: string
}

export interface HumanName {
  extension: Extension[]
  use: 'official'
  text: string
  family?: string
  given?: string[]
}

interface Profiled {
  id: string
  meta?: { profile: string[] }
  extension?: Extension[]
}

export interface FhirPatient extends Profiled {
  resourceType: 'Patient'
  identifier: Identifier[]
  name?: HumanName[]
  gender?: 'male' | 'female' | 'unknown'
  birthDate?: string
  address?: { text: string }[]
  managingOrganization?: Reference
}

export interface FhirOrganization extends Profiled {
  resourceType: 'Organization'
  identifier?: Identifier[]
  type?: CodeableConcept[]
  name: string
}

export interface FhirCoverage extends Profiled {
  resourceType: 'Coverage'
  identifier: Identifier[]
  status: 'active'
  type: CodeableConcept
  subscriber?: Reference
  subscriberId?: string
  beneficiary: Reference
  dependent?: string
  relationship?: CodeableConcept
  period?: Period
  payor: Reference[]
  class?: { type: CodeableConcept; value: string; name?: string }[]
  order?: number
  costToBeneficiary?: {
    type: CodeableConcept
    valueQuantity?: { value: number; unit: string; system: string; code: string }
    valueMoney?: Money
  }[]
}

export interface Money {
  value: number
  currency: 'JPY'
}

export interface FhirEligibilityRequest {
  resourceType: 'CoverageEligibilityRequest'
  id: string
  status: 'active'
  purpose: 'validation'[]
  patient: Reference
  servicedDate: string
  created: string
  provider: Reference
  insurer: Reference
}

export interface BenefitItem {
  extension?: Extension[]
  category: CodeableConcept
  benefit: { type: CodeableConcept; allowedString?: string; allowedMoney?: Money }[]
}

export interface FhirEligibilityResponse {
  resourceType: 'CoverageEligibilityResponse'
  id: string
  contained: [FhirEligibilityRequest]
  extension?: Extension[]
  status: 'active'
  purpose: 'validation'[]
  patient: Reference
  servicedDate: string
  created: string
  request: Reference
  outcome: 'queued' | 'complete' | 'error' | 'partial'
  disposition?: string
  insurer: Reference
  insurance?: { coverage: Reference; inforce?: boolean; item?: BenefitItem[] }[]
  error?: { code: CodeableConcept }[]
}

export interface FhirConsent extends Profiled {
  resourceType: 'Consent'
  status: 'active' | 'inactive' | 'rejected'
  scope: CodeableConcept
  category: CodeableConcept[]
  patient: Reference
  dateTime?: string
  performer?: Reference[]
  organization: Reference[]
  sourceReference?: Reference
  policyRule: CodeableConcept
  provision: { type: 'permit' | 'deny'; period?: Period; code: CodeableConcept[] }
}

export type FhirResource =
  FhirPatient | FhirOrganization | FhirCoverage | FhirEligibilityResponse | FhirConsent

export interface FhirBundle {
  resourceType: 'Bundle'
  id: string
  identifier: Identifier
  type: 'collection'
  timestamp: string
  entry: { fullUrl: string; resource: FhirResource }[]
}
