/** The authority's own code tables (OQSCD…), for software that knows those: what the domain says in words, in its numbers. */
import type { Coverage, PublicExpense, Validity } from '../../domain/answer'
import type { ConsentItem } from '../../domain/check'

/** 資格有効性 (OQSCD006). */
export const VALIDITY_CODES = {
  valid: '1',
  invalid: '2',
  invalidNewExists: '3',
  none: '4',
  multiple: '5',
  validUnregistered: '6',
} as const satisfies Record<Validity, string>

export const VALIDITY_WORDS = {
  valid: '有効',
  invalid: '無効',
  invalidNewExists: '無効(新しい資格あり)',
  none: '該当資格なし',
  multiple: '複数該当',
  validUnregistered: '有効(未登録)',
} as const satisfies Record<Validity, string>

/** 処理結果区分 (OQSCD003). */
export const SEGMENT_CODES = { answered: '1', pending: '2', failed: '9' } as const

/** 性別 (OQSCD007). */
export const SEX_CODES = {
  male: '1',
  female: '2',
  unset: '3',
} as const satisfies Record<Coverage['sex'], string>

/** 本人・家族 (OQSCD009). */
export const RELATION_CODES = {
  self: '1',
  family: '2',
} as const satisfies Record<NonNullable<Coverage['relation']>, string>

/** 単独・併用別 (OQSCD020). */
export const USE_CODES = {
  alone: '01',
  combined: '02',
} as const satisfies Record<PublicExpense['use'], string>

/** 閲覧同意情報種別 (OQSCD036). */
export const CONSENT_CODES = {
  diagnosis: 'SRJ',
  medication: 'YZK',
  checkup: 'TKK',
  surgery: 'SHJ',
} as const satisfies Record<ConsentItem, string>

export const CONSENT_WORDS = {
  diagnosis: '診療情報',
  medication: '薬剤情報',
  checkup: '特定健診等情報',
  surgery: '手術情報',
} as const satisfies Record<ConsentItem, string>
