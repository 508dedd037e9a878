/** The words of what to do before and during the check. */
import type { NextCode } from '../decision'
import { type DecisionText, text } from './text'

export const CHECK_NEXT_TEXTS = {
  changeSetting: text(
    'R2',
    ['この種類の施設には、この場面がありません。', '施設の種類か場面を選び直してください。'],
    ['Such a facility has no such setting.', 'Choose the kind of facility or the setting again.'],
  ),
  useCounterReader: text(
    'R1',
    [
      '窓口では、顔認証付きカードリーダーを使います。',
      'リーダーへご案内してください。別の動線や故障のときは、場面を選び直してください。',
    ],
    [
      'At the counter the face recognition reader is used.',
      'Show the patient to it; for another route or a failure, change the setting.',
    ],
  ),
  mayUseEligibilityOnly: text(
    'R5',
    [
      '経過措置の施設なので、資格確認限定型を使えます。',
      '資格だけを確認してください。同意は伺いません。',
    ],
    [
      'By its transitional measure the facility may use the eligibility-only channel.',
      'Check eligibility only; do not ask for consent.',
    ],
  ),
  checkNow: text(
    'R7',
    ['資格は訪問のたびに確認します。', 'カードを用意していただき、確認を始めてください。'],
    ['Eligibility is checked at every visit.', 'Ask for the card and begin.'],
  ),
  askByNumbers: text(
    'R53',
    [
      '資格確認書も、オンラインで確認します。',
      '番号を入力してください。画面のものは、時刻が動いているか見てください。',
    ],
    [
      'An eligibility certificate is checked online too.',
      'Type its numbers; if it is on a screen, look for the running clock.',
    ],
  ),
  reinquire: text(
    'R33',
    ['カードなしで再照会できます。', '再照会してください。'],
    ['No card is needed: a re-inquiry is enough.', 'Re-inquire.'],
  ),
  askBeforeLastTry: text(
    'R10',
    [
      '暗証番号を試せるのは、あと1回です。',
      '続けるかどうか、先に患者さんに尋ねてください。まちがえるとロックされます。',
    ],
    [
      'One try of the PIN is left.',
      'Ask the patient first whether to go on; a wrong one locks the card.',
    ],
  ),
  tellLocked: text(
    'R10',
    [
      '暗証番号がロックされています。保険には影響ありません。',
      '解除は市区町村の窓口だけでできることをお伝えください。',
    ],
    [
      'The PIN is locked; the insurance is not affected.',
      'Tell the patient that only the municipal office unlocks it.',
    ],
  ),
  checkByVisual: text(
    'R12',
    ['暗証番号を使わず、目視で確認できます。', 'カードの写真とお顔を見比べてください。'],
    ['The person can be confirmed by sight, without a PIN.', 'Compare the photo with the face.'],
  ),
  issueVisualPasscode: text(
    'R12',
    [
      '目視確認用のパスコードがまだありません。',
      '管理者に発行を頼むと、目視で確認できるようになります。',
    ],
    [
      'The facility has no passcode for checks by sight.',
      'Ask the administrator to issue one; then the check is possible.',
    ],
  ),
  renewCertificate: text(
    'R21',
    ['電子証明書の更新の時期です。', '市区町村の窓口での更新をお伝えください。'],
    [
      'The certificate is due for renewal.',
      'Tell the patient to renew it at the municipal office.',
    ],
  ),
  eligibilityOnlyInGrace: text(
    'R22',
    [
      '電子証明書の猶予期間です。資格だけを確認できます。',
      '資格を確認してください。診療や薬の情報は開きません。',
    ],
    [
      'In the grace period only eligibility is confirmed.',
      'Check eligibility; medical information stays closed.',
    ],
  ),
  renewAndRegister: text(
    'R23',
    [
      'このカードでは確認できません。',
      '更新と、保険証としての利用登録のやり直しをお伝えください。',
    ],
    [
      'This card no longer confirms anything.',
      'Tell the patient to renew it and to register it again as an insurance card.',
    ],
  ),
  expectCertificate: text(
    'R23',
    [
      '資格確認書が、申請しなくても届きます。',
      '届いているか尋ねてください。次からは、それを見せていただきます。',
    ],
    [
      'An eligibility certificate is sent without being asked for.',
      'Ask whether it has come; it is shown from then on.',
    ],
  ),
  tellCoverRemains: text(
    'R24',
    [
      '証明書の期限が切れても、保険の資格はなくなりません。',
      '患者さんにそうお伝えください。ふだんの割合で受けられます。',
    ],
    [
      'The insurance is not lost because a certificate ended.',
      'Tell the patient so; the usual share applies.',
    ],
  ),
  askConsent: text(
    'R30',
    [
      '診療や薬の情報を見るには、同意が要ります。',
      '端末を患者さんに渡し、すべて、または項目ごとに選んでいただいてください。',
    ],
    [
      'Medical information needs a consent.',
      'Hand the device to the patient, to decide for all or item by item.',
    ],
  ),
  hideInformation: text(
    'R34',
    ['同意が取り消されました。', '診療や薬の情報を閉じてください。'],
    ['The consent was withdrawn.', 'Close the medical information.'],
  ),
} as const satisfies Partial<Record<NextCode, DecisionText>>
