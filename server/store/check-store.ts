/** Checks as they came, what was found in them, and whose they are. */
import type { Sealed, WithdrawalOutcome } from '../../api/wire'
import type { GatewayErrorCode } from '../../domain/errors'
import type { StoredWithdrawal } from './consent-store'

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

export interface WaitingCheck {
  facilityId: string
  id: string
  deviceId: string
  envelope: KeptEnvelope
  /** ms, bounded: see {@link CheckFacts}. */
  capturedAt: number
}

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
  /**
   * Destroys what was sealed in every 申立書 captured before that time, whether or not a tablet says that its claim work is
   * done: one that was lost never does (R55). How many.
   * @param capturedBefore ms, itself excluded
   */
  destroyDeclarations(capturedBefore: number, now: number): Promise<number>
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
