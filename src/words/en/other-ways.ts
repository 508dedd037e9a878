/** 別の方法: the ladder step by step. */
export const otherWays = {
  別の方法: 'Other ways',
  別の方法で確認する: 'Check in another way',
  確認をはじめる: 'Begin the check',
  目視の確認は保存していません: 'The check by sight was not saved',
  困っていること: 'What is the matter',
  患者さんに: 'To the patient',
  結果から続けています: 'Going on from the answer',
  その結果を見る: 'See that answer',
  '以前の確認をもとに照会します。カードも同意もいりません。':
    'It asks on the strength of the earlier check; neither card nor consent is needed.',
  再照会する: 'Re-inquire',
  いま試すこと: 'Try this now',
  '先に確かめること: {text}': 'Make sure first: {text}',
  先にこれを試す: 'Try this first',
  このあとの方法: 'After that',
  できなかった方法: 'What was not possible',
  やはりできる: 'It is possible after all',
  '使えない方法と理由({n})': 'Closed ways and why ({n})',
  それまでの負担割合: 'The share meanwhile',
  割合を尋ねてください: 'Ask for the share',
  まだ決まらない理由: 'What stands against it',
  患者さんに尋ねること: 'To ask the patient',
  '今、有効な保険がありますか': 'Is there a valid insurance now?',
  初診ですか: 'Is it the first visit (初診)?',
  今月の診療は今日だけですか: 'Is today the only day of care this month?',
  はい: 'Yes',
  いいえ: 'No',
  あわせてお伝えすること: 'Also to be told or done',
  ここでできる方法はすべて試しました: 'Everything that can be done here has been tried',
  '確認できなくても、訪問は続けられます。下の割合で受けてもらい、後日もう一度確認してください。':
    'The visit can go on all the same. Ask for the share below, and check again another day.',
  '途中の内容は残ります。今日の訪問から、続きを始められます。':
    "What was told is kept. You can go on from today's visits.",
  今日の訪問へ: "To today's visits",
  電話で分かった番号は施設の記録に控えてください:
    'Write the numbers that you are told into the records of the facility.',
  '「資格情報のお知らせ」や資格確認書に、保険者の電話番号が書かれています。ない場合は、保険者の名前で探してください。':
    "The insurer's telephone number stands on the eligibility notice or certificate; otherwise look for it by the insurer's name.",
  '解決しないとき: {name}': 'If nothing helps: {name}',
} as const
