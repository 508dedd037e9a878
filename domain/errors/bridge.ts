import type { ErrorEntry } from './entry'

/** TZ-B: the PC/SC bridge (連携ソフト) of this computer. */
export const bridgeErrors = {
  'TZ-B01': {
    cause: 'nothing listens at the bridge’s port',
    message: 'パソコンの連携ソフトが動いていません。',
    next: '連携ソフトを起動して、もう一度つないでください。入っていないときは管理者に連絡してください。',
  },
  'TZ-B02': {
    cause: 'the browser’s loopback-network permission is denied',
    message: 'ブラウザーで、このパソコンの連携ソフトへの接続が拒否されています。',
    next: 'ブラウザーの設定で「許可」に変えて、もう一度つないでください。許可しなくても、ほかの方法で確認できます。',
  },
  'TZ-B03': {
    cause: 'this page and the bridge have not been paired',
    message: 'このブラウザーは、連携ソフトとまだ連携していません。',
    next: '連携ソフトの画面に出ている連携番号を入れてください。番号が出ていないときは、その画面でEnterキーを押してください。',
  },
  'TZ-B04': {
    cause: 'the pairing code does not match',
    message: '連携番号が違います。',
    next: '連携ソフトの画面の番号を見て、もう一度入れてください。3回まちがえたときは、その画面でEnterキーを押して新しい番号を出してください。',
  },
  'TZ-B05': {
    cause: 'no pairing code is valid: five minutes are over or its tries are used up',
    message: '連携番号の期限が切れています。',
    next: '連携ソフトの画面でEnterキーを押し、新しい番号を入れてください。',
  },
  'TZ-B06': {
    cause: 'another page has the bridge',
    message: '連携ソフトは別の画面が使っています。',
    next: '別の画面を閉じるか、そちらで続けてください。',
  },
  'TZ-B07': {
    cause: 'the system knows no reader',
    message: 'パソコンにカードリーダーが見つかりません。',
    next: 'カードリーダーをパソコンに差し直して、もう一度つないでください。',
  },
  'TZ-B08': {
    cause: 'the system’s smart card service is not running',
    message: 'パソコンのカードリーダー機能(スマートカードサービス)が動いていません。',
    next: 'カードリーダーを差し直し、パソコンを再起動してから、もう一度つないでください。続くときは管理者に連絡してください。',
  },
  'TZ-B09': {
    cause: 'another program holds reader or card',
    message: 'カードリーダーを、ほかのソフトが使っています。ここまでの入力は残っています。',
    next: 'ほかのソフト(マイナポータルなど)を閉じて、カードを置き直してください。',
  },
  'TZ-B10': {
    cause: 'the command is not on the bridge’s list; the card has not seen it',
    message: '連携ソフトが、許されていないカードの操作を断りました。カードには何も送っていません。',
    next: '連携ソフトを新しい版にしてください。続くときは管理者に連絡してください。',
  },
  'TZ-B11': {
    cause: 'readers of this computer hold more than one マイナンバーカード',
    message: 'パソコンのカードリーダーに、マイナンバーカードが2枚以上置かれています。',
    next: '患者さんのカードを1枚だけ置いてください。',
  },
  'TZ-B12': {
    cause: 'who answers at the bridge’s port does not prove the key it was paired with',
    message: '連携した連携ソフトであることを確かめられませんでした。何も送っていません。',
    next: '連携ソフトを入れ直したあとなら、連携番号を入れて連携し直してください。心当たりがないときは、使わずに管理者に連絡してください。',
  },
  'TZ-B13': {
    cause: 'the bridge speaks another version, or does not follow its own',
    message: '連携ソフトと通信が合いません。',
    next: '連携ソフトを新しい版にして、もう一度つないでください。',
  },
  'TZ-B14': {
    cause: 'what was typed has not the form of a pairing code',
    message: '連携番号は、英数字8文字です。',
    next: '連携ソフトの画面の番号を見て、8文字を入れてください。',
  },
  'TZ-B15': {
    cause: 'the browser asked for the loopback-network permission and nobody answered',
    message: 'ブラウザーの確認に、まだ答えていません。',
    next: 'もう一度つなぎ、ブラウザーが出す確認で「許可」を選んでください。許可しなくても、ほかの方法で確認できます。',
  },
  'TZ-B16': {
    cause: 'the bridge cannot write the file of its pairings: disk full, or the folder refused',
    message: '連携ソフトが連携を記録できなかったため、連携していません。',
    next: 'パソコンのディスクの空きを確かめてから、連携ソフトの画面でEnterキーを押し、新しい番号を入れてください。続くときは管理者に連絡してください。',
  },
} as const satisfies Record<string, ErrorEntry>
