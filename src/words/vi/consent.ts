import type { consent as en } from '../en/consent'
import type { Texts } from '../fill'

export const consent: Texts<typeof en> = {
  どなたがお答えになりますか: 'Ai sẽ trả lời?',
  'ご本人が答えにくいときは、ご家族など代理の方が決めることもできます。':
    'Nếu bệnh nhân khó trả lời, người nhà hoặc người đại diện có thể quyết định thay.',
  お答えになる方: 'Người trả lời',
  患者さん本人: 'Bệnh nhân',
  '代理: 夫または妻': 'Đại diện: chồng hoặc vợ',
  '代理: お子さん': 'Đại diện: con',
  '代理: 親': 'Đại diện: cha hoặc mẹ',
  '代理: 成年後見人など': 'Đại diện: người giám hộ',
  '代理: そのほかの方': 'Đại diện: người khác',
  夫または妻: 'chồng hoặc vợ',
  お子さん: 'con',
  親: 'cha hoặc mẹ',
  成年後見人など: 'người giám hộ',
  患者さんとのご関係を教えてください: 'Bạn có quan hệ gì với bệnh nhân?',
  続柄: 'Quan hệ',
  'お名前は要りません。例: きょうだい、めい、施設の職員':
    'Không cần tên. Ví dụ: anh chị em, cháu, nhân viên cơ sở',
  '個人番号(マイナンバー)は入力できません。ご関係だけを入力してください。':
    'Không được nhập số My Number. Chỉ nhập quan hệ.',
  '続柄を入力してください(例: きょうだい)': 'Hãy nhập quan hệ (ví dụ: anh chị em)',
  '{n}文字までで入力してください': 'Hãy nhập tối đa {n} ký tự',
  次の情報を見てもよいですか: 'Chúng tôi xem các thông tin sau được không?',
  '{facility}が、今日の診療や看護に役立てます。': '{facility} dùng để chăm sóc bạn hôm nay.',
  お答え: 'Câu trả lời',
  すべて同意する: 'Đồng ý tất cả',
  一つずつ選ぶ: 'Chọn từng mục',
  同意する: 'Đồng ý',
  同意しない: 'Không đồng ý',
  '{item}を見てもよいですか': '{item}: chúng tôi xem được không?',
  '{total}つのうち{number}つめ': 'Mục {number} trên {total}',
  '薬が出るとき、処方箋はどちらがよいですか': 'Nếu có kê thuốc, bạn muốn loại đơn nào?',
  '今日処方箋が出るとは限りません。電子処方箋に対応していないときは紙になります。':
    'Hôm nay không chắc có kê đơn. Nếu không dùng được đơn điện tử, đơn sẽ là giấy.',
  処方箋の種類: 'Loại đơn thuốc',
  処方箋: 'Đơn thuốc',
  電子処方箋: 'Đơn thuốc điện tử',
  紙の処方箋: 'Đơn thuốc giấy',
  '紙は要りません。薬局でマイナンバーカードか引換番号を見せます。':
    'Không cần giấy. Tại nhà thuốc, bạn đưa thẻ My Number hoặc mã nhận thuốc (引換番号).',
  '今までどおり、紙を薬局に渡します。': 'Như trước đây, bạn đưa giấy cho nhà thuốc.',
  この内容でよろしいですか: 'Nội dung này đúng chưa?',
  お答えになった方: 'Người trả lời',
  '代理({relation})': 'Người đại diện ({relation})',
  本人: 'Bệnh nhân',
  見てもよい情報: 'Thông tin được xem',
  直す: 'Sửa',
  '{line}を直す': 'Sửa: {line}',
  'あとからいつでも変えたりやめたりできます。スタッフに声をかけてください。':
    'Bạn có thể thay đổi hoặc rút lại bất cứ lúc nào. Hãy nói với nhân viên.',
  この内容で決める: 'Quyết định',
  いまの同意の内容です: 'Nội dung bạn đang đồng ý',
  見てよい: 'Được xem',
  見ない: 'Không xem',
  '取り消すまで見ることができます。': 'Xem được cho đến khi bạn rút lại.',
  '{time}まで見ることができます。': 'Xem được đến {time}.',
  '取り消しても、保険の確認と診療は受けられます。':
    'Dù rút lại, bạn vẫn được xác nhận bảo hiểm và khám chữa bệnh.',
  すべて取り消す: 'Rút lại tất cả',
  このままにする: 'Giữ nguyên',
  '{item}を見せるのをやめますか': '{item}: ngừng cho xem?',
  'やめる(取り消す)': 'Ngừng (rút lại)',
  このまま見せる: 'Tiếp tục cho xem',
  はじめに戻る: 'Quay lại từ đầu',
  次の情報を見せるのをやめます: 'Bạn ngừng cho xem các thông tin sau',
  '決めるとすぐに、この端末から見られなくなります。':
    'Khi bạn quyết định, thiết bị này sẽ không xem được nữa.',
  '保存できませんでした。まだ取り消されていません。スタッフに声をかけてください。':
    'Không lưu được. Chưa rút lại. Hãy báo cho nhân viên.',
  この内容で取り消す: 'Rút lại',
  取り消しました: 'Đã rút lại',
  '取り消した情報は、この端末からもう見られません。施設へは、回線がつながりしだい自動で伝えます。':
    'Thiết bị này không xem được thông tin đã rút lại nữa. Cơ sở sẽ được báo tự động khi có mạng.',
  同意はこのままです: 'Sự đồng ý được giữ nguyên',
  '何も変えていません。いつでももう一度お尋ねになれます。':
    'Không có gì thay đổi. Bạn có thể hỏi lại bất cứ lúc nào.',
}
