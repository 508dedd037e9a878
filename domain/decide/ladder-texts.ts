/** The words of the ladder: for staff what to do and why, for the patient one sentence. */
import type { CardFailure, LadderStep, LadderStepId } from './ladder'

type Words = Omit<LadderStep, 'id'>

export const LADDER_STEPS: Readonly<Record<LadderStepId, Words>> = {
  pin: {
    title: '暗証番号で確認する',
    reason: '4桁の暗証番号が分かれば、写真を見比べずに確認できます。',
    rule: 'R10',
  },
  ownCard: {
    title: 'ご本人のマイナンバーカードを出してもらう',
    reason: '家族のカードと取り違えていないか、尋ねてください。',
    rule: 'R12',
  },
  officialWeb: {
    title: '公式アプリで受け付ける(マイナ在宅受付Web)',
    reason: '患者さんご自身のスマートフォンで、カードの読み取りと同意をしてもらいます。',
    rule: 'R2',
  },
  faceCheck: {
    title: '目視で確認する',
    reason: 'カードの写真と本人を見比べます。暗証番号はいりません。',
    rule: 'R12',
  },
  reinquiry: {
    title: 'カードを使わずに再照会する',
    reason: '続けて訪問している方なら、以前の確認をもとに照会できます。',
    rule: 'R33',
  },
  portal: {
    title: 'マイナポータルの資格情報を、カードと一緒に見せてもらう',
    reason: '画面のほか、前に保存したPDFでもかまいません。',
    rule: 'R50',
  },
  notice: {
    title: '「資格情報のお知らせ」を見せてもらう',
    reason: 'マイナンバーカードと一緒なら、番号と割合を確かめられます。',
    rule: 'R50',
  },
  knownData: {
    title: '再診なら、控えの番号から変わりがないか尋ねる',
    reason: '施設に番号の控えがあれば、口頭で確かめられます。書類はいりません。',
    rule: 'R50',
  },
  declaration: {
    title: '初診なら、被保険者資格申立書を書いてもらう',
    reason: '申立書があれば、ふだんの割合で受診してもらえます。',
    rule: 'R50',
  },
  physicalCard: {
    title: 'マイナンバーカードそのものを出してもらう',
    reason: 'カードがあれば、いつもの方法で確認できます。',
    rule: 'R52',
  },
  eligibilityCertificate: {
    title: '資格確認書を見せてもらう',
    reason:
      '番号を入力して、オンラインで確認します。画面のものは、時刻が動いているか見てください。',
    rule: 'R53',
  },
  callInsurer: {
    title: '保険者に電話で尋ねる',
    reason: '電話番号は、お知らせや保険者のホームページにあります。',
    rule: 'R54',
  },
}

/** Only a smartphone: the page must be opened before our eyes, a saved file proves nothing (R52). */
export const SMARTPHONE_PORTAL: Words = {
  title: 'その場でマイナポータルにログインして、資格情報を見せてもらう',
  reason: '保存した画面やPDFではなく、今の画面で確かめます。',
  rule: 'R52',
}

const OTHER_WAY = 'ほかの方法で確認させてください。'

export const SENTENCES: Readonly<Record<CardFailure, string>> = {
  unreadable: `カードを読み取れませんでした。保険には影響ありません。${OTHER_WAY}`,
  dead: `カードの電子証明書の期限が切れています。保険の資格はなくなりません。${OTHER_WAY}`,
  locked: `暗証番号が使えなくなっています。保険には影響ありません。${OTHER_WAY}`,
  pinUnknown: `暗証番号が分からなくても大丈夫です。${OTHER_WAY}`,
  faceCard: 'このカードは暗証番号がいりません。写真とお顔を見比べさせてください。',
  otherPerson: 'こちらのカードは、ご本人のものでしょうか。ご本人のカードを見せていただけますか。',
  faceUnsure: `写真では確かめられませんでした。保険には影響ありません。${OTHER_WAY}`,
  invalid: '登録が新しくなっていないようです。最近、お仕事やお住まいが変わりましたか。',
  none: '保険の情報を確認できませんでした。お持ちの書類で確認させてください。',
  smartphoneOnly: 'スマートフォンで確認できませんでした。マイナンバーカードはお持ちですか。',
  noCard: '資格確認書はお持ちですか。見せていただけますか。',
}
