import type { DaySpan } from '../../domain/answer'
import { t, tDay } from '../words/staff'

/** 2026年4月1日(水)〜2027年7月31日(土); an open end stays open. */
export function formatSpan({ from, until }: DaySpan): string {
  if (from === null && until === null) return t('期間の記載なし')
  return `${from === null ? '' : tDay(from)}〜${until === null ? '' : tDay(until)}`
}
