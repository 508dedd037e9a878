import type { VisitSource } from '../gateway-options'

/** Training's own visits, and those of the roster that a facility tries its files with; in the order of their times. */
export function joinSources(...sources: readonly VisitSource[]): VisitSource {
  return {
    async visitsOn(facilityId, day) {
      const lists = await Promise.all(sources.map((each) => each.visitsOn(facilityId, day)))
      return lists.flat().sort((one, other) => (one.scheduledAt < other.scheduledAt ? -1 : 1))
    },
  }
}
