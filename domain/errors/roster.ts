import type { ErrorEntry } from './entry'

const mendFile = 'ファイルを直して、もう一度読み込んでください。名簿は変わっていません。'
const mendCell = 'その欄を直して、もう一度読み込んでください。名簿は変わっていません。'
const lookOrConfirm = '院内の記録と見比べ、正しければ確かめたうえで取り込んでください。'
const nothingToDo = 'このまま取り込めます。'

/** TZ-P: patients and visits that a facility imports (docs/roster.md). P01–P11 the file, P20–P29 a cell, P40–P49 doubts and notices. */
export const rosterErrors = {
  'TZ-P01': {
    cause: 'neither strict UTF-8 nor strict CP932, or not a text at all',
    message: 'ファイルの文字を読み取れませんでした。',
    next: 'CSV(UTF-8またはシフトJIS)で保存し直して、もう一度読み込んでください。',
  },
  'TZ-P02': {
    cause: 'not CSV by RFC 4180: a quotation mark is not closed or stands inside a cell',
    message: 'CSVの引用符(")が正しくありません。',
    next: mendFile,
  },
  'TZ-P03': {
    cause: 'columns are missing that this import needs; they are named',
    message: '必要な列が見つかりません。',
    next: '1行目に列の名前があるか確かめてください。名簿は変わっていません。',
  },
  'TZ-P04': {
    cause: 'two columns mean the same',
    message: '同じ意味の列が二つあります。',
    next: mendFile,
  },
  'TZ-P05': {
    cause: 'a 個人番号, or a column named so, anywhere in the file (R13)',
    message: '個人番号(マイナンバー)らしい数字があるため、ファイルを読み込みませんでした。',
    next: '個人番号の列を除いたファイルを作って、もう一度読み込んでください。',
  },
  'TZ-P06': {
    cause: 'no row below the header, or more rows or bytes than are taken at once',
    message: '行がないか、多すぎます。',
    next: '多いときは、いくつかのファイルに分けてください。名簿は変わっていません。',
  },
  'TZ-P07': {
    cause: 'rows have faults: nothing of the file was taken',
    message: '直すところがあるため、何も取り込んでいません。',
    next: mendFile,
  },
  'TZ-P08': {
    cause: 'rows have doubts that nobody has confirmed: nothing of the file was taken',
    message: '確かめるところがあるため、何も取り込んでいません。',
    next: lookOrConfirm,
  },
  'TZ-P09': {
    cause: 'file or roster is not what the preview was made of: nothing was taken',
    message: '内容を確かめたあとで、ファイルか名簿が変わりました。何も取り込んでいません。',
    next: 'もう一度内容を確かめてから、取り込んでください。',
  },
  'TZ-P20': {
    cause: 'a cell that is needed is empty',
    message: '空のままにできない欄です。',
    next: mendCell,
  },
  'TZ-P21': {
    cause: 'the row has more or fewer cells than the header',
    message: 'この行の欄の数が、1行目と違います。',
    next: mendCell,
  },
  'TZ-P22': {
    cause: 'patient number not of 1 to 50 letters, digits and dashes',
    message: '患者番号は、英数字とハイフンで50文字までです。',
    next: mendCell,
  },
  'TZ-P23': {
    cause: 'the same patient, or the same patient and time, is in an earlier row',
    message: '前の行と同じ患者さんです。',
    next: mendCell,
  },
  'TZ-P24': {
    cause: 'a word that is not on the list of this column',
    message: 'この欄に書けることばではありません。',
    next: mendCell,
  },
  'TZ-P25': {
    cause: 'not a time of day',
    message: 'この時刻はありません。',
    next: mendCell,
  },
  'TZ-P26': {
    cause: 'a visit of a patient who is not on the roster',
    message: '名簿にない患者番号です。',
    next: '先に、その患者さんを名簿に取り込んでください。',
  },
  'TZ-P27': {
    cause: 'a day too far in the past or in the future for a list of visits',
    message: '訪問日が、今日から離れすぎています。',
    next: mendCell,
  },
  'TZ-P40': {
    cause: 'doubt: under this number the roster has another birth date',
    message: '名簿のこの患者番号は、生年月日が違います。別の方かもしれません。',
    next: lookOrConfirm,
  },
  'TZ-P41': {
    cause:
      'doubt: the same birth date and kana stand under another number, on the roster or in the file',
    message: '生年月日とフリガナの同じ方が、別の患者番号でいます。',
    next: lookOrConfirm,
  },
  'TZ-P42': {
    cause: 'notice: a name with ● does not replace the good one that is there (R45)',
    message: '●のある名前のため、名簿の名前をそのまま残します。',
    next: nothingToDo,
  },
  'TZ-P43': {
    cause: 'notice: numbers that are older than those on the roster do not replace them',
    message: '名簿にはこれより新しい番号があるため、そちらを残します。',
    next: nothingToDo,
  },
} as const satisfies Record<string, ErrorEntry>
