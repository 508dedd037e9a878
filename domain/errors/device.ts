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
  'TZ-D17': {
    cause: 'refused with a code this version does not know',
    message: 'この版のアプリでは分からない理由で断られました。記録は残っています。',
    next: 'アプリを更新し、「要対応」で理由を見てください。',
  },
  'TZ-D18': {
    cause: 'keys and data of this device are not of one life (partial eviction)',
    message: '端末の鍵とデータの一部が失われています。残っている記録は消していません。',
    next: '「要対応」から書き出し、管理者に端末の登録し直しを頼んでください。',
  },
  'TZ-D19': {
    cause: 'made under an earlier registration of this device',
    message: '前の登録のときの確認です。今の登録では送れません。消えてはいません。',
    next: '「要対応」から書き出し、管理者に渡してください。',
  },
  'TZ-D20': {
    cause: 'unsent checks stand in the way of a new registration',
    message: '未送信の確認があります。登録し直すと送れなくなります。',
    next: '回線のある所で先に送ってください。',
  },
  'TZ-D21': {
    cause: 'the database of the device cannot be opened or was cut off',
    message: '端末の保存場所を開けませんでした。保存済みの記録は消えていません。',
    next: 'アプリを開き直してください。続くときは端末の空き容量を確かめてください。',
  },
  'TZ-D22': {
    cause: 'vault erased by staff on this device',
    message: 'この端末の患者情報を消去しました。未送信の確認は残っており、送信されます。',
    next: '続けて使うときは、管理者に登録コードを発行してもらい、登録し直してください。',
  },
  'TZ-D23': {
    cause: 'the clock of the device was set back: how long a consent has run cannot be told (R32)',
    message: '端末の時計が戻されています。医療情報は、時刻が確かめられるまで表示しません。',
    next: '端末の日付と時刻を自動設定にし、回線のある所で開き直してください。',
  },
  'TZ-D24': {
    cause: 'no longer among the people of the facility',
    message:
      'この施設の利用者から外れたため、この端末を解錠できません。保存した確認は失われていません。',
    next: '続けて使うときは、管理者に利用者への追加を頼み、回線のある所で開き直してください。',
  },
} as const satisfies Record<string, ErrorEntry>
