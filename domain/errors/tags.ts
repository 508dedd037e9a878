import type { ErrorEntry } from './entry'

/** TZ-T: visit tags and 診察券, read and written with the NFC of the device itself. */
export const tagErrors = {
  'TZ-T01': {
    cause: 'NDEFReader is absent',
    message: 'このブラウザーではタグを読み書きできません。',
    next: 'AndroidのChromeで開くか、今日の訪問の一覧から選んでください。',
  },
  'TZ-T02': {
    cause: 'no NFC adapter (NotSupportedError)',
    message: 'この端末にはNFCがありません。',
    next: '今日の訪問の一覧から選んでください。',
  },
  'TZ-T03': {
    cause: 'NFC is switched off (NotReadableError)',
    message: '端末のNFCがオフになっています。',
    next: '端末の設定でNFCをオンにして、もう一度押してください。',
  },
  'TZ-T04': {
    cause: 'permission refused (NotAllowedError)',
    message: 'タグの読み書きが許可されていません。',
    next: 'ブラウザーのサイトの設定で「NFC」を許可して、もう一度押してください。',
  },
  'TZ-T05': {
    cause: 'page hidden or not the top-level page (InvalidStateError, AbortError)',
    message: '画面が隠れたため、タグの待ち受けが止まりました。',
    next: 'この画面を開いたまま、もう一度押してください。',
  },
  'TZ-T06': {
    cause: 'stopped by staff',
    message: 'タグの待ち受けをやめました。',
    next: '続けるときは、もう一度押してください。',
  },
  'TZ-T07': {
    cause: 'readingerror: no NDEF tag, perhaps a マイナンバーカード',
    message: 'これは訪問タグではありません。マイナンバーカードは、端末のNFCでは読み取れません。',
    next: '確認する画面で、使える方法を選んでください。',
  },
  'TZ-T08': {
    cause: 'blank tag',
    message: 'このタグには、まだ何も書かれていません。',
    next: '「タグを作る」で書き込むか、今日の訪問の一覧から選んでください。',
  },
  'TZ-T09': {
    cause: 'content is not an address of this app',
    message: 'このタグは、この施設のタグではありません。開きませんでした。',
    next: '別のタグをかざすか、今日の訪問の一覧から選んでください。',
  },
  'TZ-T10': {
    cause: 'content larger or of more records than ours',
    message: 'このタグの内容は長すぎるため、読みませんでした。',
    next: '別のタグをかざすか、今日の訪問の一覧から選んでください。',
  },
  'TZ-T11': {
    cause: 'the tag holds something already (overwrite refused)',
    message: 'このタグには、もう何か書かれています。何も変えていません。',
    next: '空のタグをかざすか、上書きしてよいか確かめてください。',
  },
  'TZ-T12': {
    cause: 'the tag was lost in the middle, or is read-only (NetworkError)',
    message: 'タグの操作が終わりませんでした。途中で離れたか、もうロックされたタグです。',
    next: '同じタグを、もう一度動かさずにかざしてください。',
  },
  'TZ-T13': {
    cause: 'the tag cannot be written or made read-only (NotSupportedError)',
    message: 'このタグには、この操作ができません。',
    next: '別の種類のタグ(NTAG213など)を使ってください。',
  },
  'TZ-T14': {
    cause: 'no visit of today belongs to the tag',
    message: 'このタグの訪問は、今日の一覧にありません。別の日の予定か、使用をやめたタグです。',
    next: '一覧を更新するか、今日の訪問で名前を探してください。',
  },
  'TZ-T15': {
    cause: 'the tag was taken out of use',
    message: 'このタグは、使用をやめたタグです。',
    next: 'タグを回収し、今日の訪問の一覧から選んでください。',
  },
  'TZ-T16': {
    cause: 'the gateway knows this id as another patient’s',
    message: 'このタグは登録できませんでした。別の患者さんのタグとして登録されています。',
    next: '新しいタグを作り、このタグは回収してください。',
  },
  'TZ-T17': {
    cause: 'another tag was held to the device than the one to be locked',
    message: '別のタグがかざされました。何も変えていません。',
    next: 'いま書いたタグをかざしてください。',
  },
} as const satisfies Record<string, ErrorEntry>
