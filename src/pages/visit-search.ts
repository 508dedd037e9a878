/** Finding a visit among today's: by kana or name, and by what it needs or what is still to do. */
import type { VisitMeans, VisitOutlook } from '../../domain/decide/visit-need'
import { normaliseKana } from '../../domain/names'
import type { Visit } from '../../domain/visit'
import { leavesOpen } from '../stores/own-checks'
import type { CheckRow } from '../stores/view-types'

export const VISIT_FILTERS = [
  'all',
  'open',
  'done',
  'card',
  'reinquiry',
  'ending',
  'previous',
  'document',
] as const
export type VisitFilter = (typeof VISIT_FILTERS)[number]

export interface ListedVisit {
  visit: Visit
  row: CheckRow | null
  /** null: the facility has told no more than the badge. */
  outlook: VisitOutlook | null
}

/** ひらがな, カタカナ, half width and spaces are one; a name in kanji is compared as it is written. */
export function matchesVisit(visit: Visit, query: string): boolean {
  const wanted = normaliseKana(query)
  if (wanted === '') return true
  return (
    normaliseKana(visit.nameKana).includes(wanted) || normaliseKana(visit.name).includes(wanted)
  )
}

export function isOpen({ row }: { row: CheckRow | null; visit?: Visit }): boolean {
  return leavesOpen(row)
}

/** Also after the check: the patient has yet to be told. */
function isEnding({ visit, outlook }: ListedVisit): boolean {
  return outlook ? outlook.end !== null : visit.need.kind === 'certificateEnds'
}

function isLeftOpen({ visit, outlook }: ListedVisit): boolean {
  return outlook ? outlook.previous !== null : visit.need.kind === 'previousInvalid'
}

function isBy({ visit, outlook }: ListedVisit, means: VisitMeans): boolean {
  return (outlook ? outlook.means : visit.need.kind) === means
}

export function passesFilter(listed: ListedVisit, filter: VisitFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'open':
      return isOpen(listed)
    case 'card':
    case 'reinquiry':
    case 'document':
      return isOpen(listed) && isBy(listed, filter)
    case 'previous':
      return isOpen(listed) && isLeftOpen(listed)
    case 'ending':
      return isEnding(listed)
    case 'done':
      return !isOpen(listed)
  }
}
