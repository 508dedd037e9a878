import type { Trouble } from '../../../domain/decide/trouble'
import type { ErrorCode } from '../../../domain/errors'
import type { FaceDoubt } from '../../stores/capture-face'
import type { PatientStop } from './patient-stop'

export interface FailureSigns {
  stopped: PatientStop | null
  code: ErrorCode | null
  /** The facility knows the card as 顔認証マイナンバーカード (R11). */
  faceCard: boolean
  /** What 目視 ended with, if it settled nothing. */
  doubt?: FaceDoubt | null
}

/** What the signs point to; staff may still choose another. */
export function troubleFrom({ stopped, code, faceCard, doubt }: FailureSigns): Trouble {
  if (doubt) return doubt === 'differs' ? 'otherPerson' : 'faceUnsure'
  if (faceCard || code === 'TZ-C08') return 'faceCard'
  if (code === 'TZ-C02') return 'locked'
  if (code === 'TZ-C10') return 'dead'
  if (code === 'TZ-C16') return 'smartphoneOnly'
  return stopped === 'pinUnknown' || stopped === 'lastTryDeclined' ? 'pinUnknown' : 'unreadable'
}
