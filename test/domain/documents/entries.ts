/** Fictitious documents, as somebody types them. */
import type { EntryContext, TypedDocument } from '../../../domain/documents/document'

export const VISIT = '2026-05-20'

/** 健康保険組合 */
export const UNION: TypedDocument = {
  insurerNumber: '06139018',
  symbol: '123',
  number: '4567',
  branch: '01',
  name: '訓練 花子',
  nameKana: 'クンレン ハナコ',
  birthdate: '昭和55年4月1日',
  share: '3割',
  validUntil: '令和9年3月31日',
  issuedOn: '令和7年12月1日',
}

/** 後期高齢者医療: no 記号, no 枝番. */
export const ELDERLY: TypedDocument = {
  insurerNumber: '39139019',
  number: '12345674',
  birthdate: '昭和15年4月1日',
  share: '1割',
  validUntil: '令和8年7月31日',
}

export function context(changes: Partial<EntryContext> = {}): EntryContext {
  return { day: VISIT, shownWith: 'card', patient: null, previous: [], ...changes }
}
