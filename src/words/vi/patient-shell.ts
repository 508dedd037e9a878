import type { patientShell as en } from '../en/patient-shell'
import type { Texts } from '../fill'

export const patientShell: Texts<typeof en> = {
  言葉: 'Ngôn ngữ',
  文字の大きさ: 'Cỡ chữ',
  標準: 'Vừa',
  大きく: 'Lớn',
  最大: 'Lớn nhất',
  読み上げる: 'Đọc to',
  止める: 'Dừng đọc',
  やめる: 'Dừng',
  閉じる: 'Đóng',
  この言葉は今使えません: 'Hiện không dùng được ngôn ngữ này',
}
