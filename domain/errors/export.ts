import type { ErrorEntry } from './entry'

const again = '自動で送り直します。続くときは管理者に連絡してください。'
const askAdmin = '管理者に、この番号と送り先の名前を伝えてください。'
const byHand = '院内ソフトで患者さんの保険を確かめ、必要なら手で登録してください。'

/** TZ-E: answers on their way to the facility's own software (docs/export.md). */
export const exportErrors = {
  'TZ-E01': {
    cause: 'destination not reached: no connection, no answer in time, or cut off',
    message: '院内ソフトなどの送り先につながりません。回答は残っています。',
    next: again,
  },
  'TZ-E02': {
    cause: 'destination answered with an HTTP status that is no success',
    message: '送り先がエラーを返しました。回答は残っています。',
    next: again,
  },
  'TZ-E03': {
    cause: 'answer of the destination cannot be read: not its format, or too large',
    message: '送り先の返事を読み取れませんでした。回答は残っています。',
    next: again,
  },
  'TZ-E04': {
    cause: 'address of the destination not allowed: not https, or a private one that was not named',
    message: '送り先の場所が許可されていません。回答は残っています。',
    next: askAdmin,
  },
  'TZ-E05': {
    cause: 'destination refused the sign-in (401, 403)',
    message: '送り先がログインを受け付けません。回答は残っています。',
    next: askAdmin,
  },
  'TZ-E06': {
    cause: 'destination says that it is gone for good (410)',
    message: '送り先がもう受け取らないと答えました。送るのをやめました。回答は残っています。',
    next: askAdmin,
  },
  'TZ-E07': {
    cause: 'tried for as long as it is tried',
    message: '何度送っても届かなかったため、送るのをやめました。回答は残っています。',
    next: '送り先が動いているか確かめ、もう一度送ってください。',
  },
  'TZ-E10': {
    cause: 'ORCA: the patient is open on another terminal (E90, E9999)',
    message: '日レセのほかの端末で、この患者さんが開かれています。回答は残っています。',
    next: '自動で送り直します。急ぐときは、その端末で患者さんを閉じてください。',
  },
  'TZ-E11': {
    cause: 'ORCA: a lock of our own from an earlier try is not released yet',
    message: '日レセに、前の送信の排他が残っています。回答は残っています。',
    next: again,
  },
  'TZ-E12': {
    cause: 'no number of the patient, or the destination has no patient of that number',
    message: '院内ソフトの患者番号がないか、その番号の患者さんがいません。',
    next: '患者番号を確かめてください。回答は画面とCSVで見られます。',
  },
  'TZ-E13': {
    cause: 'the patient of that number has another birth date or another name than the answer',
    message:
      '院内ソフトのその番号の患者さんと、生年月日または氏名が合いません。何も書き込んでいません。',
    next: '患者番号が正しいか確かめてください。',
  },
  'TZ-E14': {
    cause: 'several insurances in the answer: a person chooses (R44)',
    message: '複数の保険が該当したため、自動では登録していません。',
    next: byHand,
  },
  'TZ-E15': {
    cause: 'destination refused what was written; its code and message come with it',
    message: '院内ソフトが登録を受け付けませんでした。',
    next: 'いっしょに出ている番号とことばを見て、院内ソフトで登録してください。',
  },
  'TZ-E16': {
    cause: 'ORCA asks a question that a person answers (S20)',
    message: '日レセが確認を求めたため、登録していません。',
    next: byHand,
  },
  'TZ-E20': {
    cause: 'a character does not exist in the encoding that was chosen (CP932)',
    message: '選んだ文字コードにない文字があるため、ファイルを作っていません。',
    next: '文字コードをUTF-8にするか、管理者に連絡してください。',
  },
  'TZ-E21': {
    cause: 'folder of the destination missing, full or not writable',
    message: '送り先のフォルダーに書き込めません。回答は残っています。',
    next: again,
  },
  'TZ-E22': {
    cause: 'the kept answer is gone, or opens under none of the keys',
    message: '送る回答が、もう残っていません。',
    next: 'もう一度資格確認をしてください。',
  },
} as const satisfies Record<string, ErrorEntry>

export function isExportErrorCode(text: string): text is keyof typeof exportErrors {
  return Object.hasOwn(exportErrors, text)
}
