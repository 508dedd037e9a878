import type { card as en } from '../en/card'
import type { Texts } from '../fill'

export const card: Texts<typeof en> = {
  マイナンバーカードをここに置いてください: 'Coloque o cartão My Number aqui',
  もう一度カードを置いてください: 'Coloque o cartão de novo',
  'もう一度カードを置いてください。': 'Coloque o cartão de novo.',
  'そのまま、カードを離さないでください': 'Não tire o cartão do lugar',
  'ケースから出し、リーダーの中央に重ねます。暗証番号を入力する間も、置いたままにしてください。':
    'Tire da capa e coloque no meio do leitor. Deixe lá também enquanto digita a senha.',
  カードが使えない: 'Não consigo usar o cartão',
  照合の途中でカードが離れました: 'O cartão saiu durante a verificação',
  '暗証番号が数えられたかは、まだ分かりません。カードを置くと、残りの回数を読み直します。':
    'Ainda não se sabe se a tentativa contou. Coloque o cartão para ler de novo quantas restam.',
  カードを探す: 'Procurar cartão',
  カードを読む: 'Ler cartão',
  暗証番号を照合する: 'Verificar senha',
  署名する: 'Assinar',
  保存する: 'Salvar',
  お待ちください: 'Aguarde',
  済み: 'feito',
  カードがリーダーの上に置かれている絵: 'Desenho: o cartão está sobre o leitor',
  'カードの表を上にして、リーダーの中央に重ねる絵':
    'Desenho: coloque o cartão, com a frente para cima, no meio do leitor',
  訓練用リーダー: 'Leitor de treino',
  '数秒かかります。終わったらお知らせします。': 'Leva alguns segundos. Avisaremos quando terminar.',
  'カードと暗証番号は、もう要りません。': 'O cartão e a senha não são mais necessários.',
  もう一度保存する: 'Salvar de novo',
  別のカードを置いて試す: 'Tentar outro cartão',
  カードを置きました: 'Coloquei o cartão',
  リーダーにつなぎ直す: 'Reconectar o leitor',
  スタッフに渡す: 'Entregar à equipe',
  '入力した内容は残っています。': 'O que você digitou está guardado.',
  '別の方法で確認できますので、ご安心ください。': 'Não se preocupe: há outra forma de verificar.',
  'スタッフに声をかけてください。': 'Chame a equipe.',
  カードが離れました: 'O cartão saiu do lugar',
  暗証番号がロックされています: 'A senha está bloqueada',
  マイナンバーカードではないようです: 'Parece não ser um cartão My Number',
  'カードを見て、置き直してください。': 'Olhe o cartão e coloque de novo.',
  このカードでは確認できません: 'Este cartão não serve para a verificação',
  'マイナンバーカードをお持ちか、見てみてください。': 'Veja se você tem o cartão My Number.',
  暗証番号を使わないカードです: 'Este cartão não usa senha',
  'スタッフが別の方法で確認します。': 'A equipe vai verificar de outra forma.',
  カードの電子証明書の期限が切れています: 'O certificado digital do cartão venceu',
  スマートフォンでは確認できません: 'Não é possível verificar com o celular',
  'マイナンバーカードをお持ちなら、カードを置いてください。':
    'Se tiver o cartão My Number, coloque o cartão.',
  カードを1枚だけ置いてください: 'Coloque só um cartão',
  'ほかのカードやスマートフォンを離し、ケースから出してください。':
    'Afaste outros cartões e celulares e tire o cartão da capa.',
  まだ保存できていません: 'Ainda não foi salvo',
  うまく読めませんでした: 'Não foi possível ler',
  カードを読む機械とつながっていません: 'O leitor de cartão não está conectado',
  '別のカードを置いてください。': 'Coloque outro cartão.',
  マイナンバーカードの期限が近づいています: 'Seu cartão My Number vence em breve',
  カードの電子証明書の期限が近づいています: 'O certificado digital do cartão vence em breve',
  '{day}まで使えます。今日の確認はこのままできます。':
    'Pode ser usado até {day}. A verificação de hoje continua.',
  マイナンバーカードの期限が過ぎています: 'Seu cartão My Number venceu',
  カードの電子証明書の期限が過ぎています: 'O certificado digital do seu cartão venceu',
  '{day}までは、このカードで保険の確認ができます。':
    'Até {day}, o seguro pode ser verificado com este cartão.',
  '診療や薬の情報は、新しくするまで見られません。':
    'Os dados de consultas e remédios só podem ser vistos após a renovação.',
  '保険の資格がなくなったわけではありません。': 'Você não perdeu o seguro de saúde.',
  '新しくする手続きは、市区町村の窓口で無料でできます。': 'A renovação é gratuita na prefeitura.',
}
