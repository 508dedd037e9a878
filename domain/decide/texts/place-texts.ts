/** The words of channel, identity and certificate. */
import type { CertificateState } from '../../answer'
import type { ChannelCode, IdentityCode } from '../decision'
import { type DecisionText, text } from './text'

export const CHANNEL_TEXTS: Readonly<Record<ChannelCode, DecisionText>> = {
  homeConsent: text(
    'R2',
    ['居宅同意取得型で確認します。', '同意を伺ってから、カードで本人を確かめます。'],
    [
      'The check is made by the consent-at-home channel.',
      'Ask for consent, then confirm the person with the card.',
    ],
  ),
  eligibilityOnly: text(
    'R4',
    [
      '資格確認限定型で確認します。診療や薬の情報は扱いません。',
      'カードで本人を確かめます。同意は伺いません。',
    ],
    [
      'The check is made by the eligibility-only channel; no medical information is asked for or shown.',
      'Confirm the person with the card; do not ask for consent.',
    ],
  ),
  counter: text(
    'R1',
    [
      '窓口の顔認証付きカードリーダーで確認します。このアプリの仕事ではありません。',
      '窓口のリーダーへご案内します。使えないときは、場面を「機器の故障・操作が難しい」にします。',
    ],
    [
      "The check is made at the counter's face recognition reader, not in this app.",
      'Show the patient to the reader; where it cannot be used, change the setting to reader failure.',
    ],
  ),
  notAllowed: text(
    'R2',
    ['この種類の施設には、この場面がありません。', '施設の種類と場面を確かめて、選び直します。'],
    [
      'A facility of this kind does not meet patients in this setting.',
      'Check the kind of facility and the setting, and choose again.',
    ],
  ),
}

export const IDENTITY_TEXTS: Readonly<Record<IdentityCode, DecisionText>> = {
  pin: text(
    'R10',
    ['4桁の暗証番号で本人を確かめます。', '患者さんに、ご自身で入力していただきます。'],
    ["The card's four-digit PIN confirms the person.", 'The patient types it, nobody else.'],
  ),
  visual: text(
    'R12',
    [
      'カードの写真と本人を見比べて確かめます。',
      '目視確認用のパスコードを入れ、見比べた人と時刻を記録します。',
    ],
    [
      "The photo on the card is compared with the person's face.",
      "Enter the facility's visual-check passcode; who compared and when is recorded.",
    ],
  ),
}

export const CERTIFICATE_TEXTS: Readonly<Record<CertificateState, DecisionText>> = {
  valid: text(
    'R20',
    ['電子証明書は有効です。', 'そのまま確認します。'],
    ['The certificate is valid.', 'Go on with the check.'],
  ),
  alert: text(
    'R21',
    [
      '電子証明書の期限まで3か月を切りました。今はすべて使えます。',
      '市区町村の窓口での更新をお伝えします。',
    ],
    [
      'The certificate ends within three months; everything still works.',
      'Tell the patient to renew it at the municipal office.',
    ],
  ),
  grace: text(
    'R22',
    [
      '電子証明書の期限が切れ、猶予期間です。資格の確認だけができます。',
      '資格を確認します。診療や薬の情報は見られません。更新をお伝えします。',
    ],
    [
      'The certificate has ended and is in its grace period: eligibility only.',
      'Check eligibility; medical information is closed. Tell the patient to renew.',
    ],
  ),
  dead: text(
    'R23',
    [
      '電子証明書の猶予期間も過ぎ、カードでは確認できません。',
      'カードを使わない方法を順に試します。更新と利用登録のやり直しをお伝えします。',
    ],
    [
      'The grace period is over as well; the card confirms nothing.',
      'Try the ways without the card in order; tell the patient to renew and to register the card again.',
    ],
  ),
}
