/** What stands below a field: as what it was read, what the list has, and an error in the words of staff. */
import type { DocumentField } from '../../../domain/documents/document'
import { toWareki } from '../../../domain/era'
import { ERROR_CATALOGUE, type ErrorCode } from '../../../domain/errors'
import { insurerScheme, prefectureOf } from '../../../domain/insurers'
import { formatNumber, parseDay, parseInsurerNumber } from '../../../domain/numbers'
import type { Visit } from '../../../domain/visit'
import { t, tDay, tError, tText } from '../../words/staff'
import type { EntryFault } from './entry-field.vue'

const DATES: ReadonlySet<DocumentField> = new Set(['birthdate', 'validUntil', 'issuedOn'])

export function errorWords(code: ErrorCode): EntryFault {
  return { code, ...tError(code, ERROR_CATALOGUE[code]) }
}

/** 06139018 → 0613 9018 健康保険組合・東京; a date in both calendars. Each piece stays on one line; none: nothing to say. */
export function readsOf(field: DocumentField, text: string): string[] {
  if (text.trim() === '') return []
  if (field === 'insurerNumber') {
    const insurer = parseInsurerNumber(text)
    if (!insurer.ok) return []
    return [formatNumber(insurer.value), insurerWords(insurer.value)].filter(Boolean)
  }
  if (!DATES.has(field)) return []
  const day = parseDay(text)
  return day.ok ? bothCalendars(day.value) : []
}

function insurerWords(insurerNumber: string): string {
  const scheme = tText(insurerScheme(insurerNumber)?.label ?? '')
  const place = tText(prefectureOf(insurerNumber) ?? '')
  return scheme && place ? t('{scheme}・{place}', { scheme, place }) : scheme || place
}

/** As the day's list has it, in pieces that each stay on one line. */
export function knownOf(field: DocumentField, visit: Visit | null): string[] {
  if (visit === null) return []
  const known = {
    name: [visit.name],
    nameKana: [visit.nameKana],
    birthdate: bothCalendars(visit.birthdate),
  }
  const [first, ...rest] = field in known ? known[field as keyof typeof known] : []
  return first === undefined ? [] : [t('一覧では {value}', { value: first }), ...rest]
}

/** The era's as it is printed on documents, in whatever language staff read. */
function bothCalendars(day: string): string[] {
  const wareki = toWareki(day)?.text
  return wareki === undefined ? [tDay(day)] : [tDay(day), wareki]
}
