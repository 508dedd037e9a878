import type { ErrorEntry } from './entry'

const lookAgain = '書類と見比べてください。書類のとおりなら、そのまま進めます。'
const correct = '書類と見比べて、入力し直してください。'
const otherWay =
  '「カードが使えない」から別の方法に進んでください。入力した番号は請求に使えることがあります。'

const typeByHand = 'ファイルを開いて見ながら、手で入力してください。'

/** TZ-N20 to TZ-N39, TZ-N44 and TZ-N50 to TZ-N55: a document as a whole, an area of the numbers that staff type. */
export const documentErrors = {
  'TZ-N20': {
    cause: 'a field that this document needs is empty',
    message: '入力されていません。',
    next: '書類を見て入力してください。',
  },
  'TZ-N21': {
    cause: 'doubt: the prefecture in the 保険者番号 is none of 01 to 47 (R70)',
    message: '保険者番号の都道府県の番号が、どの都道府県でもありません。',
    next: lookAgain,
  },
  'TZ-N22': {
    cause: 'doubt: a 法別番号 that is not listed (R70)',
    message: '保険者番号の最初の2桁が、知られている保険の種類ではありません。',
    next: lookAgain,
  },
  'TZ-N23': {
    cause: 'doubt: 記号 and 番号 look like each other (R70)',
    message: '記号と番号が入れ替わっているようです。',
    next: lookAgain,
  },
  'TZ-N24': {
    cause: 'doubt: a 記号 of another form than this insurance has (R70)',
    message: '記号の形が、この保険のものと違うようです。',
    next: lookAgain,
  },
  'TZ-N25': {
    cause: 'doubt: check digit of the 被保険者番号 of 後期高齢者医療 does not fit (R70)',
    message: '被保険者番号のどこかが違うようです。',
    next: lookAgain,
  },
  'TZ-N26': {
    cause: 'doubt: another number than last time with the same insurer (R70)',
    message: '同じ保険者で、前回と違う番号です。',
    next: lookAgain,
  },
  'TZ-N27': {
    cause: 'a birthdate after the visit, or more than 120 years before it (R71)',
    message: '生年月日が正しくないようです。',
    next: '年号と年を確かめて、入力し直してください。',
  },
  'TZ-N28': {
    cause: 'doubt: another birthdate or name than the list has (R44, R45)',
    message: '一覧の患者さんと違います。',
    next: '別の人の書類ではないか確かめてください。書類のとおりなら、そのまま進めます。',
  },
  'TZ-N29': {
    cause: 'doubt: an age that this insurance does not have',
    message: '年齢と保険の種類が合いません(75歳からは後期高齢者医療です)。',
    next: lookAgain,
  },
  'TZ-N30': {
    cause: '資格確認書 after its last day (R53)',
    message: 'この資格確認書は有効期限が切れています。',
    next: otherWay,
  },
  'TZ-N31': {
    cause:
      'お知らせ alone or an expired 保険証 after the day until which they were tolerated (R53)',
    message: 'この書類だけで資格を確認できる期間は終わりました。',
    next: otherWay,
  },
  'TZ-N32': {
    cause: 'お知らせ, screen or PDF of マイナポータル without the card (R50, R52)',
    message: 'この書類は、マイナ保険証といっしょに見せていただく必要があります。',
    next: 'マイナンバーカードを見せていただくか、「カードが使えない」から別の方法に進んでください。',
  },
  'TZ-N33': {
    cause: 'issued after the visit, or ends before it was issued',
    message: '交付日と有効期限、受診日の前後が合いません。',
    next: correct,
  },
  'TZ-N34': {
    cause: 'doubt: a 資格確認書 that lasts longer than five years',
    message: '有効期限が先すぎるようです(資格確認書は長くて5年です)。',
    next: lookAgain,
  },
  'TZ-N35': {
    cause: 'doubt: the share on お知らせ or マイナポータル has ended (R47)',
    message: '書かれている負担割合の期限が過ぎています。',
    next: '負担割合は変わっているかもしれません。新しい割合を尋ねてください。番号はそのまま使えます。',
  },
  'TZ-N36': {
    cause: 'a share that is none of 1割, 2割, 3割 (R47)',
    message: '負担割合は1割、2割、3割のどれかです。',
    next: correct,
  },
  'TZ-N37': {
    cause: 'doubt: a share that the age does not have (R47)',
    message: '年齢と負担割合が合いません。',
    next: lookAgain,
  },
  'TZ-N38': {
    cause: 'a text that is not of マイナポータル’s 医療保険の資格情報',
    message: 'マイナポータルの「医療保険の資格情報」として読めませんでした。',
    next: typeByHand,
  },
  'TZ-N39': {
    cause: 'a number or date typed twice, each time another',
    message: '1回目と2回目の入力が違います。',
    next: correct,
  },
  'TZ-N44': {
    cause: 'a 資格確認書 on a screen whose clock stands still: a picture of one (R53)',
    message: '画面の資格確認書は、時刻が動いているものだけが使えます。',
    next: 'アプリかサイトを開いて、その場で表示していただいてください。',
  },
  'TZ-N50': {
    cause: 'a PDF of more than 10 MB',
    message: 'このPDFは大きすぎます(10MBまで)。',
    next: 'マイナポータルの「医療保険の資格情報」のPDFか確かめてください。',
  },
  'TZ-N51': {
    cause: 'no PDF, a broken one, or one that the reader does not finish in its time',
    message: 'PDFとして開けませんでした。ファイルが壊れているか、別の種類のファイルです。',
    next: 'もう一度選ぶか、手で入力してください。',
  },
  'TZ-N52': {
    cause: 'a PDF that opens only with a password',
    message: 'このPDFはパスワードで保護されています。',
    next: 'パスワードのないPDFを選ぶか、画面で開いて見ながら、手で入力してください。',
  },
  'TZ-N53': {
    cause: 'a PDF without a text layer: a scan or a picture of the page',
    message: 'このPDFは画像だけで、文字を読み取れません。',
    next: typeByHand,
  },
  'TZ-N54': {
    cause:
      'a PDF with pages of 資格情報 that differ: several people, or before and after a change (R44)',
    message: 'このPDFには、違う内容の資格情報が2つ以上あります。',
    next: '患者さんのページを確かめて、手で入力してください。',
  },
  'TZ-N55': {
    cause: 'the code that reads PDFs could not be fetched or started on this device',
    message: 'PDFを読む準備ができませんでした。ファイルはそのままです。',
    next: typeByHand,
  },
} as const satisfies Record<string, ErrorEntry>
