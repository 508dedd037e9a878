/** Today's visits: what each needs, and asking again without the card (再照会). */
export const visits = {
  // The badge and what stands below it.
  '前回 情報なし': 'Last: no information',
  'カード {day}まで': 'Card to {day}',
  'この場面では、毎回カードで確認します。': 'In this setting the card is needed every time.',
  'カードでの確認が、まだありません。': 'The card has not been checked here yet.',
  '訪問が続いていないため、カードで確認します。':
    'The visits do not continue, so the card is needed.',
  '同意が取り消されているため、カードで確認し直します。':
    'The consent was withdrawn, so the card must be checked again.',
  '再照会では結果が届きません。カードで確認します。':
    'Asking again would bring no answer. Check with the card.',
  '名簿に保険の番号か生年月日がないため、カードだけでは照会できません。番号のわかる書類も見せてもらってください。':
    'The roster has no insurance numbers or no birth date, so the card alone brings no answer. Ask for a document with the numbers too.',
  'カードだけでは照会できません。番号のわかる書類も見せてもらってください。':
    'The card alone brings no answer. Ask for a document with the numbers too.',
  '再照会は受け付けられませんでした。カードで確認します。':
    'The re-inquiry was not accepted. The card is needed.',
  'マイナ保険証をお使いでない方です。資格確認書で確認します。':
    'Does not use the My Number Card as insurance card. Check the 資格確認書 (eligibility certificate).',
  '電子証明書が使えなくなっているため、資格確認書で確認します。':
    "The card's certificate no longer works. Check the 資格確認書 (eligibility certificate).",
  '確認の途中です。続きから確認します。': 'A check has been begun. Continue it.',
  'この方の記録が届いていません。一覧を更新してください。':
    'Nothing is known of this person yet. Refresh the list.',
  'カードが必要です。': 'The card is needed.',
  '再照会で確認できます。': 'A re-inquiry is enough.',
  '資格確認書で確認します。': 'Check the 資格確認書 (eligibility certificate).',
  'カードは{day}まで。そのあとも{until}までは保険を確認できます。':
    'Card valid until {day}. Eligibility can be checked until {until}.',
  '電子証明書は{day}まで。そのあとも{until}までは保険を確認できます。':
    'Certificate valid until {day}. Eligibility can be checked until {until}.',
  'カードの期限は{day}でした。{until}までは保険の確認だけできます。':
    'The card expired on {day}. Until {until} it shows eligibility only.',
  '電子証明書の期限は{day}でした。{until}までは保険の確認だけできます。':
    'The certificate expired on {day}. Until {until} it shows eligibility only.',
  'カードは{until}を過ぎて使えなくなりました。': 'The card stopped working after {until}.',
  '前回は無効でした。保険が変わったかを尋ねます。':
    'Not valid last time. Ask whether the insurance has changed.',
  '前回は資格の情報がありませんでした。保険が変わったかを尋ねます。':
    'No information last time. Ask whether the insurance has changed.',
  '前回の訪問から{n}日たっています。': {
    one: '{n} day since the last visit.',
    other: '{n} days since the last visit.',
  },
  // The list.
  一覧を更新: 'Refresh',
  '{day} ・ {time} に更新': '{day} · refreshed {time}',
  '前に受け取った一覧です。回線が戻ると新しくなります。':
    'This is the list of before. It is renewed when the line is back.',
  '{n}件の訪問': { one: '{n} visit', other: '{n} visits' },
  条件に合う訪問はありません: 'No visit matches',
  すべて表示する: 'Show all',
  今日の訪問を受け取っています: "Fetching today's visits",
  今日の訪問はありません: 'No visits today',
  '予定にない患者さんも確認できます。': 'Patients without a visit can be checked too.',
  '名前・かなで探す': 'Find by name or kana',
  しぼりこみ: 'Show only',
  '{name} を確認する': 'Check {name}',
  '{name} を続きから確認する': 'Go on with {name}',
  対応が必要: 'To do',
  'すべて {n}': 'All {n}',
  '未確認 {n}': 'Open {n}',
  'カード必要 {n}': 'Card {n}',
  '再照会のみ {n}': 'Re-inquiry {n}',
  '資格確認書 {n}': 'No card {n}',
  '前回 無効 {n}': 'Last not valid {n}',
  '期限 {n}': 'Expiring {n}',
  '確認済み {n}': 'Done {n}',
  再照会する: 'Re-inquire',
  カードで確認: 'Use card',
  '{name} を再照会する': 'Re-inquire for {name}',
  '再照会できる{n}人をまとめて照会する': {
    one: 'Re-inquire for {n} person',
    other: 'Re-inquire for {n} people',
  },
  '{done}人 / {n}人を端末に保存しました': '{done} of {n} saved on this device',
  // The sheet.
  カードなしで照会する: 'Ask again without the card',
  '前にカードで確認した患者さんの資格を、カードを使わずにもう一度照会します。':
    'Asks for the eligibility of patients whose card was checked before, without the card.',
  '回線がなくても端末に保存し、つながったときに送ります。':
    'Without a line it is saved on this device and sent later.',
  '照会する人 {n}人': { one: 'To ask: {n} person', other: 'To ask: {n} people' },
  '前回から日がたっている人 {n}人': {
    one: 'Long since the last visit: {n} person',
    other: 'Long since the last visit: {n} people',
  },
  '訪問が続いている人だけを選んでください。': 'Choose only those whose visits go on.',
  '照会できない人 {n}人': {
    one: 'Cannot be asked: {n} person',
    other: 'Cannot be asked: {n} people',
  },
  'いま照会できる人はいません。': 'Nobody can be asked now.',
  照会する人を選んでください: 'Choose whom to ask',
  '{n}人を照会する': { one: 'Ask for {n} person', other: 'Ask for {n} people' },
  '残りの{n}人を照会する': { one: 'Ask for the remaining {n}', other: 'Ask for the remaining {n}' },
  '{n}人を端末に保存しました': {
    one: '{n} saved on this device',
    other: '{n} saved on this device',
  },
  '結果は今日の訪問に出ます。': "The results appear in today's visits.",
  'できなかった人は、一覧に未確認のまま残っています。': 'The others are still open in the list.',
  保存しました: 'Saved',
  保存できませんでした: 'Not saved',
  保存しています: 'Saving',
  待っています: 'Waiting',
  一覧が変わったため照会していません: 'Not asked: the list has changed',
  閉じる: 'Close',
  やめる: 'Cancel',
} as const
