/** Japanese words for the authority's codes (OQSCD tables), as the answer's screen shows them. */
import type {
  CertificateState,
  Coverage,
  LimitCategory,
  LimitCertificate,
  PublicExpense,
  SpecificDisease,
  Validity,
} from '../answer'
import type { Day } from '../days'
import { type DatedRule, ruleOn, SOURCES } from '../rules'

/** 資格有効性 (OQSCD006). */
export const VALIDITY_LABELS: Readonly<Record<Validity, string>> = {
  valid: '有効',
  invalid: '無効',
  invalidNewExists: '新しい資格あり',
  none: '情報なし',
  multiple: '複数',
  validUnregistered: '有効（未登録）',
}

/** 適用区分 (OQSCD012): A under 70, B from 70. */
export const LIMIT_CATEGORY_LABELS: Readonly<Record<LimitCategory, string>> = {
  A01: 'ア',
  A02: 'イ',
  A03: 'ウ',
  A04: 'エ',
  A05: 'オ',
  A06: 'オ（境界層該当）',
  B01: '現役並みⅢ',
  B02: '現役並みⅡ',
  B03: '現役並みⅠ',
  B04: '一般',
  B05: '低所得Ⅱ',
  B06: '低所得Ⅰ',
  B07: '低所得Ⅰ（老齢福祉年金）',
  B08: '低所得Ⅰ（境界層該当）',
  B09: '一般Ⅱ',
  B10: '一般Ⅰ',
}

/** 限度額適用認定証区分 (OQSCD011). */
export const LIMIT_CLASSIFICATION_LABELS: Readonly<
  Record<LimitCertificate['classification'], string>
> = {
  '01': '限度額適用認定証',
  '02': '限度額適用・標準負担額減額認定証',
  '03': '標準負担額減額認定証',
}

/** 特定疾病 (OQSCD013). */
export const SPECIFIC_DISEASE_LABELS: Readonly<Record<SpecificDisease['category'], string>> = {
  '1': '人工透析を要する慢性腎不全',
  '2': '先天性血液凝固因子障害',
  '3': '血液凝固因子製剤によるHIV感染症',
}

/** 資格喪失事由 (OQSCD008). */
export const LOSS_REASON_LABELS: Readonly<Record<NonNullable<Coverage['lossReason']>, string>> = {
  '01': '死亡',
  '02': '生活保護の受給開始',
  '03': 'ほかの医療保険の資格取得',
  '99': 'その他',
}

/** 本人・家族 (OQSCD009). */
export const RELATION_LABELS: Readonly<Record<NonNullable<Coverage['relation']>, string>> = {
  self: '本人',
  family: '家族',
}

/** 性別 (OQSCD007). */
export const SEX_LABELS: Readonly<Record<Coverage['sex'], string>> = {
  male: '男',
  female: '女',
  unset: '未設定',
}

/** 単独・併用別 (OQSCD020). */
export const EXPENSE_USE_LABELS: Readonly<Record<PublicExpense['use'], string>> = {
  alone: '単独',
  combined: '併用',
}

export const CERTIFICATE_STATE_LABELS: Readonly<Record<CertificateState, string>> = {
  valid: '有効',
  alert: 'まもなく期限',
  grace: '期限切れ（猶予期間）',
  dead: '期限切れ',
}

interface CardLabelRule extends DatedRule {
  labels: Readonly<Record<string, string>>
}

const cardLabels = {
  '01': '一般',
  '02': '退職',
  '03': '短期（一般）',
  '04': '短期（退職）',
  '06': '特例退職',
  '07': '自衛官診療証',
  A1: '医療扶助',
} as const

/** 被保険者証区分 (OQSCD010): 05 was renamed when the 保険証 ended. */
const CARD_LABELS: readonly CardLabelRule[] = [
  {
    id: 'R40',
    from: null,
    until: '2024-12-01',
    source: SOURCES.insuranceCouncil,
    labels: { ...cardLabels, '05': '被保険者資格証明書' },
  },
  {
    id: 'R40',
    from: '2024-12-02',
    until: null,
    source: SOURCES.insuranceCouncil,
    labels: { ...cardLabels, '05': '特別療養費の支給対象' },
  },
]

/** 証区分 in words on that day; a code that is not listed is shown, never hidden. */
export function cardClassificationLabel(code: string, day: Day): string {
  const labels = ruleOn(CARD_LABELS, day)?.labels ?? {}
  return (Object.hasOwn(labels, code) ? labels[code] : undefined) ?? `区分 ${code}`
}
