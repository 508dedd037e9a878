/** The national system as the gateway sees it: sandbox in training, OQS folder in production. */
import type { Acceptance, Coverage, PublicExpense, Validity } from '../../domain/answer'
import type { Channel, Consent, ConsentItem, Setting } from '../../domain/check'
import type { InsuredNumbers } from '../../domain/documents/document'
import type { AuthorityErrorCode } from '../../domain/errors'
import type { MedicalRecords } from '../../domain/medical-information'

/** Who is there, as it was verified before it comes here. None of it bears a name. */
export type EligibilitySubject =
  /** 利用者証明用電子証明書, DER. */
  | { kind: 'certificate'; certificate: Uint8Array }
  /**
   * 目視: the 96 bytes that the issuer signed on the card, digests of its key, its texts and its photo; and the birth date that stands
   * under the first of them (`parseKeyGroupBirthdate`), by which an authority that is asked by numbers sees the wrong patient.
   */
  | { kind: 'cardFace'; faceDigests: Uint8Array; birthdate?: string }
  /** An acceptance that the authority itself has. */
  | { kind: 'acceptance'; acceptanceId: string }
  /**
   * The facility's own number: of a patient who has proven to it who they are (デジタル認証アプリ), or, with `reinquiry`,
   * of a 再照会 (R33), for which the authority has an interface of its own.
   */
  | { kind: 'patient'; patientId: string; reinquiry?: true }
  /** As a document or the facility's file has them; whether they are the patient's own the answer's name and birth date show. */
  | { kind: 'numbers'; numbers: InsuredNumbers; birthdate: string }

/** What is asked: who is there, and what was captured. */
export interface EligibilityQuery {
  subject: EligibilitySubject
  facilityId: string
  /** The facility's own number of the patient, by which its roster is looked up; null or absent for a walk-in. */
  patientId?: string | null
  /** 資格確認日, `YYYY-MM-DD` in Japan: the day of capture. */
  asOf: string
  channel: Channel
  setting: Setting
  consent: Consent | null
}

/** Whose acceptance (公式アプリの受付) is looked for. */
export interface AcceptanceQuery {
  facilityId: string
  /** The facility's own number of the patient. */
  patientId: string
  /** `YYYY-MM-DD` in Japan: one registered before that day is no answer to this visit (R7). */
  since: string
  /** オンライン診療 is registered apart from visits; absent: a visit. */
  setting?: Setting
}

/** An acceptance as the authority has it; `id` names it when asking. */
export interface FoundAcceptance extends Acceptance {
  id: string
}

/** The authority's own words. What Tazune knows besides (certificate, assurance) is added by the gateway. */
export interface AuthorityReply {
  /** ISO 8601, UTC. */
  answeredAt: string
  validity: Validity
  coverages: Coverage[]
  publicExpenses: PublicExpense[]
  /** 閲覧同意 as the authority registered it. */
  consentedItems: ConsentItem[]
  /** ISO 8601; null = until revoked, or nothing was consented. */
  consentUntil: string | null
  /** Shown as it is. */
  message: string | null
}

export type AskOutcome =
  { kind: 'answered'; reply: AuthorityReply } | { kind: 'pending' } | NoAnswer

/**
 * Settled without an answer, for good. `cannot`: the authority cannot be asked this, and was not. `failed`: it was asked and
 * ended with an error of its own, whose code and words are shown as they are (TZ-G64), or with what nobody can read
 * (TZ-G65). Neither says anything of the patient's cover.
 */
export type NoAnswer =
  | Cannot
  | {
      kind: 'failed'
      code: AuthorityErrorCode
      authorityCode: string | null
      message: string | null
    }

export interface Cannot {
  kind: 'cannot'
  code: AuthorityErrorCode
}

/** What a patient's numbers are asked with, as the facility's roster knows them. */
export interface RosterEntry {
  numbers: InsuredNumbers
  /** `YYYY-MM-DD` */
  birthdate: string
}

/** null: not on the roster, or without the numbers or the birth date. @throws Error when it cannot be looked up now */
export type RosterLookup = (facilityId: string, patientId: string) => Promise<RosterEntry | null>

/**
 * `neverAsked`: the authority is sure that no such request reached it, so asking is safe.
 * `unknown`: it cannot tell now; only looking again later is safe.
 */
export type FindOutcome = AskOutcome | { kind: 'neverAsked' } | { kind: 'unknown' }

/** Whose medical information is asked for, by the check under which the authority registered the consent. */
export interface MedicalQuery {
  facilityId: string
  checkId: string
  /** Only these are looked up. */
  items: readonly ConsentItem[]
}

/** `refused`: the authority itself holds no consent in force. */
export type MedicalOutcome =
  { kind: 'found'; records: MedicalRecords } | { kind: 'refused' } | Cannot

/** `pending`: told, and not confirmed yet; the same notice again finds out. */
export type TellOutcome = { kind: 'told' } | { kind: 'pending' } | NoAnswer

/** A patient's withdrawal (閲覧同意取り消し), under an id of its own. */
export interface WithdrawalNotice {
  withdrawalId: string
  facilityId: string
  checkId: string
  /** The facility's own number of the patient, where the authority is told by their numbers; null or absent for a walk-in. */
  patientId?: string | null
  items: readonly ConsentItem[]
}

export interface Authority {
  /**
   * Asks once under an id of the gateway's. The id is on record with the authority before anything else happens,
   * so that {@link find} knows it however this call ends.
   * @throws Error of any kind: the outcome is then uncertain and only `find` may decide it
   */
  ask(requestId: string, query: EligibilityQuery): Promise<AskOutcome>
  /**
   * What became of a request of that facility.
   * @throws Error when the authority cannot be reached: ask nothing, look again later
   */
  find(requestId: string, facilityId: string): Promise<FindOutcome>
  /**
   * The first acceptance of this patient at this facility since that day; null while there is none. Looking changes
   * nothing. @throws Error when the authority cannot be reached: look again later
   */
  findAcceptance(query: AcceptanceQuery): Promise<FoundAcceptance | null>
  /**
   * Medical information under a consent in force. Looking changes nothing; the gateway asks only where its own register
   * allows it. @throws Error when the authority cannot be reached
   */
  fetchMedical(query: MedicalQuery): Promise<MedicalOutcome>
  /** Takes items out of a consent; the same notice again is harmless. @throws Error: to be told again later */
  withdrawConsent(notice: WithdrawalNotice): Promise<TellOutcome>
}
