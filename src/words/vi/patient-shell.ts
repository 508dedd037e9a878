import type { patientShell as en } from '../en/patient-shell'
import type { Texts } from '../fill'

export const patientShell: Texts<typeof en> = {
  言葉: 'Ngôn ngữ',
  文字の大きさ: 'Cỡ chữ',
  標準: 'Vừa',
  大きく: 'Lớn',
  最大: 'Rất lớn',
  読み上げる: 'Đọc to',
  止める: 'Dừng đọc',
  やめる: 'Dừng',
  続ける: 'Tiếp tục',
  戻る: 'Quay lại',
  次へ: 'Tiếp theo',
  この言葉は今使えません: 'Hiện không dùng được ngôn ngữ này',
  前の質問に戻る: 'Quay lại câu hỏi trước',
  確認をやめますか: 'Bạn muốn dừng lại?',
  'お答えいただいた内容は残ります。': 'Các câu trả lời của bạn vẫn được giữ.',
  'お答えいただいた内容は、端末に残せませんでした。次はもう一度お答えいただきます。':
    'Không thể giữ câu trả lời của bạn trên thiết bị này. Lần sau bạn sẽ cần trả lời lại.',
  'まだ何も保存していません。': 'Chưa có gì được lưu.',
  ここでやめます: 'Dừng tại đây',
  スタッフが別の方法をご案内します: 'Nhân viên sẽ hướng dẫn cách khác',
  'お答えいただいた内容は残っています。': 'Các câu trả lời của bạn vẫn còn.',
  '保険の資格がなくなることはありません。': 'Bạn không bị mất bảo hiểm y tế.',
  続きに戻る: 'Quay lại làm tiếp',
  'マイナンバーカードをお取りください。': 'Hãy lấy lại thẻ My Number của bạn.',
  'この端末をスタッフにお返しください。': 'Hãy trả thiết bị này cho nhân viên.',
  '終わりました。ありがとうございました': 'Đã xong. Xin cảm ơn',
  '確認の内容を、この端末に保存しました。': 'Kết quả xác nhận đã được lưu trên thiết bị này.',
  'お答えいただき、ありがとうございました': 'Cảm ơn bạn đã trả lời',
  'このあと、スタッフがカードの写真とお顔を見比べます。':
    'Tiếp theo, nhân viên sẽ so ảnh trên thẻ với khuôn mặt bạn.',
}
