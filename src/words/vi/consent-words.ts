import type { consentWords as en } from '../en/consent-words'
import type { Texts } from '../fill'

export const consentWords: Texts<typeof en> = {
  診療情報: 'Thông tin khám chữa bệnh',
  'これまでに受けた診察や検査の記録です。': 'Hồ sơ các lần khám và xét nghiệm trước đây của bạn.',
  '同じ検査をくり返さずにすみます。': 'Bạn không phải làm lại cùng một xét nghiệm.',
  薬剤情報: 'Thông tin thuốc',
  'これまでに出された薬の記録です。': 'Hồ sơ các loại thuốc bạn đã được kê.',
  '薬の重なりや、よくない飲み合わせを防ぎます。':
    'Giúp tránh dùng trùng thuốc hoặc các thuốc không nên dùng chung.',
  特定健診等情報: 'Kết quả khám sức khỏe định kỳ',
  '40歳からの健康診査などの結果です。': 'Kết quả khám sức khỏe dành cho người từ 40 tuổi.',
  '体の変化に早く気づけます。': 'Giúp sớm nhận ra những thay đổi của cơ thể.',
  手術情報: 'Thông tin phẫu thuật',
  'これまでに受けた手術の記録です。': 'Hồ sơ các ca phẫu thuật trước đây của bạn.',
  '安全な治療を選べます。': 'Giúp chọn cách điều trị an toàn.',
  '同意しなくても、保険の確認と診療は受けられます。':
    'Dù không đồng ý, bạn vẫn được xác nhận bảo hiểm và khám chữa bệnh.',
  '今から24時間だけ見ることができます。': 'Chỉ xem được trong 24 giờ kể từ bây giờ.',
  '訪問が続く間、見ることができます。いつでも取り消せます。':
    'Xem được trong thời gian còn thăm khám tại nhà. Bạn có thể rút lại bất cứ lúc nào.',
  '今日だけ見ることができます。次回はもう一度お尋ねします。':
    'Chỉ xem được trong hôm nay. Lần sau chúng tôi sẽ hỏi lại.',
}
