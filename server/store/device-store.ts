/** Facilities, their devices, and what devices are checked against. */
import type { PublicJwk, StaffMember } from '../../api/wire'
import type { AuditNote } from './audit-store'

export interface Facility {
  id: string
  name: string
  /** Kept as people at the first `put`; from then on it is who works there, whatever a file says. */
  staff: StaffMember[]
  /** マイナ在宅受付Web; null when none is set. */
  officialWeb?: string | null | undefined
}

export interface Device {
  id: string
  facilityId: string
  name: string
  signingKey: PublicJwk
  answerKey: PublicJwk
  activatedAt: number
  revokedAt: number | null
  /** When the facility ordered its vault erased; a standing order until the device is registered anew. */
  eraseOrderedAt: number | null
}

/** What a device said of itself at its last contact; null: it never did. */
export interface DeviceContact {
  seenAt: number | null
  /** Checks that it had not been able to send. */
  unsent: number | null
  appVersion: string | null
}

export interface ActivationCode {
  /** SHA-256 of the canonical code; the code itself is never kept. */
  hash: string
  facilityId: string
  createdAt: number
  expiresAt: number
}

export interface FacilityStore {
  put(facility: Facility): Promise<void>
  /** All of them or none; those that are kept as they are already are not written. @param facilities each id once */
  putAll(facilities: readonly Facility[]): Promise<void>
  get(id: string): Promise<Facility | undefined>
}

export interface DeviceStore {
  /** @param note for the audit, in the same transaction; so with every `note` here */
  addCode(code: ActivationCode, note?: AuditNote): Promise<void>
  /** The facility of a code that is unused and unexpired. */
  findCode(hash: string, now: number): Promise<string | undefined>
  /** The device that a code which has not expired was used for; undefined when it was not, or the device is revoked. */
  findActivated(hash: string, now: number): Promise<Device | undefined>
  /** Uses the code up and adds the device, or does neither; false when the code is spent or expired. */
  activate(hash: string, device: Device, now: number): Promise<boolean>
  /** By its id alone, for one who has yet to prove that they are this device. */
  find(id: string): Promise<Device | undefined>
  get(facilityId: string, id: string): Promise<Device | undefined>
  list(facilityId: string): Promise<Device[]>
  revoke(facilityId: string, id: string, now: number, note?: AuditNote): Promise<boolean>
  orderErase(facilityId: string, id: string, now: number, note?: AuditNote): Promise<boolean>
  rename(facilityId: string, id: string, name: string, note: AuditNote): Promise<boolean>
  /** What it leaves out (undefined) stays as it was. */
  noteContact(
    facilityId: string,
    id: string,
    contact: { seenAt: number; unsent?: number | undefined; appVersion?: string | undefined },
  ): Promise<void>
  contacts(facilityId: string): Promise<Map<string, DeviceContact>>
}

/** 目視パスコード of a facility: never the digits, only what they are checked against (R12). */
export interface StoredFacePasscode {
  id: string
  facilityId: string
  /** base64url, see `matchesFacePasscode`. */
  salt: string
  iterations: number
  digest: string
  issuedAt: number
  /** null for the current one. */
  replacedAt: number | null
}

export interface FacePasscodeStore {
  /** Makes it the facility's current one; the one before is replaced at the same instant, in one transaction. */
  issue(passcode: Omit<StoredFacePasscode, 'replacedAt'>, note?: AuditNote): Promise<void>
  /** Puts the current one out of use without another; false when there was none. */
  withdraw(facilityId: string, now: number, note?: AuditNote): Promise<boolean>
  /** All that were ever issued, newest first. */
  list(facilityId: string): Promise<StoredFacePasscode[]>
}

export interface ReplayStore {
  /** True the first time, false ever after until `expiresAt`; forgets what has expired. */
  remember(facilityId: string, key: string, expiresAt: number, now: number): Promise<boolean>
}

export interface StoredChallenge {
  id: string
  deviceId: string
  /** 32 bytes, base64url. */
  challenge: string
  issuedAt: number
  expiresAt: number
  usedBy: string | null
}

export interface ChallengeStore {
  add(facilityId: string, challenges: readonly StoredChallenge[]): Promise<void>
  getMany(facilityId: string, ids: readonly string[]): Promise<Map<string, StoredChallenge>>
  /** Unused and unexpired ones of a device. */
  countOpen(facilityId: string, deviceId: string, now: number): Promise<number>
}
