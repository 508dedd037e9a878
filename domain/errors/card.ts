import type { ErrorEntry } from './entry'

/** TZ-C: the card. */
export const cardErrors = {
  'TZ-C01': {
    cause: 'VERIFY answered 63Cx, x > 0',
    message: '暗証番号が違います。',
    next: '残りの回数を確かめ、もう一度入力してもらってください。',
  },
  'TZ-C02': {
    cause: '63C0, 6983 or 6984 (R10)',
    message: '暗証番号がロックされています。確認の内容は失われていません。',
    next: '市区町村の窓口でしか解除できません。「カードが使えない」から別の方法に進んでください。',
  },
  'TZ-C03': {
    cause: 'PIN is not four digits',
    message: '暗証番号は数字4桁です。カードには何も送っていません。',
    next: '4桁を入力し直してもらってください。',
  },
  'TZ-C04': {
    cause: 'contact lost during VERIFY: outcome unknown',
    message: '照合の途中でカードが離れました。暗証番号が数えられたかは分かりません。',
    next: 'カードをもう一度置いてください。残りの回数を読み直します。',
  },
  'TZ-C05': {
    cause: 'contact lost during any other command',
    message: 'カードが離れました。ここまでの入力は残っています。',
    next: 'カードをもう一度置いてください。',
  },
  'TZ-C06': {
    cause: 'SELECT of the JPKI application failed',
    message: 'マイナンバーカードではないようです。',
    next: 'マイナンバーカードかどうか見て、1枚だけを置き直してください。',
  },
  'TZ-C07': {
    cause: 'old 住基カード token',
    message: '住民基本台帳カードです。この確認には使えません。',
    next: 'マイナンバーカードがあるか尋ねてください。',
  },
  'TZ-C08': {
    cause: 'no PIN object: 顔認証マイナンバーカード (R11)',
    message: '顔認証マイナンバーカードです。暗証番号は使いません。',
    next: '目視による確認に進んでください。',
  },
  'TZ-C09': {
    cause: 'a status word the command does not define',
    message: 'カードから予期しない返事がありました。確認の内容は失われていません。',
    next: 'カードを置き直し、もう一度試してください。',
  },
  'TZ-C10': {
    cause: 'certificate after its grace (R23)',
    message: '電子証明書の期限が切れて、猶予期間も過ぎています。',
    next: 'カードでは確認できません。「カードが使えない」から別の方法に進んでください。',
  },
  'TZ-C11': {
    cause: 'certificate is not readable DER',
    message: 'カードの電子証明書を読めませんでした。',
    next: 'カードを置き直し、もう一度試してください。',
  },
  'TZ-C12': {
    cause: 'the card answered no certificate (6A82)',
    message: 'このカードには利用者証明用電子証明書がありません。',
    next: '「カードが使えない」から別の方法に進んでください。',
  },
  'TZ-C13': {
    cause: 'one try left and going on was not confirmed (R10)',
    message: 'あと1回まちがえるとロックされます。カードには何も送っていません。',
    next: '続けてよいか患者さんに確かめてください。心配なときは「カードが使えない」から別の方法に進んでください。',
  },
  'TZ-C14': {
    cause: 'stopped on this device before the next command was sent',
    message: 'カードの読み取りを中止しました。ここまでの入力は残っています。',
    next: '続けるときは、カードをもう一度置いてください。',
  },
  'TZ-C15': {
    cause: 'signature does not verify with the certificate known from before',
    message: '前回と違うカードか、電子証明書が新しくなっています。',
    next: '患者さんのカードか見て、もう一度置いてください。電子証明書を読み直します。',
  },
  'TZ-C16': {
    cause: 'the token names a smartphone (JPKIAPGPSETOKEN, JPKIAPIOSTOKEN)',
    message: 'スマートフォンが置かれています。このリーダーでは確認できません。',
    next: 'マイナンバーカードを置いてください。スマートフォンしかないときは「カードが使えない」から別の方法に進んでください。',
  },
  'TZ-C17': {
    cause:
      'something lies on the reader and gives no answer, again and again: often two cards at once',
    message:
      'カードが2枚以上重なっているか、ケースに入っているようです。ここまでの入力は残っています。',
    next: 'ほかのカードやスマートフォンを離し、マイナンバーカードを1枚だけ置いてください。',
  },
  'TZ-C18': {
    cause: 'the key or signature algorithm of the certificate is none that is known here',
    message:
      'このカードの電子証明書の種類には、まだ対応していません。確認の内容は失われていません。',
    next: 'アプリを更新してください。急ぐときは「カードが使えない」から別の方法に進んでください。',
  },
} as const satisfies Record<string, ErrorEntry>
