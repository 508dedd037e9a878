import type { ErrorEntry } from './entry'

const lookAgain = '書類の番号と見比べて、入力し直してください。'

/** TZ-N: numbers and dates that staff type from a document. */
export const numberErrors = {
  'TZ-N01': {
    cause: 'not 8 digits, nor 6 for 国保 (R70)',
    message: '保険者番号は8桁です(国民健康保険は6桁)。',
    next: lookAgain,
  },
  'TZ-N02': {
    cause: 'check digit of the 保険者番号 does not fit (R70)',
    message: '保険者番号のどこかが違うようです。',
    next: lookAgain,
  },
  'TZ-N03': {
    cause: '77777777 or 77777779 typed as a 保険者番号 (R62)',
    message: 'これは不詳のときの番号です。ここには入力できません。',
    next: '番号が分からないときは「別の方法」に進んでください。',
  },
  'TZ-N04': {
    cause: 'not 8 digits',
    message: '公費負担者番号は8桁です。',
    next: lookAgain,
  },
  'TZ-N05': {
    cause: 'check digit of the 公費負担者番号 does not fit (R70)',
    message: '公費負担者番号のどこかが違うようです。',
    next: lookAgain,
  },
  'TZ-N06': {
    cause: 'not 7 digits',
    message: '受給者番号は7桁です。',
    next: lookAgain,
  },
  'TZ-N07': {
    cause: 'check digit of the 受給者番号 does not fit (R70)',
    message: '受給者番号のどこかが違うようです。',
    next: lookAgain,
  },
  'TZ-N08': {
    cause: 'not two digits',
    message: '枝番は2桁です。印刷されていなければ、空のままにしてください。',
    next: lookAgain,
  },
  'TZ-N09': {
    cause: 'not 8 digits, or a 記号 with an insurer of 後期高齢者医療 (R70)',
    message: '後期高齢者医療の被保険者番号は8桁で、記号はありません。',
    next: lookAgain,
  },
  'TZ-N10': {
    cause: 'a number with the check digit of a 個人番号 (R13)',
    message: '個人番号(マイナンバー)のようです。このアプリでは扱えないため、消しました。',
    next: '個人番号は入力しないでください。保険の番号かどうか確かめてください。',
  },
  'TZ-N11': {
    cause: 'no day of the calendar, or outside its era (R71)',
    message: 'この日付はありません。',
    next: '年号と年月日を確かめて、入力し直してください。',
  },
  'TZ-N12': {
    cause: 'empty, or longer than a claim holds',
    message: '番号が空か、長すぎます。',
    next: lookAgain,
  },
  'TZ-N13': {
    cause: 'not 10 digits that begin with a prefecture and a table of points (R70)',
    message: '医療機関コードは10桁です(都道府県2桁、点数表1桁、番号7桁)。',
    next: lookAgain,
  },
  'TZ-N14': {
    cause: 'check digit of the 医療機関コード does not fit (R70)',
    message: '医療機関コードのどこかが違うようです。',
    next: lookAgain,
  },
  'TZ-N15': {
    cause: 'a 枝番 with an insurer of 後期高齢者医療 (R70)',
    message: '後期高齢者医療に枝番はありません。',
    next: '枝番を空にするか、保険者番号を確かめてください。',
  },
  'TZ-N16': {
    cause: 'a free text that is empty or longer than its field',
    message: '空か、長すぎます。',
    next: '入力し直してください。',
  },
  'TZ-N17': {
    cause: 'characters outside JIS X 0208, which a claim cannot carry (R45)',
    message: '請求に使えない文字があります。',
    next: '書類にある字のまま残せます。請求では、似た字かカナに置き換えてください。',
  },
} as const satisfies Record<string, ErrorEntry>
