import type { ErrorEntry } from './entry'

/** TZ-G70 to TZ-G79: what the administrator's page refuses (docs/administration.md). */
export const peopleErrors = {
  'TZ-G70': {
    cause: 'no session, or it has ended',
    message: 'サインインが終わっています。',
    next: 'もう一度サインインしてください。',
  },
  'TZ-G71': {
    cause: 'the role does not allow this',
    message: 'この操作は、いまの役割ではできません。',
    next: '施設の管理者に頼んでください。',
  },
  'TZ-G72': {
    cause:
      'request comes from another page, or the page is open on an address that cannot keep a session',
    message: 'この画面の住所からは受け付けられません。',
    next: '管理の画面を、httpsで始まる施設の住所から開き直してください。',
  },
  'TZ-G73': {
    cause: 'passkey unknown or its signature does not verify, or sign-in number or passcode wrong',
    message: 'サインインできませんでした。',
    next: '利用者番号とパスコードを確かめるか、登録したパスキーを使ってください。',
  },
  'TZ-G74': {
    cause: 'no such person, device or passkey in the facility, or it has ended',
    message: 'その人や端末は、この施設にないか、すでに終わっています。',
    next: '一覧を開き直してください。',
  },
  'TZ-G75': {
    cause: 'invitation unknown, used or expired',
    message: 'この招待は使えません(使用済み、期限切れ、または誤り)。',
    next: '管理者に新しい招待を出してもらってください。',
  },
  'TZ-G76': {
    cause: 'nobody would be left who can administer the facility',
    message: '管理者がいなくなるので、変えられません。',
    next: 'ほかの人を管理者にしてから、もう一度行ってください。',
  },
  'TZ-G77': {
    cause: 'the last way to sign in, or a passkey that is registered already',
    message: 'このパスキーは、そのままにしました。',
    next: 'ほかのパスキーかパスコードを先に登録してください。',
  },
  'TZ-G78': {
    cause: 'the administrator’s page got no answer to a change, or none that it can read',
    message: 'サーバーの返事がありません。変更が届いたかどうかは、わかりません。',
    next: '回線を確かめ、画面を開き直してから、もう一度行ってください。',
  },
  'TZ-G81': {
    cause: 'the destination of what is to be sent again stands in the facility’s settings no more',
    message: 'この送り先は、もう設定にありません。',
    next: '手で済ませるか、ゲートウェイを動かす人に、送り先を設定に戻してもらってください。',
  },
  'TZ-G82': {
    cause:
      'the administrator’s page asked to see something and got no answer, or none that it can read',
    message: 'サーバーの返事がありません。',
    next: '回線を確かめてから、もう一度行ってください。',
  },
  'TZ-G83': {
    cause: 'token of a receiver of webhooks missing or unknown',
    message: '受け取り側の許可を確かめられません。',
    next: '施設の設定にあるトークンと同じか確かめてください。',
  },
  'TZ-G84': {
    cause: 'check never told to this receiver, or its answer was erased',
    message: 'この受け取り側に知らせた回答の中に、その番号はありません。',
    next: '通知に書かれた番号か確かめてください。保存の期間が過ぎたものは取り出せません。',
  },
  'TZ-G85': {
    cause: 'the delivery is not stopped any more: sent, settled or forgotten meanwhile',
    message: 'この送信は、もう止まっていません。',
    next: '画面を開き直して、いまの状態を見てください。',
  },
} as const satisfies Record<string, ErrorEntry>
