import type { CardFailure } from '../../../domain/decide'
import type { ErrorCode } from '../../../domain/errors'
import type { FaceDoubt } from '../../stores/capture-face'
import type { PatientStop } from './patient-stop'

/** What staff can say is wrong, in their words. */
export const FAILURE_OPTIONS: readonly { value: CardFailure; label: string }[] = [
  { value: 'unreadable', label: 'カードを読み取れない' },
  { value: 'pinUnknown', label: '暗証番号が分からない' },
  { value: 'locked', label: '暗証番号がロックされている' },
  { value: 'faceCard', label: '顔認証マイナンバーカード(暗証番号なし)' },
  { value: 'otherPerson', label: 'カードの写真とちがう人' },
  { value: 'faceUnsure', label: '写真では確かめられない' },
  { value: 'dead', label: '電子証明書の期限と猶予が過ぎた' },
  { value: 'noCard', label: 'マイナンバーカードを持っていない' },
  { value: 'smartphoneOnly', label: 'スマートフォンのマイナ保険証だけ' },
]

export interface FailureSigns {
  stopped: PatientStop | null
  code: ErrorCode | null
  /** The facility knows the card as 顔認証マイナンバーカード (R11). */
  faceCard: boolean
  /** What 目視 ended with, if it settled nothing. */
  doubt?: FaceDoubt | null
}

/** The failure that the signs point to; staff may still choose another. */
export function failureFrom({ stopped, code, faceCard, doubt }: FailureSigns): CardFailure {
  if (doubt) return doubt === 'differs' ? 'otherPerson' : 'faceUnsure'
  if (faceCard || code === 'TZ-C08') return 'faceCard'
  if (code === 'TZ-C02') return 'locked'
  if (code === 'TZ-C10') return 'dead'
  if (code === 'TZ-C16') return 'smartphoneOnly'
  return stopped === 'pinUnknown' || stopped === 'lastTryDeclined' ? 'pinUnknown' : 'unreadable'
}
