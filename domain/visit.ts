/** A visit of today's list (今日の訪問), sent by the gateway sealed to the device. */
import type { Validity } from './answer'
import type { Setting } from './check'
import type { Day } from './days'
import type { InsuredNumbers } from './documents/document'
import type { AuthorityErrorCode } from './errors'
import type { VisitTag } from './tags'

/** 今回必要なこと: one badge. */
export type VisitNeed =
  | { kind: 'card' } // カード必要
  | { kind: 'reinquiry' } // 再照会のみ
  | { kind: 'previousInvalid' } // 前回 無効
  | { kind: 'certificateEnds'; day: string } // 証明書 5/31まで
  | { kind: 'document' } // 資格確認書

export interface Visit {
  id: string
  patientId: string
  /** ISO 8601, UTC. */
  scheduledAt: string
  name: string
  nameKana: string
  /** `YYYY-MM-DD` */
  birthdate: string
  setting: Setting
  need: VisitNeed
  /** 顔認証マイナンバーカード is known to the facility: no PIN will be asked (R11). */
  cardHasPin: boolean
  /** The patient's tags in use, as the gateway knew them when it made the list. */
  tags?: VisitTag[]
  /** Absent from an older gateway. */
  history?: VisitHistory
  /**
   * What the authority cannot be asked of this patient, as the gateway knows beforehand; absent where it can be asked everything, and
   * from an older gateway.
   */
  unasked?: { card: AuthorityErrorCode | null; reinquiry: AuthorityErrorCode | null }
}

/** What the facility knows of the patient from before; with it a tablet says beforehand what a visit needs. */
export interface VisitHistory {
  /** ISO 8601, UTC: the last check with the card here (R33); null if there was none. */
  lastCardCheckAt: string | null
  lastVisitOn: Day | null
  /** The visits go on (継続的な関係). */
  continuing: boolean
  /** The last answer of the authority. */
  lastAnswer: { validity: Validity; certificateLastDay: Day | null; on: Day } | null
  /** The card's own last day, as it was read last. */
  cardLastDay: Day | null
  /** Numbers of the last answer, or that were brought along, in canonical form. */
  onFile: InsuredNumbers | null
  /** The patient comes with a 資格確認書, not with the card. */
  usesDocument: boolean
  /** The patient has taken the consent back and given none since (R34). */
  consentWithdrawn: boolean
}
