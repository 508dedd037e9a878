/** Finding a visit among today's: by kana or name, and by what is still to do. */
import { normaliseKana } from '../../domain/names'
import type { Visit } from '../../domain/visit'
import type { CheckRow } from '../stores/view-types'

export type VisitFilter = 'all' | 'open' | 'card' | 'done'

export interface ListedVisit {
  visit: Visit
  row: CheckRow | null
}

/** ひらがな, カタカナ, half width and spaces are one; a name in kanji is compared as it is written. */
export function matchesVisit(visit: Visit, query: string): boolean {
  const wanted = normaliseKana(query)
  if (wanted === '') return true
  return (
    normaliseKana(visit.nameKana).includes(wanted) || normaliseKana(visit.name).includes(wanted)
  )
}

/** A check that was refused or withdrawn leaves the visit open: it must be done again. */
export function isOpen({ row }: ListedVisit): boolean {
  if (row === null) return true
  switch (row.state) {
    case 'draft':
    case 'rejected':
    case 'quarantined':
    case 'withdrawn':
      return true
    case 'queued':
    case 'sending':
    case 'accepted':
    case 'answered':
    case 'settled':
      return false
  }
}

export function passesFilter(listed: ListedVisit, filter: VisitFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'open':
      return isOpen(listed)
    case 'card':
      return isOpen(listed) && listed.visit.need.kind === 'card'
    case 'done':
      return !isOpen(listed)
  }
}
