/** The facility's visits with each patient's tags in use: how a tag written on one tablet reaches the others. */
import type { VisitSource } from '../gateway-options'
import type { TagStore } from '../store/store'

export function withTags(source: VisitSource, tags: TagStore): VisitSource {
  return {
    async visitsOn(facilityId, day) {
      const [visits, known] = await Promise.all([
        source.visitsOn(facilityId, day),
        tags.inUse(facilityId),
      ])
      return visits.map((visit) => {
        const own = known.get(visit.patientId)
        return own ? { ...visit, tags: own } : visit
      })
    },
  }
}
