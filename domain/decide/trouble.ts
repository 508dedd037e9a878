/** What keeps a check by card from being made, or its answer from being enough, in the words of staff. */
import type { LadderCode } from './decision'
import type { Failure } from './facts'

export const TROUBLES = [
  'unreadable', // カードを読み取れない
  'pinUnknown', // 暗証番号が分からない
  'locked', // 暗証番号のロック
  'faceCard', // 顔認証マイナンバーカード
  'otherPerson', // カードの写真とちがう人
  'faceUnsure', // 写真では分からない、写真を読めない
  'dead', // 猶予期間も過ぎた
  'noCard', // マイナ保険証なし
  'smartphoneOnly', // スマートフォンだけ
  'unasked', // 照会できなかった
  'invalid', // 結果が無効
  'none', // 結果が情報なし
  'multiple', // 結果が複数
] as const
export type Trouble = (typeof TROUBLES)[number]

/** What an answer leaves to be found; the others are told by people, or by the card. */
export const ANSWER_TROUBLES = ['invalid', 'none', 'multiple'] as const satisfies Trouble[]
export type AnswerTrouble = (typeof ANSWER_TROUBLES)[number]

export function isAnswerTrouble(trouble: Trouble): trouble is AnswerTrouble {
  return ANSWER_TROUBLES.some((each) => each === trouble)
}

/** Whatever may be tried: the rungs of the ladder, and the ways that are no documents. */
export type OtherWayId =
  | LadderCode
  | 'pin' // 暗証番号
  | 'ownCard' // 本人のカード
  | 'visual' // 目視
  | 'officialWeb' // マイナ在宅受付Web
  | 'reinquiry' // 再照会
  | 'chooseCoverage' // 複数から選ぶ

/**
 * Which ladder is left. A PIN that nobody knows proves as little as a locked one; a card of somebody else is none; of
 * several insurances that the patient cannot tell apart, a document names the right one.
 */
export const FAILURE_OF: Readonly<Record<Trouble, Failure>> = {
  unreadable: 'unreadable',
  pinUnknown: 'noIdentity',
  locked: 'noIdentity',
  faceCard: 'noIdentity',
  otherPerson: 'noCard',
  faceUnsure: 'noIdentity',
  dead: 'dead',
  noCard: 'noCard',
  smartphoneOnly: 'smartphone',
  unasked: 'unreadable',
  invalid: 'answered',
  none: 'answered',
  multiple: 'answered',
}

/**
 * What is tried before the ladder, in order. 再照会 needs no card, but a certificate that is not dead (R23); with a
 * smartphone alone there is nothing but R52.
 */
export const BEFORE_LADDER: Readonly<Record<Trouble, readonly OtherWayId[]>> = {
  unreadable: ['officialWeb', 'reinquiry'],
  pinUnknown: ['visual', 'officialWeb', 'reinquiry'],
  locked: ['visual', 'officialWeb', 'reinquiry'],
  faceCard: ['visual', 'officialWeb', 'reinquiry'],
  otherPerson: ['ownCard'],
  faceUnsure: ['pin', 'officialWeb', 'reinquiry'],
  dead: ['officialWeb'],
  noCard: ['reinquiry'],
  smartphoneOnly: [],
  unasked: ['officialWeb'],
  invalid: [],
  none: [],
  multiple: ['chooseCoverage'],
}

/** Without a card it is the last thing that can still be tried, wherever the patient is met. */
export const AFTER_LADDER: Readonly<Partial<Record<Trouble, readonly OtherWayId[]>>> = {
  otherPerson: ['insurerTelephone'],
  noCard: ['insurerTelephone'],
}
