import type { phone as en } from '../en/phone'
import type { Texts } from '../fill'

export const phone: Texts<typeof en> = {
  ご自分のスマートフォンで受け付けます: 'Đăng ký bằng điện thoại của bạn',
  マイナ在宅受付WebのQRコード: 'Mã QR của マイナ在宅受付Web',
  この端末で公式のページを開く: 'Mở trang chính thức trên thiết bị này',
  'スマートフォンのカメラで、このQRコードを写します。': 'Dùng máy ảnh điện thoại quét mã QR này.',
  '開いたページで、情報を見てよいかを決めます。':
    'Trên trang mở ra, chọn có cho xem thông tin hay không.',
  'マイナンバーカードを読み取り、暗証番号4桁を入力します。':
    'Đọc thẻ My Number và nhập mã PIN 4 số.',
  '「完了」と出たら終わりです。': 'Khi hiện 「完了」 (hoàn tất) là xong.',
  'あとでもできます。ご家族に手伝ってもらってもかまいません。':
    'Có thể làm sau. Người nhà có thể giúp bạn.',
  '確認できました。ありがとうございました': 'Đã xác nhận. Xin cảm ơn',
  'ご本人であることを、確かめました。': 'Đã xác nhận đúng là bạn.',
  アプリでは確認できませんでした: 'Không xác nhận được bằng ứng dụng',
  '何も失われていません。ほかの方法でも確認できます。':
    'Không mất gì cả. Vẫn có cách xác nhận khác.',
  ご自分のスマートフォンで確かめます: 'Xác nhận bằng điện thoại của bạn',
  デジタル認証アプリのQRコード: 'Mã QR của デジタル認証アプリ',
  この端末で開く: 'Mở trên thiết bị này',
  '「デジタル認証アプリに進む」を押します。':
    'Nhấn 「デジタル認証アプリに進む」 (tiếp tục đến ứng dụng).',
  '「確認できました」と出たら終わりです。この画面も変わります。':
    'Khi hiện 「確認できました」 (đã xác nhận) là xong. Màn hình này cũng đổi.',
  'このQRコードは15分間使えます。お名前と生年月日だけを確かめます。':
    'Mã QR này dùng được 15 phút. Chỉ kiểm tra tên và ngày sinh.',
  '回線が途切れています。スマートフォンでは、そのまま続けられます。':
    'Mất kết nối. Trên điện thoại bạn vẫn làm tiếp được.',
  QRコードを用意しています: 'Đang chuẩn bị mã QR',
}
