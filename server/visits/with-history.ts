/** The facility's visits, each with what is known of its patient: a tablet then says beforehand what the visit needs. */
import type { Visit, VisitHistory } from '../../domain/visit'
import { openKeptAnswer } from '../answers/kept-answer'
import type { VisitSource } from '../gateway-options'
import type { GatewayKeys } from '../keys/gateway-keys'
import { patientRef } from '../keys/patient-ref'
import type { Store } from '../store/store'
import { composeHistory } from './compose-history'

export interface HistoryWorld {
  store: Pick<Store, 'patients' | 'answers' | 'consents'>
  keys: Pick<GatewayKeys, 'patients' | 'pairs'>
}

export function withHistory(source: VisitSource, world: HistoryWorld): VisitSource {
  return {
    async visitsOn(facilityId, day) {
      const visits = await source.visitsOn(facilityId, day)
      return Promise.all(
        visits.map(async (visit) => {
          const { patientId } = visit
          const history = await historyOf(world, facilityId, patientId, day, visit)
          return history ? { ...visit, history } : visit
        }),
      )
    },
  }
}

/** @param visit as the facility's own list has it, where the patient is on it */
export async function historyOf(
  { store, keys }: HistoryWorld,
  facilityId: string,
  patientId: string,
  day: string,
  visit: Visit | undefined,
): Promise<VisitHistory | undefined> {
  const ref = await patientRef(keys.patients, facilityId, patientId)
  const seen = (await store.patients.getMany(facilityId, [ref])).get(ref)
  if (!seen) return visit?.history
  const { answeredCheckId } = seen
  const [kept, consents] = await Promise.all([
    answeredCheckId === null ? undefined : store.answers.getKept(facilityId, answeredCheckId),
    store.consents.ofPatients(facilityId, [ref]),
  ])
  const answer =
    answeredCheckId !== null && kept ? await openKeptAnswer(answeredCheckId, kept, keys) : null
  // Asked with numbers, the authority may have spoken of somebody else.
  const isOthers = answer?.coverages.some(({ birthdate }) => birthdate !== visit?.birthdate)
  const own = isOthers ? null : answer
  return composeHistory(visit?.history, { seen, answer: own, consents }, day)
}
