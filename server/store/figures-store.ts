/** How much a facility uses Tazune: counts, nobody's name. */
import type { DayFigures } from '../../api/admin/wire'

export interface FiguresStore {
  /** Days in Japan on which anything was received, oldest first. @param from,to days, both included */
  perDay(facilityId: string, from: string, to: string): Promise<DayFigures[]>
}
