import type { consentWords as en } from '../en/consent-words'
import type { Texts } from '../fill'

export const consentWords: Texts<typeof en> = {
  診療情報: 'Dados de consultas',
  'これまでに受けた診察や検査の記録です。': 'Registros de consultas e exames que você já fez.',
  '同じ検査をくり返さずにすみます。': 'Evita repetir os mesmos exames.',
  薬剤情報: 'Dados de medicamentos',
  'これまでに出された薬の記録です。': 'Registros dos remédios que você já recebeu.',
  '薬の重なりや、よくない飲み合わせを防ぎます。':
    'Evita remédios repetidos ou que não combinam entre si.',
  特定健診等情報: 'Resultados de check-up',
  '40歳からの健康診査などの結果です。':
    'Resultados dos exames de saúde oferecidos a partir dos 40 anos.',
  '体の変化に早く気づけます。': 'Ajuda a perceber cedo mudanças no corpo.',
  手術情報: 'Dados de cirurgias',
  'これまでに受けた手術の記録です。': 'Registros de cirurgias que você já fez.',
  '安全な治療を選べます。': 'Permite escolher um tratamento seguro.',
  '同意しなくても、保険の確認と診療は受けられます。':
    'Mesmo sem autorizar, o seguro é verificado e você é atendido.',
  '今から24時間だけ見ることができます。': 'Podem ser vistos só por 24 horas a partir de agora.',
  '訪問が続く間、見ることができます。いつでも取り消せます。':
    'Podem ser vistos enquanto durarem as visitas. Você pode cancelar quando quiser.',
  '今日だけ見ることができます。次回はもう一度お尋ねします。':
    'Podem ser vistos só hoje. Na próxima vez perguntaremos de novo.',
}
