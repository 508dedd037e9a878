/** What stands round every screen of the patient. */
export const patientShell = {
  言葉: 'Language',
  文字の大きさ: 'Text size',
  標準: 'Normal',
  大きく: 'Large',
  最大: 'Largest',
  読み上げる: 'Read aloud',
  止める: 'Stop reading',
  やめる: 'Stop',
  閉じる: 'Close',
  この言葉は今使えません: 'This language cannot be used now',
} as const
