import type { pin as en } from '../en/pin'
import type { Texts } from '../fill'

export const pin: Texts<typeof en> = {
  暗証番号を入力してください: 'Digite sua senha',
  市区町村の窓口で決めた数字4桁: '4 dígitos escolhidos na prefeitura',
  'カードは{day}まで': 'Cartão até {day}',
  わからない: 'Não sei',
  確認: 'Confirmar',
  やり直す: 'Limpar',
  一文字消す: 'Apagar um',
  数字のキー: 'Teclas numéricas',
  入力を消しました: 'Apagado',
  '{n}桁入力済み': { one: '{n} dígito digitado', other: '{n} dígitos digitados' },
  '4桁入力済みです。確認を押してください': '4 dígitos digitados. Toque em “Confirmar”',
  'あと{n}桁入力してください': { one: 'Digite mais {n} dígito', other: 'Digite mais {n} dígitos' },
  貼り付けた内容は数字4桁ではありません: 'O texto colado não tem 4 dígitos',
  'しばらく操作がなかったので、入力を消しました': 'Apagado por falta de uso',
  '画面を離れたので、入力を消しました': 'Apagado porque a tela foi deixada',
  暗証番号はロックされています: 'A senha está bloqueada',
  '入力できるのは、あと1回です': 'Resta só 1 tentativa',
  'あと{n}回まで入力できます': { one: 'Resta {n} tentativa', other: 'Restam {n} tentativas' },
  '暗証番号が違いました。{tries}。': 'Senha incorreta. {tries}.',
  '途中で離れた入力は、1回に数えられました。': 'A tentativa interrompida foi contada.',
  '途中で離れましたが、残りの回数は減っていません。':
    'O cartão saiu, mas nenhuma tentativa foi gasta.',
  わかりました: 'Entendi',
  わからなくても大丈夫です: 'Não tem problema não saber',
  '生年月日などで試すと、ロックされることがあります。暗証番号を使わずに確認する方法があります。':
    'Tentar com datas pode bloquear a senha. Há uma forma de verificar sem senha.',
  '忘れた暗証番号は、市区町村の窓口で決め直せます。':
    'A senha esquecida pode ser refeita na prefeitura.',
  どうしますか: 'O que deseja fazer?',
  別の方法で確認する: 'Verificar de outra forma',
  'スタッフがご案内します。': 'A equipe vai ajudar.',
  戻って入力する: 'Voltar e digitar',
  '次に間違えると暗証番号がロックされ、市区町村の窓口でないと元に戻せません。入力しますか。':
    'Se errar de novo, a senha é bloqueada e só a prefeitura pode desbloquear. Deseja digitar?',
  入力する: 'Digitar',
  '正しければ、ロックされません。': 'Se estiver certa, não bloqueia.',
  入力しない: 'Não digitar',
  '別の方法で確認します。': 'Verificamos de outra forma.',
}
