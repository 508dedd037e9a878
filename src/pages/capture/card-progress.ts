import type { CardStage } from '../../stores/view-types'

interface StageLabel {
  id: CardStage
  label: string
}

/** Before the PIN: nothing is presented to the card. */
export const PLACE_STAGES: readonly StageLabel[] = [
  { id: 'searching', label: 'カードを探す' },
  { id: 'reading', label: 'カードを読む' },
]

/** After the PIN, to the durable record. */
export const HOLD_STAGES: readonly StageLabel[] = [
  { id: 'verifying', label: '暗証番号を照合する' },
  { id: 'signing', label: '署名する' },
  { id: 'saving', label: '保存する' },
]

/** 目視: from the card that is laid down to the face that proved itself. */
export const FACE_STAGES: readonly StageLabel[] = [
  { id: 'searching', label: 'カードを探す' },
  { id: 'verifying', label: '番号を照合する' },
  { id: 'reading', label: '写真と文字を読む' },
  { id: 'signing', label: 'カードの署名を確かめる' },
]
