/** The facility's patients (名簿) and the visits of its days. Whatever belongs to a person is sealed (docs/adr/0030). */
import type { PublicExpense, Validity } from '../../domain/answer'
import type { Setting } from '../../domain/check'
import type { Day } from '../../domain/days'
import type { InsuredNumbers } from '../../domain/documents/document'
import type { AuditNote } from './audit-store'

/** Where numbers come from: the facility's own file, the answer to a check, or a bulk answer. */
export type NumberSource = 'file' | 'answer' | 'bulk'

export interface KnownNumbers extends InsuredNumbers {
  /** The day they were known to be right, `YYYY-MM-DD`. */
  asOf: Day
  source: NumberSource
}

/** 医療扶助, as the authority last told of it. */
export interface KnownWelfare {
  /** One for each ticket (医療券). */
  expenses: readonly PublicExpense[]
  /** The day that was asked about, and ISO 8601, UTC, when it was told. */
  on: Day
  at: string
}

/** Why a person has to look at a patient's numbers. */
export type Undecided =
  /** An answer fits several patients of the roster (R45). */
  | 'severalPatients'
  /** An answer has several insurances in force (R44). */
  | 'severalInsurances'
  /** An answer under this patient's number is about somebody else. */
  | 'otherPerson'

/** A patient as the facility knows them. There is no address: none is ever kept, filled in or matched (R46). */
export interface RosterPatient {
  /** The facility's own number (照会番号). */
  patientId: string
  /** The facility's own words. */
  name: string
  nameKana: string
  birthdate: Day
  sex: 'male' | 'female' | 'unset'
  /** As the authority writes it, apart from the facility's own (R45); null before the first answer. */
  authorityName: { name: string; nameKana: string | null; asOf: Day } | null
  /** null: none are known to be in force. */
  current: KnownNumbers | null
  /** Numbers that were current once, the latest first (R60). */
  former: KnownNumbers[]
  /** Absent where the authority never told of any. */
  welfare?: KnownWelfare
  /** The last word of the authority that reached the roster; `at` ISO 8601, UTC. */
  lastAnswer: { validity: Validity; on: Day; at: string } | null
  /** The last check by card here, as the facility's file says; null where it says nothing. */
  cardCheckedOn: Day | null
  /** The visits go on (継続的な関係, R33). */
  continuing: boolean
  /** Comes with a 資格確認書, not with the card. */
  usesDocument: boolean
  /** 顔認証マイナンバーカード: no PIN is asked (R11). */
  pinless: boolean
  undecided: { why: Undecided; on: Day } | null
  /** When the answer came that was last found to be about somebody else: it has a person look once, and not again. */
  othersAnswerAt?: string
}

export interface RosterVisit {
  /** Kept when the day's list is imported again. */
  id: string
  patientId: string
  /** `HH:MM` in Japan. */
  time: string
  setting: Setting
  /** The place in the round; null where the time alone orders it. */
  order: number | null
  /** For the facility's own eyes: it goes to no tablet. */
  note: string | null
}

/** Of one facility. */
export interface RosterRows {
  get(patientId: string): Promise<RosterPatient | undefined>
  /** By the birth date alone: the few that are found are compared by name where ● and ー can be understood. */
  bornOn(birthdate: Day): Promise<RosterPatient[]>
  /** In order of the round: order, time, id. */
  visitsOn(day: Day): Promise<RosterVisit[]>
  /** The last day before that one on which the patient was to be visited. */
  lastVisitBefore(patientId: string, day: Day): Promise<Day | null>
}

/** Inside a transaction. */
export interface RosterChange extends RosterRows {
  put(patient: RosterPatient, now: number): Promise<void>
  /** The day's whole list in place of what was there. @throws Error for a patient who is not on the roster */
  putVisits(day: Day, visits: readonly RosterVisit[]): Promise<void>
  /** Into the facility's audit, with the change that it tells of. */
  note(note: AuditNote): Promise<void>
}

export interface RosterStore {
  of(facilityId: string): RosterRows
  /**
   * All of `work`, durably, or nothing of it; no other change of this facility's roster comes in between. It may run again from
   * its beginning, so it changes nothing but rows.
   */
  change<T>(facilityId: string, work: (roster: RosterChange) => Promise<T>): Promise<T>
  /** Patients in an order that tells nothing, after a cursor; `next` is null at the end. */
  page(
    facilityId: string,
    after: string | null,
    limit: number,
  ): Promise<{ patients: RosterPatient[]; next: string | null }>
  /** Erases a patient with their visits and tags; false where there was none. @param note for the audit, written with it */
  remove(facilityId: string, patientId: string, note?: AuditNote): Promise<boolean>
  /** Forgets visits before that day, of all facilities; how many. */
  forgetVisits(before: Day): Promise<number>
}
