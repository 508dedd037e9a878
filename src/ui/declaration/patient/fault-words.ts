import type { ErrorCode } from '../../../../domain/errors'
import { patientText, say, type PatientSentence } from '../../../words/patient'

/** What is wrong with an answer. */
export type FaultCode = ErrorCode | 'missing'

/** The catalogue speaks to staff; this is the same for the patient, who can do something about these. */
const WORDS: Partial<Record<FaultCode, PatientSentence>> = {
  missing: patientText('ここに入れてください。'),
  'TZ-N10': patientText('個人番号(マイナンバー)は書かないでください。'),
  'TZ-N11': patientText('この日はありません。年号と数字を確かめてください。'),
  'TZ-N16': patientText('長すぎます。短くしてください。'),
  'TZ-N27': patientText('生年月日をもう一度確かめてください。'),
  'TZ-N40': patientText('電話番号の数字が足りないか、多すぎます。0から入れてください。'),
  'TZ-N43': patientText('カタカナかひらがなで入れてください。'),
}

export function sayFault(code: FaultCode): string {
  return say(WORDS[code] ?? 'もう一度確かめてください。')
}
