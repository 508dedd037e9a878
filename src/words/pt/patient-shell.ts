import type { patientShell as en } from '../en/patient-shell'
import type { Texts } from '../fill'

export const patientShell: Texts<typeof en> = {
  言葉: 'Idioma',
  文字の大きさ: 'Tamanho da letra',
  標準: 'Normal',
  大きく: 'Grande',
  最大: 'Maior',
  読み上げる: 'Ouvir',
  止める: 'Parar áudio',
  やめる: 'Sair',
  閉じる: 'Fechar',
  この言葉は今使えません: 'Este idioma não está disponível agora',
}
