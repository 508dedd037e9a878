/** The code tables (別紙5-1, OQSCD001–044) as far as Tazune reads or writes them: our word → the interface's code. */
import type { Mark } from './elements'

export interface CodeTable {
  readonly oqscd: string
  readonly what: string
  readonly mark: Mark
  readonly values: Readonly<Record<string, string>>
}

function same<const T extends string>(...codes: readonly T[]): Record<T, T> {
  return Object.fromEntries(codes.map((code) => [code, code])) as Record<T, T>
}

export const CODES = {
  limitFlag: {
    oqscd: '001',
    what: '限度額適用認定証 提供同意フラグ',
    mark: 'confirmed',
    values: { no: '0', yes: '1' },
  },
  segment: {
    oqscd: '003',
    what: '処理結果区分',
    mark: 'confirmed',
    values: { done: '1', processing: '2', failed: '9' },
  },
  status: {
    oqscd: '004',
    what: '処理結果状況',
    mark: 'confirmed',
    values: { done: '1', failed: '2' },
  },
  characterCode: {
    oqscd: '005',
    what: '文字コード識別',
    mark: 'confirmed',
    values: { 'utf-8': '0', cp932: '1' },
  },
  validity: {
    oqscd: '006',
    what: '資格有効性',
    mark: 'confirmed',
    values: {
      valid: '1',
      invalid: '2',
      invalidNewExists: '3',
      none: '4',
      multiple: '5',
      validUnregistered: '6',
    },
  },
  sex: {
    oqscd: '007',
    what: '性別',
    mark: 'confirmed',
    values: { male: '1', female: '2', unset: '3' },
  },
  lossReason: {
    oqscd: '008',
    what: '資格喪失事由',
    mark: 'confirmed',
    values: same('01', '02', '03', '99'),
  },
  relation: {
    oqscd: '009',
    what: '本人・家族の別',
    mark: 'confirmed',
    values: { self: '1', family: '2' },
  },
  cardClassification: {
    oqscd: '010',
    what: '被保険者証区分',
    mark: 'confirmed',
    values: { welfare: 'A1' },
  },
  limitClassification: {
    oqscd: '011',
    what: '限度額適用認定証区分',
    mark: 'confirmed',
    values: same('01', '02', '03'),
  },
  limitCategory: {
    oqscd: '012',
    what: '適用区分',
    mark: 'confirmed',
    values: {
      ...same('A01', 'A02', 'A03', 'A04', 'A05', 'A06'),
      ...same('B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B09', 'B10'),
    },
  },
  disease: { oqscd: '013', what: '特定疾病', mark: 'confirmed', values: same('1', '2', '3') },
  preschool: { oqscd: '015', what: '未就学区分', mark: 'confirmed', values: { yes: '1' } },
  consent: {
    oqscd: '016',
    what: '同意区分',
    mark: 'confirmed',
    values: { no: '0', yes: '1', ended: '2', unobtainable: '3' },
  },
  prescription: {
    oqscd: '017',
    what: '処方箋発行形態',
    mark: 'confirmed',
    values: { electronic: '1', paper: '2' },
  },
  use: {
    oqscd: '020',
    what: '単独・併用別',
    mark: 'confirmed',
    values: { alone: '01', combined: '02' },
  },
  treatment: {
    oqscd: '028',
    what: '診療区分',
    mark: 'confirmed',
    values: { homeVisit: '2', online: '3' },
  },
  consentKind: {
    oqscd: '036',
    what: '閲覧同意情報種別',
    mark: 'confirmed',
    values: { checkup: 'TKK', medication: 'YZK', diagnosis: 'SRJ', surgery: 'SHJ' },
  },
} as const satisfies Record<string, CodeTable>

export type CodeKey = keyof typeof CODES

/** Our words of a table. */
export type CodeWord<K extends CodeKey> = keyof (typeof CODES)[K]['values'] & string

export type CodeTables = {
  readonly [K in CodeKey]: CodeTable & { readonly values: Readonly<Record<CodeWord<K>, string>> }
}
