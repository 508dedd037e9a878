/** Where the fields stand on each document, as a drawing of our own: a guide for the eye, in no insurer's exact form. */
import type { DocumentField, DocumentKind } from '../../../domain/documents/document'

export interface DocumentPlace {
  field: DocumentField
  /** As it is printed there. */
  printed: string
  /** Where the label begins, and the row's top. */
  x: number
  y: number
  /** Where the value begins, and how wide it is. */
  at: number
  width: number
}

export interface DocumentLayout {
  title: string
  width: number
  height: number
  corner: number
  places: readonly DocumentPlace[]
}

/** A card on its side: 記号, 番号 and 枝番 on one line, 保険者番号 at the foot. */
const CARD: readonly DocumentPlace[] = [
  { field: 'symbol', printed: '記号', x: 14, y: 36, at: 40, width: 72 },
  { field: 'number', printed: '番号', x: 124, y: 36, at: 150, width: 72 },
  { field: 'branch', printed: '枝番', x: 234, y: 36, at: 258, width: 44 },
  { field: 'name', printed: '氏名', x: 14, y: 64, at: 70, width: 108 },
  { field: 'nameKana', printed: 'カナ', x: 190, y: 64, at: 216, width: 86 },
  { field: 'birthdate', printed: '生年月日', x: 14, y: 92, at: 70, width: 108 },
  { field: 'share', printed: '負担割合', x: 190, y: 92, at: 240, width: 62 },
  { field: 'issuedOn', printed: '交付年月日', x: 14, y: 120, at: 70, width: 84 },
  { field: 'validUntil', printed: '有効期限', x: 168, y: 120, at: 218, width: 84 },
  { field: 'insurerNumber', printed: '保険者番号', x: 14, y: 160, at: 70, width: 108 },
]

/** A page of rows: label to the left, value to the right. */
function rows(
  fields: readonly (readonly [field: DocumentField, printed: string])[],
  top: number,
): DocumentPlace[] {
  return fields.map(([field, printed], index) => {
    return { field, printed, x: 18, y: top + index * 28, at: 96, width: 112 }
  })
}

const NOTICE = rows(
  [
    ['symbol', '記号'],
    ['number', '番号'],
    ['branch', '枝番'],
    ['name', '氏名'],
    ['nameKana', 'フリガナ'],
    ['share', '負担割合'],
    ['validUntil', '有効期限'],
    ['insurerNumber', '保険者番号'],
  ],
  44,
)
const PORTAL = rows(
  [
    ['insurerNumber', '保険者番号'],
    ['symbol', '記号'],
    ['number', '番号'],
    ['branch', '枝番'],
    ['name', '氏名'],
    ['share', '一部負担金割合'],
    ['validUntil', '有効期限'],
  ],
  44,
)

export const LAYOUTS: Readonly<Record<DocumentKind, DocumentLayout>> = {
  certificate: { title: '資格確認書', width: 320, height: 196, corner: 12, places: CARD },
  expiredInsuranceCard: {
    title: '健康保険被保険者証',
    width: 320,
    height: 196,
    corner: 12,
    places: CARD,
  },
  notice: { title: '資格情報のお知らせ', width: 230, height: 300, corner: 2, places: NOTICE },
  portalLive: { title: '医療保険の資格情報', width: 230, height: 300, corner: 20, places: PORTAL },
  portalPdf: {
    title: '医療保険の資格情報',
    width: 230,
    height: 300,
    corner: 2,
    places: [
      ...PORTAL,
      { field: 'issuedOn', printed: '保存日時', x: 18, y: 256, at: 96, width: 112 },
    ],
  },
}
