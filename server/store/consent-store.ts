/** The register of consents, and what is shown under them. */
import type { Sealed } from '../../api/wire'
import type { Channel, ConsentItem, Setting } from '../../domain/check'

/** One consent of the register: what was agreed, by whom, under which words, until when (docs/adr/0023). */
export interface StoredConsent {
  checkId: string
  facilityId: string
  /** See `patientRef`; null for a walk-in. */
  patientRef: string | null
  setting: Setting
  channel: Channel
  /** Agreed to and registered by the authority; empty after a refusal. */
  items: ConsentItem[]
  /** Of all withdrawals of this facility, whichever came first. */
  withdrawn: ConsentItem[]
  /** A proxy's relation stands under the check's seal only. */
  decidedBy: 'patient' | 'proxy'
  decidedAt: string
  wording: string | null
  /** ISO 8601, itself excluded; null: until revoked. */
  until: string | null
  certificateLastDay: string | null
}

export interface StoredWithdrawal {
  id: string
  checkId: string
  facilityId: string
  items: ConsentItem[]
  decidedBy: 'patient' | 'proxy'
  decidedAt: string
  receivedAt: number
}

export interface ConsentStore {
  get(facilityId: string, checkId: string): Promise<StoredConsent | undefined>
  /** Also for a consent that is not here yet: a withdrawal may overtake its check. */
  withdrawnFrom(facilityId: string, checkId: string): Promise<ConsentItem[]>
  /** Of the facility's patients, in the order of the patients and of capture. */
  ofPatients(facilityId: string, patientRefs: readonly string[]): Promise<StoredConsent[]>
  /** All that were ever received, in the order of capture. */
  withdrawals(facilityId: string): Promise<StoredWithdrawal[]>
}

/** Why a copy is closed: withdrawn, or its time is over. */
export type MedicalCloseCode = 'TZ-G43' | 'TZ-G44'

/** A copy of medical information, sealed to one device; its ciphertext is gone once it is closed. */
export interface StoredMedical {
  seq: number
  checkId: string
  /** What it holds, or what of it may still be shown. */
  items: ConsentItem[]
  sealed: Sealed | null
  keepUntil: number
  code: MedicalCloseCode | null
}

export interface MedicalStore {
  /** Keeps a copy in place of an earlier one; false, and nothing kept, when any of it was withdrawn meanwhile. */
  put(copy: {
    facilityId: string
    deviceId: string
    checkId: string
    items: ConsentItem[]
    sealed: Sealed
    keepUntil: number
  }): Promise<boolean>
  /** A device's entries after `seq`, oldest first. */
  after(facilityId: string, deviceId: string, seq: number, limit: number): Promise<StoredMedical[]>
  /** Forgets every copy whose time is over, of all facilities; the devices that had one. */
  closeExpired(now: number): Promise<string[]>
}
