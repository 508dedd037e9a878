import type { patientShell as en } from '../en/patient-shell'
import type { Texts } from '../fill'

export const patientShell: Texts<typeof en> = {
  言葉: 'ことば',
  文字の大きさ: '文字（もじ）の 大きさ',
  標準: 'ふつう',
  大きく: '大きい',
  最大: 'とても 大きい',
  読み上げる: '声（こえ）で 聞く',
  止める: '声を とめる',
  やめる: 'やめる',
  閉じる: 'とじる',
  この言葉は今使えません: 'この ことばは 今 使えません',
}
