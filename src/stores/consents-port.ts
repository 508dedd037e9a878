/** What the screens of consent and medical information ask of the device. */
import type { Consent, ConsentItem } from '../../domain/check'
import type { ConsentEntry } from '../../domain/consent-entry'
import type { MedicalCopy } from '../../domain/medical-information'
import type { Result } from '../../domain/outcome'

/** A consent of one of the day's patients, with what this device knows of the patient. */
export interface HeldConsent extends ConsentEntry {
  name: string | null
  nameKana: string | null
  /** Withdrawals captured here. */
  withdrawals: HeldWithdrawal[]
}

/** A withdrawal as the vault keeps it. */
export interface HeldWithdrawal {
  v: 1
  id: string
  checkId: string
  items: ConsentItem[]
  decidedBy: Consent['decidedBy']
  /** ISO 8601, UTC. */
  decidedAt: string
}

export interface WithdrawalRequest {
  checkId: string
  items: ConsentItem[]
  decidedBy: Consent['decidedBy']
  /** Version and language of the words that were read. */
  wording: string
  facilityId: string
  staff: { id: string; name: string }
}

export interface ConsentsPort {
  /** The day's consents, the latest first; none while the device is locked. */
  list(): Promise<HeldConsent[]>
  /** Asks the gateway for the register and for what became of the copies here. */
  refresh(): Promise<Result<null>>
  /** Captured, and what was withdrawn erased, once this resolves ok. */
  withdraw(request: WithdrawalRequest): Promise<Result<null>>
  /** Has the gateway fetch the information of a check, and brings the copy. */
  request(checkId: string, staffId: string): Promise<Result<null>>
  /** What is kept of it; null where there is nothing. */
  copy(checkId: string): Promise<MedicalCopy | null>
  /** Erases every copy whose time is over. */
  sweep(now: number): Promise<void>
  /** Gateway time, ms; null when the clock was set back. */
  trustedNow(): Promise<number | null>
}

/** The vault's keys, by the check's own random id: a key stands in the clear. */
export const consentKey = (checkId: string): string => `consent:${checkId}`
export const revocationKey = (id: string): string => `revoked:${id}`
export const copyKey = (checkId: string): string => `medical:${checkId}`

/** A consent as it is kept with its check. */
export interface KeptConsent extends ConsentEntry {
  v: 1
  name: string | null
  nameKana: string | null
  /** False until the answer has told what was registered, and until when. */
  answered: boolean
}
