/** 確認: the staff's part of one check. */
export const capture = {
  患者さんにお渡しください: 'Hand the device to the patient',
  'ここから先は患者さんの画面です。患者さんは次のことをします。':
    "From here on the screens are the patient's. They will:",
  情報を見てよいかを決める: 'decide what may be seen',
  'ご自分のスマートフォンで、アプリとカードを使う': 'use the app and the card on their own phone',
  カードをリーダーに置く: 'put the card on the reader',
  暗証番号4桁を入力する: 'type the four-digit PIN',
  'スマートフォンとカードは、患者さんご自身のものを使います。ご家族が手伝ってもかまいません。':
    "Phone and card are the patient's own. Family may help.",
  '暗証番号は患者さんが入力します。聞き取ったり、代わりに入力したりしないでください。':
    'The patient types the PIN. Do not ask for it, and do not type it for them.',
  'そのあと端末を受け取り、スタッフがカードの写真と見比べます。':
    'Then take the device back and compare the photo with the person.',
  戻る: 'Back',
  患者さんがはじめる: 'The patient begins',
  結果が届きました: 'The answer is there',
  端末に保存しました: 'Saved on this device',
  '{name} さん': '{name}',
  '目視で確認しました(証明: {staffName})。': 'Confirmed by sight (attested by {staffName}).',
  確かさの低い確認として送ります: 'Sent as a check of lower assurance',
  'サーバーの確認番号を使い切っていたためです。結果は受け取れます。回線のある所で開くと、確認番号は自動で補充されます。':
    "The server's random numbers had run out. The answer comes all the same. Opened where there is a line, the app takes new ones.",
  '写真と文字はカードから読み取り、スタッフが見比べました。結果にもそのことを表示します。':
    'Photo and text were read from the card and compared by staff. The answer says so too.',
  訪問はこのまま続けられます: 'The visit can go on',
  'それまでの負担割合:': 'Share meanwhile:',
  '前回の結果は「無効」でした。保険が変わっていないか、患者さんに尋ねてください。':
    'The last answer was “invalid”. Ask the patient whether the insurance has changed.',
  次の訪問へ: 'To the next visit',
  まだ保存できていません: 'Not saved yet',
  'カードの署名は済んでいます。この画面を閉じずに保存できれば、患者さんにもう一度お願いすることはありません。':
    'The card has signed. If it can be saved without closing this screen, the patient need not be asked again.',
  端末の保存を見る: "See the device's storage",
  保存せずにやめる: 'Leave without saving',
  もう一度保存する: 'Save again',
  この確認を保存せずにやめますか: 'Leave this check without saving it?',
  'この確認は記録に残りません。もう一度確認するには、カードと暗証番号が必要です。':
    'Nothing of it is recorded. To check again you need the card and the PIN.',
  'この確認は記録に残りません。もう一度確認するには、カードと写真の見比べが必要です。':
    'Nothing of it is recorded. To check again you need the card and a look at the photo.',
  訓練用カードを置く: 'Put a training card on',
  置いていない: 'none',
  カードを取り上げる: 'Take the card off',
  '{day}生 {age}歳': 'born {day}, {age} years',
  '{time}に訪問': 'visit at {time}',
  飛び込み: 'Without a visit',
  '今日の予定にない方です。どなたかは、カードから分かります。':
    "Not on today's list. The card will tell who it is.",
  場面: 'Setting',
  '訪問・別の動線': 'Visits and separate routes',
  資格だけを確認する所: 'Where only the insurance is confirmed',
} as const
