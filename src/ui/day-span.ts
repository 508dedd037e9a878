import type { DaySpan } from '../../domain/answer'
import { formatDayJa } from '../../domain/days'

/** 2026年4月1日(水)〜2027年7月31日(土); an open end stays open. */
export function formatSpan({ from, until }: DaySpan): string {
  if (from === null && until === null) return '期間の記載なし'
  return `${from === null ? '' : formatDayJa(from)}〜${until === null ? '' : formatDayJa(until)}`
}
