/** The words of consent-1 (domain/consent-wording), pinned by version: a changed one is a new version. */
export const consentWords = {
  診療情報: 'Medical treatment records',
  'これまでに受けた診察や検査の記録です。':
    'Records of examinations and tests you have had so far.',
  '同じ検査をくり返さずにすみます。': 'You do not have to repeat the same tests.',
  薬剤情報: 'Medicine records',
  'これまでに出された薬の記録です。': 'Records of medicines you have been given so far.',
  '薬の重なりや、よくない飲み合わせを防ぎます。':
    'This prevents giving you the same medicine twice, or medicines that should not be taken together.',
  特定健診等情報: 'Health check-up results',
  '40歳からの健康診査などの結果です。': 'Results of health check-ups offered from age 40.',
  '体の変化に早く気づけます。': 'Changes in your body can be noticed early.',
  手術情報: 'Surgery records',
  'これまでに受けた手術の記録です。': 'Records of operations you have had so far.',
  '安全な治療を選べます。': 'A safe treatment can be chosen.',
  '同意しなくても、保険の確認と診療は受けられます。':
    'Even if you do not agree, your insurance is checked and you receive care as usual.',
  '今から24時間だけ見ることができます。': 'They can be seen for 24 hours from now.',
  '訪問が続く間、見ることができます。いつでも取り消せます。':
    'They can be seen as long as the home visits go on. You can withdraw at any time.',
  '今日だけ見ることができます。次回はもう一度お尋ねします。':
    'They can be seen today only. Next time we will ask you again.',
} as const
