import type { phone as en } from '../en/phone'
import type { Texts } from '../fill'

export const phone: Texts<typeof en> = {
  ご自分のスマートフォンで受け付けます: 'Registre-se com seu celular',
  マイナ在宅受付WebのQRコード: 'Código QR do マイナ在宅受付Web',
  この端末で公式のページを開く: 'Abrir a página oficial neste aparelho',
  'スマートフォンのカメラで、このQRコードを写します。':
    'Aponte a câmera do celular para este código QR.',
  '開いたページで、情報を見てよいかを決めます。':
    'Na página que abrir, decida se os dados podem ser vistos.',
  'マイナンバーカードを読み取り、暗証番号4桁を入力します。':
    'Leia o cartão My Number e digite a senha de 4 dígitos.',
  '「完了」と出たら終わりです。': 'Quando aparecer 「完了」 (concluído), terminou.',
  'あとでもできます。ご家族に手伝ってもらってもかまいません。':
    'Pode fazer depois. Sua família pode ajudar.',
  '確認できました。ありがとうございました': 'Confirmado. Obrigado',
  'ご本人であることを、確かめました。': 'Confirmamos que é você.',
  アプリでは確認できませんでした: 'Não foi possível confirmar pelo aplicativo',
  '何も失われていません。ほかの方法でも確認できます。':
    'Nada se perdeu. Há outras formas de verificar.',
  ご自分のスマートフォンで確かめます: 'Confirme com seu celular',
  デジタル認証アプリのQRコード: 'Código QR do デジタル認証アプリ',
  この端末で開く: 'Abrir neste aparelho',
  '「デジタル認証アプリに進む」を押します。':
    'Toque em 「デジタル認証アプリに進む」 (ir para o aplicativo).',
  '「確認できました」と出たら終わりです。この画面も変わります。':
    'Quando aparecer 「確認できました」 (confirmado), terminou. Esta tela também muda.',
  'このQRコードは15分間使えます。お名前と生年月日だけを確かめます。':
    'Este código QR vale 15 minutos. Só o nome e a data de nascimento são verificados.',
  '回線が途切れています。スマートフォンでは、そのまま続けられます。':
    'A conexão caiu. No celular você pode continuar.',
  QRコードを用意しています: 'Preparando o código QR',
}
