import type { ErrorEntry } from './entry'

/** TZ-D: this device, its vault, its outbox and the line. */
export const deviceErrors = {
  'TZ-D01': {
    cause: 'no line (fetch failed, offline)',
    message: '回線がありません。端末に保存してあります。',
    next: '回線が戻ると自動で送ります。',
  },
  'TZ-D02': {
    cause: 'gateway unreachable though there is a line',
    message: 'サーバーに届きません。端末に保存してあります。',
    next: '自動で送り直します。',
  },
  'TZ-D03': {
    cause: 'an answer that is not the gateway’s (captive portal)',
    message: '別のサーバーが答えました(Wi-Fiの接続画面など)。端末に保存してあります。',
    next: 'Wi-Fiの利用手続きを済ませるか、モバイル回線に切り替えてください。',
  },
  'TZ-D04': {
    cause: 'quota or disk error on save',
    message: '端末に保存できませんでした。確認はまだ済んでいません。',
    next: '端末の空き容量を確かめ、もう一度保存してください。',
  },
  'TZ-D05': {
    cause: 'wrong passcode',
    message: 'パスコードが違います。',
    next: 'もう一度入力してください。',
  },
  'TZ-D06': {
    cause: 'vault erased after ten wrong tries',
    message:
      '間違いが続いたため、端末の患者情報を消去しました。未送信の確認は残っており、送信されます。',
    next: '管理者に登録コードを発行してもらい、登録し直してください。',
  },
  'TZ-D07': {
    cause: 'vault erased by order of the gateway',
    message: '管理者の指示で、端末の患者情報を消去しました。未送信の確認は残っています。',
    next: '管理者に連絡してください。',
  },
  'TZ-D08': {
    cause: 'vault erased after too long without contact',
    message:
      '長くサーバーと連絡がなかったため、端末の患者情報を消去しました。未送信の確認は残っています。',
    next: '回線のある所で登録し直してください。',
  },
  'TZ-D09': {
    cause: 'passcode too short',
    message: 'パスコードは8文字以上にしてください。',
    next: '8文字以上で入力してください。',
  },
  'TZ-D10': {
    cause: 'record unreadable',
    message: '記録の一部を読めませんでした。消さずに別にしてあります。',
    next: '「要対応」から書き出し、管理者に渡してください。',
  },
  'TZ-D11': {
    cause: 'refused or retried too often',
    message: '何度も送れなかったため、別にしてあります。消えてはいません。',
    next: '「要対応」で理由を見て、もう一度送るか取り下げてください。',
  },
  'TZ-D12': {
    cause: 'device not activated',
    message: 'この端末はまだ登録されていません。',
    next: '管理者から受け取った登録コードを入力してください。',
  },
  'TZ-D13': {
    cause: 'newer version open in another tab',
    message: '別の画面で新しい版が開かれています。',
    next: 'この画面を読み込み直してください。',
  },
  'TZ-D14': {
    cause: 'passkey refused, absent or without PRF',
    message: 'パスキーを使えませんでした。',
    next: 'パスコードで解錠してください。',
  },
  'TZ-D15': { cause: 'vault locked', message: '施錠されています。', next: '解錠してください。' },
  'TZ-D16': {
    cause: 'withdrawn by staff',
    message: 'スタッフが取り下げました。',
    next: '必要なら新しく確認してください。',
  },
} as const satisfies Record<string, ErrorEntry>
