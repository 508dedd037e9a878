/** The words of 再照会, medical information and the patient's share. */
import type { MedicalWhy, ReinquiryWarning, ReinquiryWhy, ShareSource } from '../decision'
import { type DecisionText, text } from './text'

export const REINQUIRY_TEXTS: Readonly<Record<ReinquiryWhy, DecisionText>> = {
  setting: text(
    'R33',
    ['この場面に再照会はありません。', '毎回、カードで確認します。'],
    ['There is no re-inquiry in this setting.', 'Check with the card each time.'],
  ),
  noCardCheck: text(
    'R33',
    ['この施設でカードを使って確認した記録がありません。', '初回はカードで確認します。'],
    ['No earlier check by card at this facility is known.', 'Check with the card the first time.'],
  ),
  notContinuing: text(
    'R33',
    ['訪問が続いている方だけの方法です。', 'カードで確認します。'],
    ['It is only for a patient who is visited continually.', 'Check with the card.'],
  ),
  withdrawn: text(
    'R34',
    ['患者さんが同意を取り消しています。', 'カードで確認し直します。'],
    ['The patient has withdrawn the consent.', 'Check with the card again.'],
  ),
  dead: text(
    'R23',
    [
      '電子証明書の期限が切れ、利用登録もなくなっています。',
      '届いている資格確認書を見せていただきます。',
    ],
    [
      'The certificate has ended, and the registration with it.',
      'Ask for the eligibility certificate that has been sent.',
    ],
  ),
}

export const WARNING_TEXTS: Readonly<Record<ReinquiryWarning, DecisionText>> = {
  longGap: text(
    'R33',
    ['前回の訪問から日がたっています。', '訪問が続いているかを確かめてから再照会します。'],
    ['The last visit is long ago.', 'Make sure that the visits go on, then re-inquire.'],
  ),
}

export const MEDICAL_TEXTS: Readonly<Record<MedicalWhy, DecisionText>> = {
  notAllowed: text(
    'R2',
    ['この場面では扱えません。', '施設の種類と場面を選び直します。'],
    ['It has no place in this setting.', 'Choose the kind of facility and the setting again.'],
  ),
  channel: text(
    'R4',
    ['資格確認限定型では、診療や薬の情報を扱いません。', '資格の確認だけをします。'],
    ['The eligibility-only channel carries no medical information.', 'Check eligibility only.'],
  ),
  dead: text(
    'R23',
    ['電子証明書の期限が切れて使えません。', '更新と利用登録のあとで、あらためて同意を伺います。'],
    [
      'The certificate has ended and cannot be used.',
      'Ask again when the card is renewed and registered.',
    ],
  ),
  grace: text(
    'R22',
    ['電子証明書の猶予期間は、同意があっても見られません。', '更新をお伝えします。'],
    [
      'In the grace period it is closed, whatever was consented to.',
      'Tell the patient to renew the certificate.',
    ],
  ),
  withdrawn: text(
    'R34',
    ['同意が取り消されています。', '情報を閉じます。見るには、あらためて同意を伺います。'],
    ['The consent was withdrawn.', 'Hide the information; ask anew before looking again.'],
  ),
  noConsent: text(
    'R30',
    ['まだ同意を伺っていません。', '患者さんご自身に、項目ごとに選んでいただきます。'],
    ['Consent has not been asked for.', 'Let the patient decide, item by item or for all.'],
  ),
  refused: text(
    'R31',
    ['患者さんは同意しませんでした。よくあることです。', '資格の確認だけをします。'],
    ['The patient did not consent, which is a normal answer.', 'Check eligibility only.'],
  ),
  relationEnded: text(
    'R32',
    ['訪問が終わり、同意も終わりました。', 'あらためて同意を伺います。'],
    ['The visits have ended, and the consent with them.', 'Ask for consent anew.'],
  ),
  consentEnded: text(
    'R32',
    ['同意の期限が過ぎました。', 'あらためて同意を伺います。'],
    ['The consent has run out.', 'Ask for consent anew.'],
  ),
}

export const SHARE_TEXTS: Readonly<Record<ShareSource, DecisionText>> = {
  answer: text(
    'R47',
    ['割合は確認の結果のとおりです。', 'この割合で受け取ります。'],
    ['The share is that of the answer.', 'Charge this share.'],
  ),
  age: text(
    'R47',
    ['割合を年齢から決めました。', 'この割合で受け取り、あとで精算になることがあると伝えます。'],
    ['The share follows from the age.', 'Charge it and say that it may be settled later.'],
  ),
  ask: text(
    'R47',
    ['割合は年齢だけでは決まりません。', '割合を尋ねます。あとで精算になることがあると伝えます。'],
    ['The age alone does not give the share.', 'Ask for it and say that it may be settled later.'],
  ),
}
