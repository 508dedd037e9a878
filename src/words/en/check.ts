/** 確認をはじめる, 要対応 and what comes after a check is saved. */
export const check = {
  '{when} に確認': 'checked on {when}',
  結果を開いています: 'Opening the answer',
  結果はまだ届いていません: 'The answer is not there yet',
  '確認は保存してあります。届くとこの画面に表示します。':
    'The check is saved. The answer is shown here when it comes.',
  送信箱を開く: 'Open the outbox',
  'この端末に、この確認の記録はありません': 'This device has no record of this check',
  この確認は完了しています: 'This check is done',
  '確かめました(完了にする)': 'Looked at (mark as done)',
  対応が必要なものはありません: 'There is nothing to do',
  '送れなかった確認 {n}件': { one: '{n} check not sent', other: '{n} checks not sent' },
  確認し直す: 'Check anew',
  '結果の届かない確認 {n}件': {
    one: '{n} check to which no answer will come',
    other: '{n} checks to which no answer will come',
  },
  '照会できなかったか、照会がエラーで終わりました。保険が無効という意味ではありません。患者さんには、資格確認書などほかの方法をお願いしてください。':
    'They could not be asked about, or ended with an error. It does not mean that the insurance is invalid. Ask the patient for another way, such as a 資格確認書.',
  'この施設では取り消し済みです。国の仕組みには届いていないため、マイナポータルでも取り消せることを患者さんに伝えてください。':
    'It is taken back at this facility. The national system has not been told: say to the patient that it can be taken back in マイナポータル too.',
  '{name} を別の方法で確認する': 'Check {name} in another way',
  患者さんに伝えました: 'The patient was told',
  対応しました: 'Seen to',
  '対応した、結果の届かない確認 {n}件': {
    one: '{n} check without an answer, seen to',
    other: '{n} checks without an answer, seen to',
  },
  もう一度送る: 'Send again',
  書き出す: 'Export',
  '確かめる結果 {n}件': { one: '{n} answer to look at', other: '{n} answers to look at' },
  '{name} の結果を開く': 'Open the answer for {name}',
  結果を開く: 'Open the answer',
  今日の患者さんの同意の記録: "Consents of today's patients",
  '取り下げた確認 {n}件': { one: '{n} check taken back', other: '{n} checks taken back' },
  有効: 'Valid',
  '有効(未登録)': 'Valid (not registered)',
  無効でした: 'Invalid',
  新しい資格があります: 'A new insurance exists',
  資格の情報がありません: 'No information',
  複数の資格があります: 'Several insurances',
  '「カードが使えない」に、このあとの方法があります。':
    '“The card cannot be used” has the ways from here.',
  '患者さんに、もう一度お答えいただきます。': 'The patient is asked once more.',
  '同意はお答え済みです。続きから始めます。':
    'Consent has been answered. The check goes on from there.',
  答え直してもらう: 'Ask again',
  カードが使えない: 'The card cannot be used',
  '場面を選んでください。': 'Choose the setting.',
  'この場面は窓口のカードリーダーで確認します。':
    'In this setting the reader at the counter is used.',
  '先にリーダーかカードを用意してください。': 'Prepare the reader or the card first.',
  同意と目視へ進む: 'On to consent and photo',
  同意と確認へ進む: 'On to consent and check',
  目視へ進む: 'On to the photo',
  確認へ進む: 'On to the check',
  カードリーダーで読み取る: 'Read with the card reader',
  '回線が戻ると、施錠中でもアプリを閉じていても自動で送ります。':
    'It is sent when the line returns, also while the device is locked or the app is closed.',
  '回線のある所でこのアプリを開くと、自動で送ります。施錠中でも送ります。':
    'It is sent when the app is open where there is a line, also while it is locked.',
  '送っています。画面を閉じてもかまいません。': 'It is being sent. You may close the screen.',
  'サーバーに届きました。患者さんの確認が済むと、結果が自動で届きます。':
    'The server has it. The answer comes by itself when the patient is through.',
  'サーバーに届きました。申立書では照会しません。請求の前に、番号を確かめるか「不詳」として請求します。':
    'The server has it. Nothing is asked with a declaration: before the claim find the numbers, or claim as unknown (不詳).',
  '公式アプリの受付待ちです。患者さんの受付が済むと、同意と結果が自動で届きます。待たずに進んでかまいません。':
    'It waits for the official app. Consent and answer come by themselves when the patient is through. You need not wait.',
  'サーバーに届きました。結果は自動で届きます。待たずに進んでかまいません。':
    'The server has it. The answer comes by itself. You need not wait.',
  '請求の作業が終わり、申立書は消去しました。':
    'The work on the claim is done, and the declaration was erased.',
  '結果を見て、次にすることを確かめてください。': 'See the answer and what to do next.',
  '照会の結果は届きません。「要対応」で理由と次にすることを確かめてください。':
    'No answer will come. See “To do” for the reason and what to do.',
  '消えてはいません。「要対応」で理由と次にすることを確かめてください。':
    'It is not lost. See the reason and what to do in “To do”.',
  'この確認は取り下げられました。': 'This check was taken back.',
  カードを探す: 'Look for the card',
  番号を照合する: 'Check the digits',
  写真と文字を読む: 'Read photo and text',
  カードの署名を確かめる: "Verify the card's signature",
} as const
