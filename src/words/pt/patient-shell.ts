import type { patientShell as en } from '../en/patient-shell'
import type { Texts } from '../fill'

export const patientShell: Texts<typeof en> = {
  言葉: 'Idioma',
  文字の大きさ: 'Tamanho da letra',
  標準: 'Normal',
  大きく: 'Grande',
  最大: 'Máxima',
  読み上げる: 'Ouvir',
  止める: 'Parar áudio',
  やめる: 'Sair',
  続ける: 'Continuar',
  戻る: 'Voltar',
  次へ: 'Avançar',
  この言葉は今使えません: 'Este idioma não está disponível agora',
  前の質問に戻る: 'Pergunta anterior',
  確認をやめますか: 'Deseja parar a verificação?',
  'お答えいただいた内容は残ります。': 'Suas respostas serão mantidas.',
  'お答えいただいた内容は、端末に残せませんでした。次はもう一度お答えいただきます。':
    'Não foi possível guardar suas respostas neste aparelho. Na próxima vez, perguntaremos de novo.',
  'まだ何も保存していません。': 'Nada foi salvo ainda.',
  ここでやめます: 'Vamos parar aqui',
  スタッフが別の方法をご案内します: 'A equipe vai mostrar outra forma',
  'お答えいただいた内容は残っています。': 'Suas respostas estão guardadas.',
  '保険の資格がなくなることはありません。': 'Você não perde o seguro de saúde.',
  続きに戻る: 'Voltar e continuar',
  'マイナンバーカードをお取りください。': 'Retire seu cartão My Number.',
  'この端末をスタッフにお返しください。': 'Devolva este aparelho à equipe.',
  '終わりました。ありがとうございました': 'Terminado. Obrigado',
  '確認の内容を、この端末に保存しました。': 'A verificação foi salva neste aparelho.',
  'お答えいただき、ありがとうございました': 'Obrigado pelas respostas',
  'このあと、スタッフがカードの写真とお顔を見比べます。':
    'A seguir, a equipe compara a foto do cartão com seu rosto.',
}
