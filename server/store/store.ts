/**
 * What the gateway keeps. Everything is asynchronous and speaks of rows and verdicts, never of SQL;
 * SQLite (one machine) and PostgreSQL (several gateways) both stand behind it, and test/server/store holds for each.
 * What belongs to a facility is found under that facility only (docs/adr/0027).
 * Times are milliseconds since the epoch. A promise that resolved has been committed durably.
 */
import type { PublicJwk, Sealed, StaffMember, WithdrawalOutcome } from '../../api/wire'
import type { Channel, ConsentItem, Setting } from '../../domain/check'
import type { GatewayErrorCode, IdentityErrorCode } from '../../domain/errors'
import type { TagKind, VisitTag } from '../../domain/tags'

export interface Facility {
  id: string
  name: string
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

export interface ActivationCode {
  /** SHA-256 of the canonical code; the code itself is never kept. */
  hash: string
  facilityId: string
  createdAt: number
  expiresAt: number
}

export interface FacilityStore {
  put(facility: Facility): Promise<void>
  get(id: string): Promise<Facility | undefined>
}

export interface DeviceStore {
  addCode(code: ActivationCode): Promise<void>
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
  revoke(facilityId: string, id: string, now: number): Promise<boolean>
  orderErase(facilityId: string, id: string, now: number): Promise<boolean>
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
  issue(passcode: Omit<StoredFacePasscode, 'replacedAt'>): Promise<void>
  /** Puts the current one out of use without another; false when there was none. */
  withdraw(facilityId: string, now: number): Promise<boolean>
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

/** An envelope as it came: still sealed to the gateway, so that the store alone tells nothing of a patient. */
export interface KeptEnvelope extends Sealed {
  header: string
  signature: string
}

interface RecordedCheck {
  id: string
  deviceId: string
  /** SHA-256 of the signed part of the envelope, base64url. */
  bodyHash: string
  envelope: KeptEnvelope
  receivedAt: number
}

/** What the gateway found when it judged an accepted check. */
export interface CheckFacts {
  challengeId: string | null
  /** The time of capture after bounding (see checks/capture-time). */
  capturedAt: number
  /** The device's own time was outside of what the gateway knows to be possible. */
  clockDoubtful: boolean
  /** Last day of the certificate in Japan; null where none was presented. */
  certificateLastDay: string | null
  /** Who vouches for the issuer of the card's face: an anchor, or nobody; null where no face was shown. */
  faceIssuer: 'trusted' | 'unknown' | null
}

/** Whose check it is, without saying so (see `patientRef`), and what was seen of the card. */
export interface PatientInCheck {
  patientRef: string
  /** null: no card was read. */
  card: { lastDay: string | null; certificateLastDay: string | null } | null
}

export type CheckRecord =
  | (RecordedCheck & {
      verdict: 'accepted'
      facts: CheckFacts
      /** Noted in the same transaction; absent for a walk-in. */
      patient?: PatientInCheck
      /** 申立書: it is kept, and no worker takes it. Withdrawing it destroys what was sealed. */
      asksNobody?: true
      /** What stands in the envelope is no check but a patient's withdrawal, recorded in the same transaction (R34). */
      withdrawal?: StoredWithdrawal
    })
  | (RecordedCheck & { verdict: 'rejected'; code: GatewayErrorCode })

export type StoredVerdict =
  | { bodyHash: string; verdict: 'accepted' }
  | { bodyHash: string; verdict: 'rejected'; code: GatewayErrorCode }

export interface CheckStore {
  verdicts(facilityId: string, ids: readonly string[]): Promise<Map<string, StoredVerdict>>
  /**
   * One durable transaction: each check's row, its place in the work queue and the use of its challenge.
   * A check already there keeps its first verdict; one whose challenge was used meanwhile is recorded as
   * rejected with TZ-G12. The verdicts that now stand, in the order of `records`.
   */
  record(facilityId: string, records: readonly CheckRecord[]): Promise<StoredVerdict[]>
  /** Of all facilities. */
  countWaiting(): Promise<number>
  /** Whether a check of that device has its answer. */
  isAnswered(facilityId: string, id: string, deviceId: string): Promise<boolean>
  /** An accepted check that has no answer yet and was not withdrawn. */
  findWaiting(facilityId: string, id: string): Promise<WaitingCheck | undefined>
}

export interface WithdrawalStore {
  /**
   * Takes accepted checks of that device out of the work for good, whoever holds their lease; one that the authority
   * was asked about stays. Of one with which nobody is asked the envelope is destroyed. The same again is harmless. In the order of `ids`, one transaction. The withdrawal of a check
   * that is not here yet is remembered for a time, and `record` takes the check out of the work as it comes.
   */
  withdraw(
    facilityId: string,
    deviceId: string,
    ids: readonly string[],
    now: number,
  ): Promise<WithdrawalOutcome[]>
  /** Forgets those of checks that did not come in time; how many. */
  forgetExpired(now: number): Promise<number>
}

/** What the gateway has seen of a patient at one facility (R33). Times in ms, by the capture of the checks. */
export interface SeenPatient {
  /** The last check of any kind. */
  seenAt: number
  cardFirstCheckedAt: number | null
  cardCheckedAt: number | null
  /** The last days as they were read last. */
  cardLastDay: string | null
  certificateLastDay: string | null
  /** The check of the last answer; what it says stands sealed in {@link AnswerStore.getKept}. */
  answeredCheckId: string | null
}

export interface PatientStore {
  /** By the reference; those never seen are missing. */
  getMany(facilityId: string, patientRefs: readonly string[]): Promise<Map<string, SeenPatient>>
}

export interface WaitingCheck {
  facilityId: string
  id: string
  deviceId: string
  envelope: KeptEnvelope
  /** ms, bounded: see {@link CheckFacts}. */
  capturedAt: number
}

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

/** An accepted check that waits for the authority's answer, leased to one worker. */
export interface Work extends Lease {
  deviceId: string
  envelope: KeptEnvelope
  facts: CheckFacts
  /** When the intent to ask was stored; null when the authority was never asked. */
  askedAt: number | null
  attempts: number
}

/** What proves that a piece of work is still one's own. */
export interface Lease {
  facilityId: string
  id: string
  leaseToken: string
}

export interface WorkStore {
  /** Takes what is due, of whichever facility, the longest due first. */
  lease(options: { now: number; leaseMs: number; limit: number; token: string }): Promise<Work[]>
  /** Stores the intent before asking; false when the lease is no longer this worker's. */
  recordIntent(lease: Lease, now: number): Promise<boolean>
  /** Gives the lease back and sets the next try; false when it was no longer this worker's. */
  retryLater(lease: Lease, nextTryAt: number): Promise<boolean>
  /** Ends a piece of work that has no answer; false when the lease was no longer this worker's. */
  end(lease: Lease, now: number): Promise<boolean>
  /**
   * Ends every lease at once. Only for a gateway that is certain to be alone on its store: a killed process leaves
   * leases behind, and nurses should not wait for them to run out.
   */
  releaseAll(): Promise<void>
  /** When the next piece of work falls due; null when there is none. */
  nextDueAt(): Promise<number | null>
}

export interface StoredAnswer {
  seq: number
  checkId: string
  sealed: Sealed
}

export interface AnswerStore {
  /**
   * Stores an answer once and ends the work in the same transaction; false when it had been answered.
   * `sealed` is for the device, `kept` for the gateway: a lost tablet must not take the answer with it.
   */
  put(answer: {
    facilityId: string
    checkId: string
    deviceId: string
    sealed: Sealed
    kept: Sealed
    /** The register's row, stored with the answer; none where no consent was asked (③). */
    consent?: Omit<StoredConsent, 'withdrawn'> | null
    /** Whose answer it is; none for a walk-in. */
    patient?: (PatientInCheck & { capturedAt: number }) | null
    now: number
  }): Promise<boolean>
  /** A device's answers after `seq`, oldest first. */
  after(facilityId: string, deviceId: string, seq: number, limit: number): Promise<StoredAnswer[]>
  getKept(facilityId: string, checkId: string): Promise<Sealed | undefined>
}

/** A tag of a facility's patient; see docs/adr/0016. */
export interface StoredTag {
  id: string
  kind: TagKind
  patientId: string
  writtenAt: number
  retiredAt: number | null
}

export interface TagStore {
  /**
   * Keeps each tag once: again is harmless, a first retirement stays, and nothing brings a retired tag back. False for
   * an id that is another patient's or another kind's. In the order of `tags`, one transaction.
   */
  keep(facilityId: string, tags: readonly StoredTag[]): Promise<boolean[]>
  /** Tags in use, by patient, in the order they were written. */
  inUse(facilityId: string): Promise<Map<string, VisitTag[]>>
}

/** How a patient's proof by デジタル認証アプリ stands: one for each check, the latest (docs/adr/0019). Nothing of the person. */
export interface IdentitySession {
  facilityId: string
  checkId: string
  /** SHA-256 of what stands in the address that the patient opens. */
  ticketHash: string
  deviceId: string
  expiresAt: number
  /** null while the patient may be at it. */
  outcome: 'proven' | IdentityErrorCode | null
}

/** What a response must fit. Kept until one comes, whichever. */
export interface KeptBinding {
  /** SHA-256 of the state. */
  stateHash: string
  nonce: string
  verifier: string
}

export interface IdentityStore {
  /**
   * Opens a session in place of the check's earlier one, whose address and state nobody knows from then on; false when
   * the check was proven already. Forgets the bindings of all that have expired.
   */
  open(session: Omit<IdentitySession, 'outcome'>, now: number): Promise<boolean>
  ofCheck(facilityId: string, checkId: string): Promise<IdentitySession | undefined>
  ofTicket(ticketHash: string): Promise<IdentitySession | undefined>
  /** Binds the session to a new request in place of an earlier one; false when it has ended or was answered. */
  bind(ticketHash: string, binding: KeptBinding): Promise<boolean>
  /**
   * Uses a state up: its binding the first time, `used` ever after, undefined when it is nobody's.
   * Of two requests at the same time one gets the binding.
   */
  take(
    stateHash: string,
  ): Promise<
    | { kind: 'taken'; session: IdentitySession; binding: Omit<KeptBinding, 'stateHash'> }
    | { kind: 'used'; session: IdentitySession }
    | undefined
  >
  /**
   * Ends the session with that ticket once and forgets its binding; false when it has ended or was replaced. With
   * `proven` the check falls due in the same transaction, whoever holds its lease: it waited for nothing else.
   */
  end(ticketHash: string, outcome: 'proven' | IdentityErrorCode, now: number): Promise<boolean>
}

export interface Store {
  facilities: FacilityStore
  devices: DeviceStore
  facePasscodes: FacePasscodeStore
  replays: ReplayStore
  challenges: ChallengeStore
  checks: CheckStore
  withdrawals: WithdrawalStore
  work: WorkStore
  answers: AnswerStore
  consents: ConsentStore
  patients: PatientStore
  medical: MedicalStore
  tags: TagStore
  identity: IdentityStore
  close(): Promise<void>
}
