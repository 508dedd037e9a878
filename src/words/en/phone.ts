/** The patient's own phone: マイナ在宅受付Web and デジタル認証アプリ, whose Japanese words must be found on it. */
export const phone = {
  ご自分のスマートフォンで受け付けます: 'Register with your own smartphone',
  マイナ在宅受付WebのQRコード: 'QR code of マイナ在宅受付Web',
  この端末で公式のページを開く: 'Open the official page on this device',
  'スマートフォンのカメラで、このQRコードを写します。':
    "Point your phone's camera at this QR code.",
  '開いたページで、情報を見てよいかを決めます。':
    'On the page that opens, decide whether your records may be seen.',
  'マイナンバーカードを読み取り、暗証番号4桁を入力します。':
    'Read your My Number Card and enter your 4-digit PIN.',
  '「完了」と出たら終わりです。': 'When 「完了」 (completed) appears, you are done.',
  'あとでもできます。ご家族に手伝ってもらってもかまいません。':
    'You can also do it later. Your family may help you.',
  '確認できました。ありがとうございました': 'Confirmed. Thank you',
  'ご本人であることを、確かめました。': 'It is confirmed that it is you.',
  アプリでは確認できませんでした: 'It could not be confirmed with the app',
  '何も失われていません。ほかの方法でも確認できます。': 'Nothing is lost. There are other ways.',
  ご自分のスマートフォンで確かめます: 'Confirm with your own smartphone',
  デジタル認証アプリのQRコード: 'QR code of デジタル認証アプリ',
  この端末で開く: 'Open on this device',
  '「デジタル認証アプリに進む」を押します。':
    'Press 「デジタル認証アプリに進む」 (go on to the app).',
  '「確認できました」と出たら終わりです。この画面も変わります。':
    'When 「確認できました」 (confirmed) appears, you are done. This screen changes too.',
  'このQRコードは15分間使えます。お名前と生年月日だけを確かめます。':
    'This QR code works for 15 minutes. Only your name and birthdate are checked.',
  '回線が途切れています。スマートフォンでは、そのまま続けられます。':
    'The connection is interrupted. On your phone you can go on.',
  QRコードを用意しています: 'Preparing the QR code',
} as const
