import type { ErrorEntry } from './entry'

const again = '「もう一度QRコードを出す」を押すか、別の方法で確認してください。'
const otherWay = '別の方法で確認し、管理者にこの番号を伝えてください。'

/** TZ-I: how a patient's proof by デジタル認証アプリ ended, other than well. The check itself goes on waiting. */
export const identityErrors = {
  'TZ-I01': {
    cause: 'no provider is configured at the gateway',
    message: 'この施設では、デジタル認証アプリの設定がされていません。確認は保存されています。',
    next: '別の方法で確認してください。使うには、管理者に設定を頼んでください。',
  },
  'TZ-I02': {
    cause: 'the patient ended it there (access_denied)',
    message: '患者さんが、デジタル認証アプリでの確認をやめました。確認は保存されています。',
    next: again,
  },
  'TZ-I03': {
    cause: 'session expired',
    message: 'QRコードの時間が過ぎました。確認は保存されています。',
    next: again,
  },
  'TZ-I04': {
    cause: 'response to a request that was answered before (replay)',
    message: 'この画面は、もう使い終わっています。確認は保存されています。',
    next: 'スタッフの端末の表示を確かめてください。',
  },
  'TZ-I05': {
    cause: 'unknown ticket or state: mistyped, replaced by a newer one, or made up',
    message: 'このQRコードや画面は使えません。新しいものに替わったか、誤りです。',
    next: 'スタッフの端末に出ている、新しいQRコードを読み取ってください。',
  },
  'TZ-I06': {
    cause: 'nonce of the ID token is not that of the request',
    message: 'デジタル認証アプリの返事が、この確認のものではありませんでした。',
    next: again,
  },
  'TZ-I07': {
    cause: 'iss of the response or of the ID token is not the configured provider',
    message: 'デジタル認証アプリの返事が、正しい発行元のものではありませんでした。',
    next: otherWay,
  },
  'TZ-I08': {
    cause: 'ID token or userinfo does not verify: signature, aud, exp, sub, or a login from before',
    message: 'デジタル認証アプリの返事を確かめられませんでした。',
    next: again,
  },
  'TZ-I09': {
    cause: 'name or birth date is not that of the visit’s patient',
    message: 'デジタル認証アプリの方と、訪問予定の患者さんが一致しませんでした。',
    next: '訪問予定の氏名(髙と高のような字の違いも)と生年月日を確かめ、別の方法で確認してください。',
  },
  'TZ-I10': {
    cause: 'provider not reached: discovery, or temporarily unavailable by its own word',
    message: 'デジタル認証アプリのサーバーにつながりません。確認は保存されています。',
    next: '少し待ってもう一度試すか、別の方法で確認してください。',
  },
  'TZ-I11': {
    cause: 'provider not reached, or no proper answer, at token or userinfo',
    message: 'デジタル認証アプリのサーバーから、結果を受け取れませんでした。',
    next: '少し待ってもう一度試すか、別の方法で確認してください。',
  },
  'TZ-I12': {
    cause: 'userinfo without name or birth date',
    message: 'デジタル認証アプリから、氏名と生年月日を受け取れませんでした。',
    next: otherWay,
  },
  'TZ-I13': {
    cause: 'ended by staff',
    message: 'デジタル認証アプリでの確認をやめました。確認は保存されています。',
    next: again,
  },
  'TZ-I14': {
    cause: 'provider refuses this facility’s request (client, key, redirect address or scope)',
    message: 'デジタル認証アプリが、この施設からの依頼を受け付けませんでした。',
    next: otherWay,
  },
  'TZ-I15': {
    cause: 'the check’s patient is not on the facility’s list of that day',
    message: 'その日の訪問予定に患者さんがいないため、どなたかを照らし合わせられません。',
    next: '訪問予定を確かめるか、別の方法で確認してください。',
  },
  'TZ-I16': {
    cause: 'session asked for a check that does not wait for one',
    message: 'この確認は、デジタル認証アプリを待っていません。',
    next: '確認の状態を、送信箱で確かめてください。',
  },
  'TZ-I17': {
    cause: 'fault of our own while comparing: list, store or key',
    message: 'サーバーで問題が起き、照らし合わせられませんでした。確認は保存されています。',
    next: '少し待ってもう一度試すか、別の方法で確認してください。',
  },
} as const satisfies Record<string, ErrorEntry>
