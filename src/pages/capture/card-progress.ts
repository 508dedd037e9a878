import type { CardStage } from '../../stores/view-types'
import { patientText, say, type PatientSentence } from '../../words/patient'
import { staffText, type StaffSentence } from '../../words/staff'

interface StageLabel {
  id: CardStage
  label: PatientSentence
}

/** Before the PIN: nothing is presented to the card. */
export const PLACE_STAGES: readonly StageLabel[] = [
  { id: 'searching', label: patientText('カードを探す') },
  { id: 'reading', label: patientText('カードを読む') },
]

/** After the PIN, to the durable record. */
export const HOLD_STAGES: readonly StageLabel[] = [
  { id: 'verifying', label: patientText('暗証番号を照合する') },
  { id: 'signing', label: patientText('署名する') },
  { id: 'saving', label: patientText('保存する') },
]

/** The steps in the patient's language. */
export function sayStages(stages: readonly StageLabel[]): { id: CardStage; label: string }[] {
  return stages.map(({ id, label }) => ({ id, label: say(label) }))
}

/** 目視: from the card that is laid down to the face that proved itself. */
export const FACE_STAGES: readonly { id: CardStage; label: StaffSentence }[] = [
  { id: 'searching', label: staffText('カードを探す') },
  { id: 'verifying', label: staffText('番号を照合する') },
  { id: 'reading', label: staffText('写真と文字を読む') },
  { id: 'signing', label: staffText('カードの署名を確かめる') },
]
