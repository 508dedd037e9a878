import { patientText, type PatientSentence } from '../../words/patient'

/** 文字の大きさ of the patient's screens. */
export type TextSize = 'normal' | 'large' | 'largest'

export const TEXT_SIZES: readonly { size: TextSize; label: PatientSentence }[] = [
  { size: 'normal', label: patientText('標準') },
  { size: 'large', label: patientText('大きく') },
  { size: 'largest', label: patientText('最大') },
]
