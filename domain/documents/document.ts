/** Documents by whose numbers a check is made without the card: 資格確認書, お知らせ, マイナポータル (R50–R53). */
import type { Percent } from '../burden'
import type { Day } from '../days'
import type { ErrorCode } from '../errors'

export type DocumentKind =
  | 'certificate' // 資格確認書
  | 'notice' // 資格情報のお知らせ
  | 'portalLive' // マイナポータルの画面
  | 'portalPdf' // マイナポータルから保存したPDF
  | 'expiredInsuranceCard' // 期限の切れた健康保険証

/** In the order in which they are typed. */
export const DOCUMENT_FIELDS = [
  'insurerNumber', // 保険者番号
  'symbol', // 記号
  'number', // 番号
  'branch', // 枝番
  'name', // 氏名
  'nameKana', // フリガナ
  'birthdate', // 生年月日
  'share', // 負担割合
  'validUntil', // 有効期限
  'issuedOn', // 交付年月日, 保存日時
] as const

export type DocumentField = (typeof DOCUMENT_FIELDS)[number]

/** What stands in the fields, as typed; an absent field is an empty one. */
export type TypedDocument = Readonly<Partial<Record<DocumentField, string>>>

/** By these and the birthdate the authority is asked. */
export interface InsuredNumbers {
  insurerNumber: string
  /** null where there is none (後期). */
  symbol: string | null
  number: string
  /** null where none is printed, never 00 by default (R70). */
  branch: string | null
}

/** A document in canonical form. */
export interface InsuranceDocument extends InsuredNumbers {
  kind: DocumentKind
  name: string | null
  nameKana: string | null
  birthdate: Day
  /** null where the document leaves it to the law (法定負担割合のとおり) or prints none. */
  percent: Percent | null
  validUntil: Day | null
  issuedOn: Day | null
}

/** What came of a field: a `fault` is corrected, a `doubt` is corrected or, after a look at the document, confirmed. */
export interface Finding {
  field: DocumentField | 'document'
  code: ErrorCode
  weight: 'fault' | 'doubt'
}

export function fault(field: Finding['field'], code: ErrorCode): Finding {
  return { field, code, weight: 'fault' }
}

export function doubt(field: Finding['field'], code: ErrorCode): Finding {
  return { field, code, weight: 'doubt' }
}

/** What is known beside the document. */
export interface EntryContext {
  /** The day of the visit, by which everything is judged. */
  day: Day
  /** What the patient shows with it: the マイナンバーカード itself, a smartphone マイナ保険証 only, or neither. */
  shownWith: 'card' | 'smartphone' | 'nothing'
  /** Of a 資格確認書 on a screen (電磁的交付): whether its clock runs. Absent for one on paper. */
  screenClock?: 'runs' | 'stands'
  /** The patient as the day's list has them; null for a walk-in. */
  patient: { birthdate: Day; name: string; nameKana: string | null } | null
  /** Numbers that the facility has of this patient from before. */
  previous: readonly InsuredNumbers[]
}
