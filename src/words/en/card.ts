/** The card on the reader: laying it down, holding still, and what may go wrong. */
export const card = {
  マイナンバーカードをここに置いてください: 'Please put your My Number Card here',
  もう一度カードを置いてください: 'Please put the card down again',
  'もう一度カードを置いてください。': 'Please put the card down again.',
  'そのまま、カードを離さないでください': 'Keep the card where it is',
  'ケースから出し、リーダーの中央に重ねます。暗証番号を入力する間も、置いたままにしてください。':
    'Take it out of its case and lay it on the middle of the reader. Leave it there while you enter the PIN.',
  カードが使えない: 'The card cannot be used',
  照合の途中でカードが離れました: 'The card was moved during the check',
  '暗証番号が数えられたかは、まだ分かりません。カードを置くと、残りの回数を読み直します。':
    'We do not know yet whether the PIN was counted. Put the card down and the tries left are read again.',
  カードを探す: 'Find card',
  カードを読む: 'Read card',
  暗証番号を照合する: 'Check PIN',
  署名する: 'Sign',
  保存する: 'Save',
  お待ちください: 'Please wait',
  済み: 'done',
  カードがリーダーの上に置かれている絵: 'Picture: the card lies on the reader',
  'カードの表を上にして、リーダーの中央に重ねる絵':
    'Picture: lay the card face up on the middle of the reader',
  訓練用リーダー: 'Training reader',
  '数秒かかります。終わったらお知らせします。':
    'This takes a few seconds. We will tell you when it is done.',
  'カードと暗証番号は、もう要りません。': 'The card and the PIN are no longer needed.',
  もう一度保存する: 'Save again',
  別のカードを置いて試す: 'Try another card',
  カードを置きました: 'I have put the card down',
  リーダーにつなぎ直す: 'Connect the reader again',
  スタッフに渡す: 'Hand to staff',
  '入力した内容は残っています。': 'What you entered is kept.',
  '別の方法で確認できますので、ご安心ください。': 'Please do not worry: there is another way.',
  'スタッフに声をかけてください。': 'Please tell staff.',
  カードが離れました: 'The card was moved',
  暗証番号がロックされています: 'The PIN is locked',
  マイナンバーカードではないようです: 'This does not seem to be a My Number Card',
  'カードを見て、置き直してください。': 'Look at the card and put it down again.',
  このカードでは確認できません: 'This card cannot be used for the check',
  'マイナンバーカードをお持ちか、見てみてください。':
    'Please look whether you have your My Number Card.',
  暗証番号を使わないカードです: 'This card has no PIN',
  'スタッフが別の方法で確認します。': 'Staff will check in another way.',
  カードの電子証明書の期限が切れています: 'The electronic certificate of the card has expired',
  スマートフォンでは確認できません: 'A smartphone cannot be used for the check',
  'マイナンバーカードをお持ちなら、カードを置いてください。':
    'If you have your My Number Card, please put the card down.',
  カードを1枚だけ置いてください: 'Please put down one card only',
  'ほかのカードやスマートフォンを離し、ケースから出してください。':
    'Move other cards and phones away and take the card out of its case.',
  まだ保存できていません: 'Not saved yet',
  うまく読めませんでした: 'The card could not be read',
  カードを読む機械とつながっていません: 'The card reader is not connected',
  '別のカードを置いてください。': 'Please put down another card.',
  マイナンバーカードの期限が近づいています: 'Your My Number Card expires soon',
  カードの電子証明書の期限が近づいています: 'The electronic certificate of your card expires soon',
  '{day}まで使えます。今日の確認はこのままできます。':
    "It can be used until {day}. Today's check can go on.",
  マイナンバーカードの期限が過ぎています: 'Your My Number Card has expired',
  カードの電子証明書の期限が過ぎています: 'The electronic certificate of your card has expired',
  '{day}までは、このカードで保険の確認ができます。':
    'Until {day} your insurance can be checked with this card.',
  '診療や薬の情報は、新しくするまで見られません。':
    'Treatment and medicine records cannot be seen until it is renewed.',
  '保険の資格がなくなったわけではありません。': 'You have not lost your health insurance.',
  '新しくする手続きは、市区町村の窓口で無料でできます。':
    'You can renew it free of charge at your municipal office.',
} as const
