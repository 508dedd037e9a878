/** The words of what is wrong: as staff choose it, and what the patient is told first. */
import type { Trouble } from '../trouble'
import type { Words } from './words'

export interface TroubleText {
  label: Words
  /** To the patient; its English tells staff what it means. */
  say: Words
}

const OTHER_WAY = 'ほかの方法で確認させてください。'
const OTHER_WAY_EN = 'Let us confirm it in another way.'

export const TROUBLE_TEXTS: Readonly<Record<Trouble, TroubleText>> = {
  unreadable: {
    label: { ja: 'カードを読み取れない', en: 'The card cannot be read' },
    say: {
      ja: `カードを読み取れませんでした。保険には影響ありません。${OTHER_WAY}`,
      en: `The card could not be read. Your insurance is not affected. ${OTHER_WAY_EN}`,
    },
  },
  pinUnknown: {
    label: { ja: '暗証番号が分からない', en: 'The PIN is not known' },
    say: {
      ja: `暗証番号が分からなくても大丈夫です。${OTHER_WAY}`,
      en: `It is all right not to know the PIN. ${OTHER_WAY_EN}`,
    },
  },
  locked: {
    label: { ja: '暗証番号がロックされている', en: 'The PIN is locked' },
    say: {
      ja: `暗証番号が使えなくなっています。保険には影響ありません。${OTHER_WAY}`,
      en: `The PIN no longer works. Your insurance is not affected. ${OTHER_WAY_EN}`,
    },
  },
  faceCard: {
    label: {
      ja: '顔認証マイナンバーカード(暗証番号なし)',
      en: 'A card without a PIN (face verification card)',
    },
    say: {
      ja: 'このカードは暗証番号がいりません。写真とお顔を見比べさせてください。',
      en: 'This card needs no PIN. Let us compare its photo with your face.',
    },
  },
  otherPerson: {
    label: { ja: 'カードの写真とちがう人', en: 'The photo shows somebody else' },
    say: {
      ja: 'こちらのカードは、ご本人のものでしょうか。ご本人のカードを見せていただけますか。',
      en: 'Is this your own card? May we see your own?',
    },
  },
  faceUnsure: {
    label: { ja: '写真では確かめられない', en: 'The photo does not settle it' },
    say: {
      ja: `写真では確かめられませんでした。保険には影響ありません。${OTHER_WAY}`,
      en: `The photo did not settle it. Your insurance is not affected. ${OTHER_WAY_EN}`,
    },
  },
  dead: {
    label: {
      ja: '電子証明書の期限と猶予が過ぎた',
      en: 'Certificate and grace period are over',
    },
    say: {
      ja: `カードの電子証明書の期限が切れています。保険の資格はなくなりません。${OTHER_WAY}`,
      en: `The card's certificate has ended. Your insurance has not. ${OTHER_WAY_EN}`,
    },
  },
  noCard: {
    label: { ja: 'マイナンバーカードを持っていない', en: 'There is no My Number Card' },
    say: {
      ja: '資格確認書はお持ちですか。見せていただけますか。',
      en: 'Do you have an eligibility certificate? May we see it?',
    },
  },
  smartphoneOnly: {
    label: { ja: 'スマートフォンのマイナ保険証だけ', en: 'Only a smartphone' },
    say: {
      ja: 'スマートフォンで確認できませんでした。マイナンバーカードはお持ちですか。',
      en: 'The smartphone did not work. Do you have the card itself with you?',
    },
  },
  unasked: {
    label: { ja: '照会できなかった', en: 'The system could not be asked' },
    say: {
      ja: `ただいまシステムでは確認できませんでした。保険には影響ありません。${OTHER_WAY}`,
      en: `The system could not confirm it just now. Your insurance is not affected. ${OTHER_WAY_EN}`,
    },
  },
  invalid: {
    label: { ja: '結果が無効', en: 'The answer is “invalid”' },
    say: {
      ja: '登録が新しくなっていないようです。最近、お仕事やお住まいが変わりましたか。',
      en: 'The register seems not to be up to date. Have your job or address changed lately?',
    },
  },
  none: {
    label: { ja: '結果が情報なし', en: 'The answer is “no information”' },
    say: {
      ja: '保険の情報を確認できませんでした。お持ちの書類で確認させてください。',
      en: 'We could not confirm your insurance. May we see the papers you have?',
    },
  },
  multiple: {
    label: { ja: '結果が複数', en: 'The answer has several' },
    say: {
      ja: 'いくつかの保険が見つかりました。今お使いのものを教えてください。',
      en: 'Several insurances were found. Please tell us which one you use now.',
    },
  },
}
