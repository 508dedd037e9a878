/** What the screens of 書類の入力 say of kinds and fields; put into `t` where it is shown. */
import type { DocumentField, DocumentKind } from '../../../domain/documents/document'
import { staffText, type StaffSentence } from '../../words/staff'

export const KINDS: readonly { kind: DocumentKind; label: StaffSentence; note: StaffSentence }[] = [
  {
    kind: 'certificate',
    label: staffText('資格確認書'),
    note: staffText('カード、はがき、A4、または画面。これだけで確認できます。'),
  },
  {
    kind: 'notice',
    label: staffText('資格情報のお知らせ'),
    note: staffText('A4の紙、またはその切り取り。マイナ保険証といっしょに見せてもらいます。'),
  },
  {
    kind: 'portalLive',
    label: staffText('マイナポータルの画面'),
    note: staffText('その場でログインして見せてもらった「医療保険の資格情報」です。'),
  },
  {
    kind: 'portalPdf',
    label: staffText('マイナポータルから保存したPDF'),
    note: staffText('カードといっしょに。この端末にあるファイルなら、読み取って入力できます。'),
  },
  {
    kind: 'expiredInsuranceCard',
    label: staffText('期限の切れた健康保険証'),
    note: staffText('番号を見るための書類です。'),
  },
]

export function labelOfKind(kind: DocumentKind): StaffSentence {
  return KINDS.find((each) => each.kind === kind)?.label ?? staffText('書類')
}

export const FIELD_LABELS: Readonly<Record<DocumentField, StaffSentence>> = {
  insurerNumber: staffText('保険者番号'),
  symbol: staffText('記号'),
  number: staffText('番号'),
  branch: staffText('枝番'),
  name: staffText('氏名'),
  nameKana: staffText('フリガナ'),
  birthdate: staffText('生年月日'),
  share: staffText('負担割合'),
  validUntil: staffText('有効期限'),
  issuedOn: staffText('交付年月日'),
}

export const FIELD_SUPPORTS: Readonly<Partial<Record<DocumentField, StaffSentence>>> = {
  insurerNumber: staffText('8桁(国民健康保険は6桁)。全角や空白、ハイフンがあってもかまいません。'),
  symbol: staffText('書類のとおりに。なければ空のまま。'),
  branch: staffText('2桁。印刷されていなければ空のまま(00とは入力しません)。'),
  nameKana: staffText('印刷されていなければ空のまま。'),
  share: staffText('印刷されていなければ「印刷なし」。'),
}

/** The label on that document, where it is another one. */
export function labelOf(
  field: DocumentField,
  kind: DocumentKind,
  latterStage: boolean,
): StaffSentence {
  if (field === 'number' && latterStage) return staffText('被保険者番号')
  if (field === 'issuedOn' && kind === 'portalPdf') return staffText('保存日時')
  if (field === 'validUntil' && kind !== 'certificate' && kind !== 'expiredInsuranceCard') {
    return staffText('負担割合の有効期限')
  }
  return FIELD_LABELS[field]
}
