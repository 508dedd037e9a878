import type { patientShell as en } from '../en/patient-shell'
import type { Texts } from '../fill'

export const patientShell: Texts<typeof en> = {
  言葉: '언어',
  文字の大きさ: '글자 크기',
  標準: '보통',
  大きく: '크게',
  最大: '가장 크게',
  読み上げる: '읽어 주기',
  止める: '읽기 중지',
  やめる: '그만두기',
  閉じる: '닫기',
  この言葉は今使えません: '지금은 이 언어를 사용할 수 없습니다',
}
