import type { pin as en } from '../en/pin'
import type { Texts } from '../fill'

export const pin: Texts<typeof en> = {
  暗証番号を入力してください: 'Hãy nhập mã PIN',
  市区町村の窓口で決めた数字4桁: '4 chữ số bạn đã đặt tại văn phòng hành chính địa phương',
  'カードは{day}まで': 'Thẻ dùng đến {day}',
  わからない: 'Tôi không biết',
  確認: 'Xác nhận',
  やり直す: 'Nhập lại',
  一文字消す: 'Xóa 1 số',
  数字のキー: 'Phím số',
  入力を消しました: 'Đã xóa',
  '{n}桁入力済み': 'Đã nhập {n} số',
  '4桁入力済みです。確認を押してください': 'Đã nhập đủ 4 số. Hãy nhấn “Xác nhận”',
  'あと{n}桁入力してください': 'Hãy nhập thêm {n} số',
  貼り付けた内容は数字4桁ではありません: 'Nội dung dán không phải 4 chữ số',
  'しばらく操作がなかったので、入力を消しました': 'Đã xóa vì một lúc không thao tác',
  '画面を離れたので、入力を消しました': 'Đã xóa vì rời khỏi màn hình',
  暗証番号はロックされています: 'Mã PIN đã bị khóa',
  '入力できるのは、あと1回です': 'Bạn chỉ còn 1 lần nhập',
  'あと{n}回まで入力できます': 'Bạn còn {n} lần nhập',
  '暗証番号が違いました。{tries}。': 'Mã PIN không đúng. {tries}.',
  '途中で離れた入力は、1回に数えられました。': 'Lần nhập bị gián đoạn đã bị tính là 1 lần.',
  '途中で離れましたが、残りの回数は減っていません。':
    'Thẻ bị nhấc ra nhưng số lần còn lại không giảm.',
  わかりました: 'Tôi hiểu',
  わからなくても大丈夫です: 'Không nhớ cũng không sao',
  '生年月日などで試すと、ロックされることがあります。暗証番号を使わずに確認する方法があります。':
    'Thử bằng ngày sinh… có thể làm thẻ bị khóa. Có cách xác nhận không cần mã PIN.',
  '忘れた暗証番号は、市区町村の窓口で決め直せます。':
    'Mã PIN quên có thể đặt lại tại văn phòng hành chính địa phương.',
  どうしますか: 'Bạn muốn làm gì?',
  別の方法で確認する: 'Xác nhận cách khác',
  'スタッフがご案内します。': 'Nhân viên sẽ hướng dẫn.',
  戻って入力する: 'Quay lại nhập mã',
  '次に間違えると暗証番号がロックされ、市区町村の窓口でないと元に戻せません。入力しますか。':
    'Nếu sai lần nữa, mã PIN sẽ bị khóa và chỉ mở lại được tại văn phòng hành chính địa phương. Bạn có nhập không?',
  入力する: 'Nhập',
  '正しければ、ロックされません。': 'Nếu đúng thì không bị khóa.',
  入力しない: 'Không nhập',
  '別の方法で確認します。': 'Sẽ xác nhận cách khác.',
}
