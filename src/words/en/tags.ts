/** Visit tags: opening a visit by one, and making one. */
export const tags = {
  今日の訪問へ: "To today's visits",
  書き込むタグをかざしてください: 'Hold the tag to write to the device',
  書き込みをやめる: 'Stop writing',
  '{name} さんの{kind}': '{kind} of {name}',
  'いま書いたタグを、もう一度かざしてください': 'Hold the tag just written to the device again',
  ロックをやめる: 'Do not lock',
  'タグには、このアプリのアドレスと無作為の番号だけを書きます。お名前など、患者さんの情報は書きません。':
    "Only this app's address and a random number are written on a tag: no name, nothing of the patient.",
  '{kind}に書き込みました': '{kind} written',
  'ロックしました。このタグはもう書き換えられません。':
    'It is locked. This tag can never be written again.',
  'ほかの人が書き換えられないように、ロックできます。':
    'You can lock it, so that nobody else can write on it.',
  'この端末ではすぐ使えます。ほかの端末には、回線が戻ると自動で伝わります。':
    'This device knows it at once; the others will when the line returns.',
  '施設のほかの端末でも、一覧を更新すると使えます。':
    "The facility's other devices know it once they renew their list.",
  タグをロックする: 'Lock the tag',
  どなたのタグですか: 'Whose tag is it?',
  選んでください: 'Choose',
  タグの種類: 'Kind of tag',
  使っているタグ: 'Tags in use',
  次のタグに書き込む: 'Write the next tag',
  タグに書き込む: 'Write a tag',
  このタグに上書きしますか: 'Overwrite this tag?',
  上書きする: 'Overwrite',
  'タグには、もう何か書かれています。上書きすると、前の内容は元に戻せません。':
    'Something is written on it already, and cannot be brought back.',
  タグをロックしますか: 'Lock the tag?',
  'ロックすると、このタグは二度と書き換えられません。別の患者さんに使い回せなくなります。':
    'A locked tag can never be written again, so no other patient can have it.',
  '本当にロックしますか。元に戻せません': 'Really lock it? This cannot be undone',
  ロックする: 'Lock',
  'このあと、いま書いたタグをもう一度かざすと、ロックされます。':
    'Then hold the tag just written to the device again, and it is locked.',
  このタグの使用をやめますか: 'Take this tag out of use?',
  使用をやめる: 'Take out of use',
  'なくしたタグは、かざしても訪問が開かなくなります。もう一度使うことはできません。':
    'A lost tag then opens no visit any more. It cannot be used again.',
  'ほかの端末には、回線があるときに伝わります。':
    'The other devices are told when there is a line.',
  患者さんのファイルや玄関に置くタグ: "Kept in the patient's file or at the door",
  患者さんが持つカード: 'A card that the patient carries',
  タグで開く: 'Open by tag',
  タグの訪問を探しています: "Looking for the tag's visit",
  別の患者さんの確認の途中です: "Another patient's check is under way",
  '途中の確認を終えるか、やめてから、もう一度タグをかざしてください。':
    'Finish or leave that check, then hold the tag to the device again.',
  途中の確認に戻る: 'Back to that check',
  '{name} さんの確認は保存されています': 'The check of {name} is saved',
  '結果を待っています。もう一度確認する必要はありません。':
    'Its answer is awaited. There is no need to check again.',
  送信箱で見る: 'See it in the outbox',
  'マイナンバーカードのときは、次の順に使える方法を選びます。':
    'For a My Number Card choose what is possible, in this order.',
  'で読み取る(「確認する」から)': ' reads it (from “Check”)',
  '暗証番号が使えないときは、': 'Without the PIN, ',
  で確かめる: ' confirms the person',
  'リーダーがないときは、': 'Without a reader, ',
  '公式アプリ・マイナ在宅受付Web': 'the official app (マイナ在宅受付Web)',
  で手続きしていただく: ' is used by the patient',
  この端末で使える方法を見る: 'See the ways this device has',
  一覧を更新する: 'Renew the list',
  '続けて、別のタグをかざすこともできます。': 'You can hold another tag to the device.',
  タグをかざしてください: 'Hold the tag to the device',
  待ち受けをやめる: 'Stop waiting',
  '訪問タグや診察券を端末にかざすと、その訪問が開きます。':
    'Hold a visit tag or a patient card to the device, and its visit opens.',
  タグを待ち受ける: 'Wait for a tag',
  今日の訪問から選ぶ: "Choose from today's visits",
  番号の終わり: 'Number ends in',
  '{kind} {ending} の使用をやめる': 'Take {kind} {ending} out of use',
  '端末の背面にタグを近づけ、振動するまで動かさないでください。':
    'Hold the tag to the back of the device, still, until it vibrates.',
} as const
