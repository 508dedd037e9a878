/** The facility's visits, each with what the authority could not be asked of its patient: said before the visit, not after it. */
import type { Visit } from '../../domain/visit'
import type { VisitSource } from '../gateway-options'

/** null: all of it could be asked. @throws Error when it cannot be looked up now */
export type FindUnasked = (
  facilityId: string,
  patientId: string,
) => Promise<NonNullable<Visit['unasked']> | null>

export function withUnasked(source: VisitSource, findUnasked: FindUnasked): VisitSource {
  return {
    async visitsOn(facilityId, day) {
      const visits = await source.visitsOn(facilityId, day)
      return Promise.all(
        visits.map(async (visit) => {
          const unasked = await findUnasked(facilityId, visit.patientId)
          return unasked ? { ...visit, unasked } : visit
        }),
      )
    },
  }
}
