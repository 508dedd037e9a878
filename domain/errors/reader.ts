import type { ErrorEntry } from './entry'

/** TZ-R: the reader and the link to it. */
export const readerErrors = {
  'TZ-R01': {
    cause: 'navigator.bluetooth is absent',
    message: 'このブラウザーではBluetoothリーダーを使えません。',
    next: '「この端末」で使える方法を確かめてください。',
  },
  'TZ-R02': {
    cause: 'chooser cancelled or no adapter (NotFoundError)',
    message: 'リーダーが選ばれませんでした。',
    next: 'リーダーの電源を入れ、もう一度選んでください。',
  },
  'TZ-R03': {
    cause: 'GATT connect failed (NetworkError)',
    message: 'リーダーにつながりませんでした。',
    next: 'リーダーの電源と距離を確かめ、もう一度つないでください。',
  },
  'TZ-R04': {
    cause: 'link lost',
    message: 'リーダーとの接続が切れました。ここまでの入力は残っています。',
    next: 'リーダーの電源を確かめ、もう一度つないでください。',
  },
  'TZ-R05': {
    cause: 'mutual authentication failed',
    message: 'リーダーの認証鍵が一致しません。',
    next: '施設のリーダーか確かめてください。施設で鍵を変えているときは、「この端末」の「リーダーの鍵」に入力します。',
  },
  'TZ-R06': {
    cause: 'frame with a wrong checksum or length',
    message: 'リーダーとの通信が乱れました。',
    next: 'もう一度カードを置いてください。',
  },
  'TZ-R07': {
    cause: 'no answer in time',
    message: 'リーダーから返事がありません。',
    next: 'リーダーの電源を入れ直し、もう一度つないでください。',
  },
  'TZ-R08': {
    cause: 'reader reports no card',
    message: 'カードが置かれていません。',
    next: 'カードをリーダーの中央に置いてください。',
  },
  'TZ-R09': {
    cause: 'reader reports a hardware error',
    message: 'リーダーの異常です。',
    next: '電源を入れ直し、続くときは別のリーダーを使ってください。',
  },
  'TZ-R10': {
    cause: 'a card is there but gives the reader no answer',
    message: 'カードから返事がありません。ここまでの入力は残っています。',
    next: 'カードをリーダーの中央に置き直してください。',
  },
  'TZ-R11': {
    cause: 'the chosen device has no service of a supported reader',
    message: '選ばれた機器は、対応しているリーダーではありません。',
    next: '「ACR1255U-J1」で始まる名前の機器か、対応しているFeitianのリーダーを選んでください。',
  },
  'TZ-R12': {
    cause: 'the link needs pairing in the settings of the system (ATT 05, Not paired)',
    message: 'リーダーとのペアリングが済んでいません。',
    next: '端末のBluetooth設定でペアリング(初期のPINは000000)してから、もう一度つないでください。',
  },
  'TZ-R13': {
    cause: 'another tab of this device holds the reader',
    message: 'リーダーは別の画面で使用中です。',
    next: '別の画面を閉じるか、そちらで続けてください。',
  },
  'TZ-R14': {
    cause: 'no reader has been chosen since the page was loaded',
    message: 'リーダーがまだつながっていません。ここまでの入力は残っています。',
    next: '「リーダーをつなぐ」を押して、リーダーを選んでください。',
  },
} as const satisfies Record<string, ErrorEntry>
