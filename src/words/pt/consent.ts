import type { consent as en } from '../en/consent'
import type { Texts } from '../fill'

export const consent: Texts<typeof en> = {
  どなたがお答えになりますか: 'Quem vai responder?',
  'ご本人が答えにくいときは、ご家族など代理の方が決めることもできます。':
    'Se for difícil para o paciente responder, um familiar ou representante pode decidir.',
  お答えになる方: 'Quem responde',
  患者さん本人: 'O próprio paciente',
  '代理: 夫または妻': 'Representante: marido ou esposa',
  '代理: お子さん': 'Representante: filho ou filha',
  '代理: 親': 'Representante: pai ou mãe',
  '代理: 成年後見人など': 'Representante: tutor legal',
  '代理: そのほかの方': 'Representante: outra pessoa',
  夫または妻: 'marido ou esposa',
  お子さん: 'filho ou filha',
  親: 'pai ou mãe',
  成年後見人など: 'tutor legal',
  患者さんとのご関係を教えてください: 'Qual é sua relação com o paciente?',
  続柄: 'Relação',
  'お名前は要りません。例: きょうだい、めい、施設の職員':
    'Não precisa do nome. Ex.: irmão, sobrinha, funcionário do lar',
  '個人番号(マイナンバー)は入力できません。ご関係だけを入力してください。':
    'O My Number não pode ser digitado. Digite só a relação.',
  '続柄を入力してください(例: きょうだい)': 'Digite a relação (ex.: irmão)',
  '{n}文字までで入力してください': 'Use no máximo {n} caracteres',
  次の情報を見てもよいですか: 'Podemos ver estes dados?',
  '{facility}が、今日の診療や看護に役立てます。':
    '{facility} usa os dados no seu atendimento de hoje.',
  お答え: 'Sua resposta',
  すべて同意する: 'Autorizo tudo',
  一つずつ選ぶ: 'Escolher um a um',
  同意する: 'Autorizo',
  同意しない: 'Não autorizo',
  '{item}を見てもよいですか': '{item}: podemos ver?',
  '{total}つのうち{number}つめ': '{number} de {total}',
  '薬が出るとき、処方箋はどちらがよいですか': 'Se houver remédio, qual receita você prefere?',
  '今日処方箋が出るとは限りません。電子処方箋に対応していないときは紙になります。':
    'Nem sempre há receita hoje. Se a eletrônica não puder ser usada, será em papel.',
  処方箋の種類: 'Tipo de receita',
  処方箋: 'Receita',
  電子処方箋: 'Receita eletrônica',
  紙の処方箋: 'Receita em papel',
  '紙は要りません。薬局でマイナンバーカードか引換番号を見せます。':
    'Sem papel. Na farmácia, mostre o cartão My Number ou o número de retirada (引換番号).',
  '今までどおり、紙を薬局に渡します。': 'Como antes, você entrega o papel na farmácia.',
  この内容でよろしいですか: 'Está tudo certo?',
  お答えになった方: 'Quem respondeu',
  '代理({relation})': 'Representante ({relation})',
  本人: 'O paciente',
  見てもよい情報: 'O que pode ser visto',
  直す: 'Mudar',
  '{line}を直す': 'Mudar: {line}',
  'あとからいつでも変えたりやめたりできます。スタッフに声をかけてください。':
    'Você pode mudar ou cancelar quando quiser. Fale com a equipe.',
  この内容で決める: 'Confirmar',
  いまの同意の内容です: 'O que está autorizado agora',
  見てよい: 'Pode ser visto',
  見ない: 'Não é visto',
  '取り消すまで見ることができます。': 'Podem ser vistos até você cancelar.',
  '{time}まで見ることができます。': 'Podem ser vistos até {time}.',
  '取り消しても、保険の確認と診療は受けられます。':
    'Mesmo cancelando, o seguro é verificado e você é atendido.',
  すべて取り消す: 'Cancelar tudo',
  このままにする: 'Deixar como está',
  '{item}を見せるのをやめますか': '{item}: deixar de mostrar?',
  'やめる(取り消す)': 'Parar (cancelar)',
  このまま見せる: 'Continuar mostrando',
  はじめに戻る: 'Voltar ao início',
  次の情報を見せるのをやめます: 'Você deixa de mostrar estes dados',
  '決めるとすぐに、この端末から見られなくなります。':
    'Ao confirmar, este aparelho deixa de ver os dados na hora.',
  '保存できませんでした。まだ取り消されていません。スタッフに声をかけてください。':
    'Não foi possível salvar. Nada foi cancelado. Avise a equipe.',
  この内容で取り消す: 'Confirmar cancelamento',
  取り消しました: 'Cancelado',
  '取り消した情報は、この端末からもう見られません。施設へは、回線がつながりしだい自動で伝えます。':
    'Este aparelho não mostra mais os dados cancelados. A instituição será avisada assim que houver conexão.',
  同意はこのままです: 'A autorização continua igual',
  '何も変えていません。いつでももう一度お尋ねになれます。':
    'Nada foi mudado. Você pode perguntar de novo quando quiser.',
}
