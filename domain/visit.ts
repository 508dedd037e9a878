/** A visit of today's list (今日の訪問), sent by the gateway sealed to the device. */
import type { Setting } from './check'
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
}
