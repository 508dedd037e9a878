/** What stands round every staff screen. */
export const shell = {
  今日の訪問: "Today's visits",
  確認する: 'Check',
  送信箱: 'Outbox',
  要対応: 'To do',
  この端末: 'This device',
  未送信: 'unsent',
  本文へ進む: 'Skip to content',
  言語: 'Language',
} as const
