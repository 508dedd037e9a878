/** The words of each way that may be tried: for staff what to do and why, for the patient one sentence. */
import type { RuleId } from '../../rules'
import type { OtherWayId } from '../trouble'
import type { Words } from './words'

export interface WayText {
  rule: RuleId
  title: Words
  why: Words
  /** To the patient; its English tells staff what it means. */
  say: Words
  /** On the button that begins it. */
  act: Words
  /** On the button that leads to the next way. */
  cannot: Words
}

const HAS_NOT: Words = { ja: '持っていない', en: 'Not at hand' }
const CANNOT: Words = { ja: 'できない', en: 'Not possible' }
const ENTER: Words = { ja: '書類を入力する', en: 'Enter document' }
const WITH_CARD: Words = { ja: 'カードで確認する', en: 'Use the card' }

export const WAY_TEXTS: Readonly<Record<OtherWayId, WayText>> = {
  pin: {
    rule: 'R10',
    title: { ja: '暗証番号で確認する', en: 'Check with the PIN' },
    why: {
      ja: '4桁の暗証番号が分かれば、写真を見比べずに確認できます。',
      en: 'With the four-digit PIN nobody has to compare the photo.',
    },
    say: {
      ja: '4桁の暗証番号を、ご自身で入力していただけますか。',
      en: 'Could you type the four-digit PIN yourself?',
    },
    act: WITH_CARD,
    cannot: CANNOT,
  },
  ownCard: {
    rule: 'R12',
    title: { ja: 'ご本人のマイナンバーカードを出してもらう', en: "Ask for the patient's own card" },
    why: {
      ja: '家族のカードと取り違えていないか、尋ねてください。',
      en: 'Ask whether it was mistaken for the card of somebody in the family.',
    },
    say: {
      ja: 'ご本人のマイナンバーカードを見せていただけますか。',
      en: 'May we see your own My Number Card?',
    },
    act: WITH_CARD,
    cannot: HAS_NOT,
  },
  officialWeb: {
    rule: 'R2',
    title: {
      ja: '公式アプリで受け付ける(マイナ在宅受付Web)',
      en: 'The official app (マイナ在宅受付Web)',
    },
    why: {
      ja: '患者さんご自身のスマートフォンで、カードの読み取りと同意をしてもらいます。',
      en: "The patient's own phone reads the card and takes the consent.",
    },
    say: {
      ja: 'ご自身のスマートフォンで、受付をお願いできますか。',
      en: 'Could you check in with your own smartphone?',
    },
    act: { ja: '公式アプリへ', en: 'Official app' },
    cannot: CANNOT,
  },
  visual: {
    rule: 'R12',
    title: { ja: '目視で確認する', en: 'Confirm the person by sight' },
    why: {
      ja: 'カードの写真と本人を見比べます。暗証番号はいりません。',
      en: "The card's photo is compared with the person; no PIN is needed.",
    },
    say: {
      ja: 'カードの写真とお顔を、見比べさせてください。',
      en: 'Let us compare the photo on the card with your face.',
    },
    act: { ja: '目視で確認する', en: 'Compare photo' },
    cannot: CANNOT,
  },
  reinquiry: {
    rule: 'R33',
    title: { ja: 'カードを使わずに再照会する', en: 'Re-inquire without the card' },
    why: {
      ja: '続けて訪問している方なら、以前の確認をもとに照会できます。',
      en: 'Somebody who is visited continually can be asked about on the strength of an earlier check.',
    },
    say: {
      ja: '以前の確認をもとに照会します。カードはいりません。',
      en: 'We ask on the strength of your earlier check. No card is needed.',
    },
    act: { ja: '再照会する', en: 'Re-inquire' },
    cannot: { ja: '再照会しない', en: 'Not now' },
  },
  portal: {
    rule: 'R50',
    title: {
      ja: 'マイナポータルの資格情報を、カードと一緒に見せてもらう',
      en: 'The eligibility page of MynaPortal, with the card',
    },
    why: {
      ja: '画面のほか、前に保存したPDFでもかまいません。',
      en: 'The page on the screen, or a PDF of it that was saved before.',
    },
    say: {
      ja: 'マイナポータルの『資格情報』の画面を、見せていただけますか。',
      en: 'May we see the eligibility page (資格情報) in MynaPortal?',
    },
    act: ENTER,
    cannot: { ja: '見せられない', en: 'Not possible' },
  },
  notice: {
    rule: 'R50',
    title: { ja: '「資格情報のお知らせ」を見せてもらう', en: 'The eligibility notice' },
    why: {
      ja: 'マイナンバーカードと一緒なら、番号と割合を確かめられます。',
      en: 'Together with the card it tells the numbers and the share.',
    },
    say: {
      ja: '『資格情報のお知らせ』をお持ちでしたら、見せていただけますか。',
      en: 'If you have the eligibility notice (資格情報のお知らせ), may we see it?',
    },
    act: ENTER,
    cannot: HAS_NOT,
  },
  oral: {
    rule: 'R50',
    title: {
      ja: '再診なら、控えの番号から変わりがないか尋ねる',
      en: 'For a returning patient: ask whether anything has changed',
    },
    why: {
      ja: '施設に番号の控えがあれば、口頭で確かめられます。書類はいりません。',
      en: 'With the numbers on file a word of the patient is enough; no paper is needed.',
    },
    say: {
      ja: '健康保険に、お変わりはありませんか。',
      en: 'Has your health insurance stayed the same?',
    },
    act: { ja: 'お変わりないか尋ねる', en: 'Ask the patient' },
    cannot: CANNOT,
  },
  declaration: {
    rule: 'R50',
    title: {
      ja: '初診なら、被保険者資格申立書を書いてもらう',
      en: 'For a first visit: the declaration of insurance',
    },
    why: {
      ja: '申立書があれば、ふだんの割合で受診してもらえます。',
      en: 'With the declaration the patient pays the usual share.',
    },
    say: {
      ja: '保険のことを、この画面でお答えいただけますか。数分で終わります。',
      en: 'Could you answer some questions about your insurance on this screen? It takes a few minutes.',
    },
    act: { ja: '申立書を書いてもらう', en: 'Declaration' },
    cannot: { ja: '書けない', en: 'Not possible' },
  },
  certificate: {
    rule: 'R53',
    title: { ja: '資格確認書を見せてもらう', en: 'The eligibility certificate' },
    why: {
      ja: '番号を入力して、オンラインで確認します。画面のものは、時刻が動いているか見てください。',
      en: 'Its numbers are typed and asked about online. On a screen, look for the running clock.',
    },
    say: {
      ja: '資格確認書をお持ちでしたら、見せていただけますか。',
      en: 'If you have an eligibility certificate (資格確認書), may we see it?',
    },
    act: ENTER,
    cannot: HAS_NOT,
  },
  physicalCard: {
    rule: 'R52',
    title: { ja: 'マイナンバーカードそのものを出してもらう', en: 'The card itself' },
    why: {
      ja: 'カードがあれば、いつもの方法で確認できます。',
      en: 'With the card the check is made as always.',
    },
    say: {
      ja: 'マイナンバーカードをお持ちでしたら、出していただけますか。',
      en: 'If you have your My Number Card with you, may we see it?',
    },
    act: WITH_CARD,
    cannot: HAS_NOT,
  },
  insurerTelephone: {
    rule: 'R54',
    title: { ja: '保険者に電話で尋ねる', en: 'Ask the insurer by telephone' },
    why: {
      ja: '電話番号は、お知らせや保険者のホームページにあります。',
      en: "The telephone number stands on the notice and on the insurer's website.",
    },
    say: {
      ja: '加入している保険に電話で確かめますので、少しお待ちください。',
      en: 'Please wait a little while we call your insurer.',
    },
    act: { ja: '保険者に電話', en: 'Call insurer' },
    cannot: { ja: 'つながらない', en: 'No answer' },
  },
  chooseCoverage: {
    rule: 'R44',
    title: { ja: '使う資格を、患者さんに尋ねて選ぶ', en: 'Ask the patient which insurance to use' },
    why: {
      ja: 'いくつか見つかりました。自動では選びません。',
      en: 'Several were found; nothing is chosen by itself.',
    },
    say: {
      ja: '今お使いの健康保険は、どちらでしょうか。',
      en: 'Which of these is the insurance that you use now?',
    },
    act: { ja: '結果から選ぶ', en: 'See the answer' },
    cannot: { ja: '分からない', en: 'Not known' },
  },
}

/** Only a smartphone: the page must be opened before our eyes, a saved file proves nothing (R52). */
export const SMARTPHONE_PORTAL: WayText = {
  ...WAY_TEXTS.portal,
  rule: 'R52',
  title: {
    ja: 'その場でマイナポータルにログインして、資格情報を見せてもらう',
    en: 'A login to MynaPortal on the spot',
  },
  why: {
    ja: '保存した画面やPDFではなく、今の画面で確かめます。',
    en: 'The page as it is now; a saved picture or PDF proves nothing.',
  },
  say: {
    ja: 'この場でマイナポータルにログインして、『資格情報』の画面を見せていただけますか。',
    en: 'Could you log in to MynaPortal now and show us the eligibility page?',
  },
}

/** Before what is said of the 資格確認書, where age tells that there should be one (R72). */
export const CERTIFICATE_BY_AGE: Readonly<Record<'all' | 'some', Words>> = {
  all: {
    ja: '年齢から、お手元に届いているはずです。',
    en: 'By age there should be one at hand. ',
  },
  some: {
    ja: 'お手元に届いていることがあります。',
    en: 'There may be one at hand. ',
  },
}
