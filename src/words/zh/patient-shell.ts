import type { patientShell as en } from '../en/patient-shell'
import type { Texts } from '../fill'

export const patientShell: Texts<typeof en> = {
  言葉: '语言',
  文字の大きさ: '文字大小',
  標準: '标准',
  大きく: '大',
  最大: '最大',
  読み上げる: '朗读',
  止める: '停止朗读',
  やめる: '退出',
  閉じる: '关闭',
  この言葉は今使えません: '现在无法使用此语言',
}
