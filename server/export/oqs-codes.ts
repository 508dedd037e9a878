/** The authority's own code tables (OQSCD…), for software that knows those: what the domain says in words, in its numbers. */
import type { Coverage, PublicExpense, Validity } from '../../domain/answer'
import type { ConsentItem } from '../../domain/check'
import { CODES } from '../authority/oqs/layout/codes'

/** 資格有効性 (OQSCD006). */
export const VALIDITY_CODES: Record<Validity, string> = CODES.validity.values

export const VALIDITY_WORDS = {
  valid: '有効',
  invalid: '無効',
  invalidNewExists: '無効(新しい資格あり)',
  none: '該当資格なし',
  multiple: '複数該当',
  validUnregistered: '有効(未登録)',
} as const satisfies Record<Validity, string>

/** 処理結果区分 (OQSCD003). */
export const SEGMENT_CODES = {
  answered: CODES.segment.values.done,
  pending: CODES.segment.values.processing,
  failed: CODES.segment.values.failed,
} as const

/** 性別 (OQSCD007). */
export const SEX_CODES: Record<Coverage['sex'], string> = CODES.sex.values

/** 本人・家族 (OQSCD009). */
export const RELATION_CODES: Record<NonNullable<Coverage['relation']>, string> = CODES.relation
  .values

/** 単独・併用別 (OQSCD020). */
export const USE_CODES: Record<PublicExpense['use'], string> = CODES.use.values

/** 閲覧同意情報種別 (OQSCD036). */
export const CONSENT_CODES: Record<ConsentItem, string> = CODES.consentKind.values

export const CONSENT_WORDS = {
  diagnosis: '診療情報',
  medication: '薬剤情報',
  checkup: '特定健診等情報',
  surgery: '手術情報',
} as const satisfies Record<ConsentItem, string>
