/** The words of the ladder and of the claim. */
import type { ClaimBasis, ClaimBlock, LadderCode } from '../decision'
import { type DecisionText, text } from './text'

export const LADDER_TEXTS: Readonly<Record<LadderCode, DecisionText>> = {
  portal: text(
    'R50',
    [
      '① マイナポータルの資格情報で確かめます。',
      'カードと一緒に、画面か保存したPDFを見せてもらいます。スマートフォンだけの方は、その場でログインしてもらいます。',
    ],
    [
      '(1) The eligibility page of MynaPortal.',
      'See the screen or its saved PDF together with the card; with a smartphone alone, a live login on the spot.',
    ],
  ),
  notice: text(
    'R50',
    ['② 資格情報のお知らせで確かめます。', 'カードと一緒に見せてもらいます。'],
    ['(2) The eligibility notice.', 'See it together with the card.'],
  ),
  oral: text(
    'R50',
    [
      '③ 再診の方は、控えの番号を口頭で確かめます。',
      '保険に変わりがないか尋ねます。書類はいりません。',
    ],
    [
      '(3) For a returning patient, the numbers on file.',
      'Ask whether anything has changed; no paper is needed.',
    ],
  ),
  declaration: text(
    'R50',
    ['④ 初診の方は、被保険者資格申立書を書いてもらいます。', '電話番号まで書いてもらいます。'],
    [
      '(4) For a first visit, the declaration of insurance.',
      'Have it filled in, the telephone number included.',
    ],
  ),
  certificate: text(
    'R53',
    [
      '資格確認書で確かめます。',
      '番号を入力してオンラインで確認します。画面のものは、時刻が動いているか見ます。',
    ],
    [
      'The eligibility certificate.',
      'Type its numbers and ask online; if it is on a screen, look for the running clock.',
    ],
  ),
  physicalCard: text(
    'R52',
    ['マイナンバーカードそのもので確かめます。', 'カードを出してもらいます。'],
    ['The physical card.', 'Ask for it.'],
  ),
  insurerTelephone: text(
    'R54',
    ['保険者に電話で確かめます。', '電話番号は、お知らせや保険者のホームページにあります。'],
    ['The insurer, by telephone.', 'The number stands on the notice and on its website.'],
  ),
}

export const BASIS_TEXTS: Readonly<Record<ClaimBasis, DecisionText>> = {
  current: text(
    'R60',
    ['今の資格の番号で請求します。', '番号をこの訪問に記録します。'],
    ['The claim carries the current numbers.', 'Record them with the visit.'],
  ),
  former: text(
    'R60',
    [
      '以前の資格の番号で請求します。',
      '分かった番号で請求します。新しい資格が登録されると、請求先が切り替わります。',
    ],
    [
      'The claim carries the former numbers.',
      'Claim with them; the clearing house moves the claim when the new cover is registered.',
    ],
  ),
  unknown: text(
    'R62',
    [
      '番号が分からないので、不詳で請求します。',
      '番号の桁をすべて7で埋め、摘要欄に8項目を書きます。訪問のあと患者さんに連絡した日も要ります。',
    ],
    [
      'The numbers are unknown, and the claim says so.',
      'Fill every digit with 7 and write the eight remarks, the day of contact after the visit among them.',
    ],
  ),
  undecided: text(
    'R60',
    ['請求に使う番号がまだ決まりません。', '決まらない理由を一つずつ片づけます。'],
    ['The numbers for the claim are not settled.', 'Clear what stands against it, one by one.'],
  ),
}

export const BLOCK_TEXTS: Readonly<Record<ClaimBlock, DecisionText>> = {
  answerAwaited: text(
    'R60',
    ['確認の結果がまだ出ていません。', '結果を待ちます。'],
    ['The answer is not there yet.', 'Wait for it.'],
  ),
  coverageNotChosen: text(
    'R44',
    ['いくつかの資格があり、まだ選んでいません。', '患者さんに尋ねて選びます。'],
    ['Several covers were found and none is chosen.', 'Ask the patient and choose.'],
  ),
  notMedicalFacility: text(
    'R54',
    ['不詳にできるのは医療機関と薬局だけです。', '保険者に電話で番号を確かめます。'],
    [
      'Only medical facilities and pharmacies may claim without numbers.',
      'Ask the insurer by telephone.',
    ],
  ),
  notSaidInsured: text(
    'R61',
    ['今の保険があると、患者さんが言っていません。', '保険の手続きがどうなっているか尋ねます。'],
    [
      'The patient does not say that there is insurance now.',
      'Ask how things stand with the insurance.',
    ],
  ),
  saysInsuredUnknown: text(
    'R61',
    ['今の保険があるかを、まだ尋ねていません。', '患者さんに尋ねます。'],
    ['Nobody has asked whether there is insurance now.', 'Ask the patient.'],
  ),
  noPhysicalCard: text(
    'R61',
    [
      'マイナンバーカードそのものを見ていません。',
      'カードを見せてもらいます。資格確認書やスマートフォンだけでは不詳にできません。',
    ],
    [
      'The physical card was not shown.',
      'Ask for it; an eligibility certificate or a smartphone alone is not enough.',
    ],
  ),
  notFirstVisit: text(
    'R61',
    ['初診ではありません。', '控えの番号を確かめて、その番号で請求します。'],
    ['It is not the first visit.', 'Confirm the numbers on file and claim with them.'],
  ),
  firstVisitUnknown: text(
    'R61',
    ['初診かどうか分かりません。', '受診の記録を確かめます。'],
    ['It is not known whether this is the first visit.', 'Look at the records.'],
  ),
  severalCareDays: text(
    'R61',
    ['この月の診療が2日以上あります。', '患者さんに連絡して、分かった番号で請求します。'],
    [
      'There are two or more days of care this month.',
      'Contact the patient and claim with the numbers found.',
    ],
  ),
  careDaysUnknown: text(
    'R61',
    ['この月の実日数が分かりません。', '今日を入れて数えます。'],
    ['The days of care this month are not known.', 'Count them, today included.'],
  ),
  numbersUnknown: text(
    'R61',
    ['番号が分かっているかどうか、記録がありません。', '①から③の方法で確かめます。'],
    [
      'Nothing says whether any numbers are known.',
      'Try the portal, the notice and the file for them.',
    ],
  ),
  newbornUnregistered: text(
    'R61',
    [
      '新生児のカードが利用登録されていません。',
      '加入の手続きのとき、資格確認書を受け取っていただきます。',
    ],
    [
      "The newborn's card is not registered for use as an insurance card.",
      'Have the family ask the insurer for an eligibility certificate.',
    ],
  ),
}
