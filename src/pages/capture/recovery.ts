import type { ErrorCode } from '../../../domain/errors'

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

const CARD_LEFT = 'カードが離れました。もう一度置いてください。入力した内容は残っています。'
const OTHER_WAY = '別の方法で確認できますので、ご安心ください。'

const SENTENCES: Readonly<Partial<Record<ErrorCode, string>>> = {
  'TZ-C02': `暗証番号がロックされています。${OTHER_WAY}`,
  'TZ-C04': '途中でカードが離れました。もう一度置いてください。',
  'TZ-C05': CARD_LEFT,
  'TZ-C06': 'マイナンバーカードではないようです。カードを見て、置き直してください。',
  'TZ-C07': 'このカードでは確認できません。マイナンバーカードをお持ちか、見てみてください。',
  'TZ-C08': '暗証番号を使わないカードです。スタッフが別の方法で確認します。',
  'TZ-C10': 'カードの電子証明書の期限が切れています。保険の資格がなくなったわけではありません。',
  'TZ-C12': `このカードでは確認できません。${OTHER_WAY}`,
  'TZ-D04': 'まだ保存できていません。スタッフに声をかけてください。',
  'TZ-R06': CARD_LEFT,
  'TZ-R08': CARD_LEFT,
  'TZ-R10': CARD_LEFT,
}

const BY_RECOVERY: Readonly<Record<Recovery, string>> = {
  placeAgain:
    'うまく読めませんでした。もう一度カードを置いてください。入力した内容は残っています。',
  reconnect: 'カードを読む機械とつながっていません。スタッフに声をかけてください。',
  otherCard: 'このカードでは確認できません。別のカードを置いてください。',
  otherWay: `このカードでは確認できません。${OTHER_WAY}`,
}

/** What the patient is told; the catalogue's sentence for staff stands below it. */
export function patientSentence(code: ErrorCode): string {
  return SENTENCES[code] ?? BY_RECOVERY[recoveryFor(code)]
}
