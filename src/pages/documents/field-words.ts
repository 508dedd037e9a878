/** What stands below a field: as what it was read, what the list has, and an error in the words of staff. */
import { formatDayJa } from '../../../domain/days'
import type { DocumentField } from '../../../domain/documents/document'
import { toWareki } from '../../../domain/era'
import { ERROR_CATALOGUE, type ErrorCode } from '../../../domain/errors'
import { insurerScheme, prefectureOf } from '../../../domain/insurers'
import { formatNumber, parseDay, parseInsurerNumber } from '../../../domain/numbers'
import type { Visit } from '../../../domain/visit'
import { t, tError } from '../../words/staff'
import type { EntryFault } from './entry-field.vue'

const DATES: ReadonlySet<DocumentField> = new Set(['birthdate', 'validUntil', 'issuedOn'])

export function errorWords(code: ErrorCode): EntryFault {
  return { code, ...tError(code, ERROR_CATALOGUE[code]) }
}

/** 06139018 → 0613 9018 健康保険組合・東京; a date in both calendars. Null where there is nothing to say. */
export function readsOf(field: DocumentField, text: string): string | null {
  if (text.trim() === '') return null
  if (field === 'insurerNumber') {
    const insurer = parseInsurerNumber(text)
    if (!insurer.ok) return null
    const place = [insurerScheme(insurer.value)?.label, prefectureOf(insurer.value)]
    return `${formatNumber(insurer.value)} ${place.filter(Boolean).join('・')}`.trim()
  }
  if (!DATES.has(field)) return null
  const day = parseDay(text)
  return day.ok ? bothCalendars(day.value) : null
}

/** As the day's list has it. */
export function knownOf(field: DocumentField, visit: Visit | null): string | null {
  if (visit === null) return null
  const known = {
    name: visit.name,
    nameKana: visit.nameKana,
    birthdate: bothCalendars(visit.birthdate),
  }
  const value = field in known ? known[field as keyof typeof known] : null
  return value === null ? null : t('一覧では {value}', { value })
}

function bothCalendars(day: string): string {
  const wareki = toWareki(day)?.text
  return wareki === undefined ? formatDayJa(day) : `${formatDayJa(day)} ${wareki}`
}
