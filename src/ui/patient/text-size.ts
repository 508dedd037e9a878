/** 文字の大きさ of the patient's screens. */
export type TextSize = 'normal' | 'large' | 'largest'

export const TEXT_SIZES: readonly { size: TextSize; label: string }[] = [
  { size: 'normal', label: '標準' },
  { size: 'large', label: '大きく' },
  { size: 'largest', label: '最大' },
]
