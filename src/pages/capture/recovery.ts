import type { ErrorCode } from '../../../domain/errors'
import { patientText, type PatientSentence } from '../../words/patient'

/**
 * What the patient's screen offers after a fault of card or reader.
 * `placeAgain`: lay the card down once more. `reconnect`: staff connect the reader again.
 * `otherCard`: this card cannot do it, another may. `otherWay`: on to the ladder (R50).
 */
export type Recovery = 'placeAgain' | 'reconnect' | 'otherCard' | 'otherWay'

/** Whatever is not named here is mended by laying the card down again. */
const RECOVERIES: Readonly<Partial<Record<ErrorCode, Recovery>>> = {
  'TZ-C02': 'otherWay',
  'TZ-C06': 'otherCard',
  'TZ-C07': 'otherCard',
  'TZ-C08': 'otherWay',
  'TZ-C10': 'otherWay',
  'TZ-C12': 'otherWay',
  'TZ-C16': 'otherCard',
  'TZ-C18': 'otherWay',
  'TZ-C21': 'otherWay',
  'TZ-C25': 'otherWay',
  'TZ-C27': 'otherWay',
  'TZ-C28': 'otherWay',
  'TZ-C30': 'otherWay',
  'TZ-C31': 'otherCard',
  'TZ-C32': 'otherCard',
  'TZ-C34': 'otherWay',
  'TZ-B01': 'reconnect',
  'TZ-B02': 'reconnect',
  'TZ-B03': 'reconnect',
  'TZ-B06': 'reconnect',
  'TZ-B07': 'reconnect',
  'TZ-B08': 'reconnect',
  'TZ-B12': 'reconnect',
  'TZ-B13': 'reconnect',
  'TZ-B15': 'reconnect',
  'TZ-R01': 'reconnect',
  'TZ-R02': 'reconnect',
  'TZ-R03': 'reconnect',
  'TZ-R04': 'reconnect',
  'TZ-R05': 'reconnect',
  'TZ-R07': 'reconnect',
  'TZ-R09': 'reconnect',
  'TZ-R11': 'reconnect',
  'TZ-R12': 'reconnect',
  'TZ-R13': 'reconnect',
  'TZ-R14': 'reconnect',
}

export function recoveryFor(code: ErrorCode): Recovery {
  return RECOVERIES[code] ?? 'placeAgain'
}

export interface PatientWords {
  title: PatientSentence
  /** Sentences, one after the other. */
  text: readonly PatientSentence[]
}

const KEPT = patientText('入力した内容は残っています。')
const OTHER_WAY = patientText('別の方法で確認できますので、ご安心ください。')
const CALL_STAFF = patientText('スタッフに声をかけてください。')
const CARD_LEFT: PatientWords = {
  title: patientText('カードが離れました'),
  text: [patientText('もう一度カードを置いてください。'), KEPT],
}

const WORDS: Readonly<Partial<Record<ErrorCode, PatientWords>>> = {
  'TZ-C02': { title: patientText('暗証番号がロックされています'), text: [OTHER_WAY] },
  'TZ-C04': CARD_LEFT,
  'TZ-C05': CARD_LEFT,
  'TZ-C06': {
    title: patientText('マイナンバーカードではないようです'),
    text: [patientText('カードを見て、置き直してください。')],
  },
  'TZ-C07': {
    title: patientText('このカードでは確認できません'),
    text: [patientText('マイナンバーカードをお持ちか、見てみてください。')],
  },
  'TZ-C08': {
    title: patientText('暗証番号を使わないカードです'),
    text: [patientText('スタッフが別の方法で確認します。')],
  },
  'TZ-C10': {
    title: patientText('カードの電子証明書の期限が切れています'),
    text: [patientText('保険の資格がなくなったわけではありません。'), OTHER_WAY],
  },
  'TZ-C16': {
    title: patientText('スマートフォンでは確認できません'),
    text: [patientText('マイナンバーカードをお持ちなら、カードを置いてください。')],
  },
  'TZ-C17': {
    title: patientText('カードを1枚だけ置いてください'),
    text: [patientText('ほかのカードやスマートフォンを離し、ケースから出してください。'), KEPT],
  },
  'TZ-D04': { title: patientText('まだ保存できていません'), text: [CALL_STAFF] },
  'TZ-R06': CARD_LEFT,
  'TZ-R08': CARD_LEFT,
  'TZ-R10': CARD_LEFT,
}

const BY_RECOVERY: Readonly<Record<Recovery, PatientWords>> = {
  placeAgain: {
    title: patientText('うまく読めませんでした'),
    text: [patientText('もう一度カードを置いてください。'), KEPT],
  },
  reconnect: {
    title: patientText('カードを読む機械とつながっていません'),
    text: [CALL_STAFF, KEPT],
  },
  otherCard: {
    title: patientText('このカードでは確認できません'),
    text: [patientText('別のカードを置いてください。')],
  },
  otherWay: { title: patientText('このカードでは確認できません'), text: [OTHER_WAY] },
}

/** What the patient is told; the catalogue's sentence for staff stands below it. */
export function patientWords(code: ErrorCode): PatientWords {
  return WORDS[code] ?? BY_RECOVERY[recoveryFor(code)]
}
