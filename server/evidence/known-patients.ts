/** What the facility and the gateway know of the patients of one batch, each asked for once. */
import { toMs, type Day } from '../../domain/days'
import type { Visit, VisitHistory } from '../../domain/visit'
import type { VisitSource } from '../gateway-options'
import { patientRef } from '../keys/patient-ref'
import { NOTHING_KNOWN } from '../visits/compose-history'
import { historyOf, type HistoryWorld } from '../visits/with-history'

export interface KnownPatients {
  /** The patient's visit on the facility's list of that day. @throws Error when the list cannot be had */
  findVisit(patientId: string, day: Day): Promise<Visit | undefined>
  /**
   * As of a capture: a check by card that was made later is none yet. @throws Error as {@link findVisit}
   * @param capturedAt ms
   */
  findHistory(patientId: string, day: Day, capturedAt: number): Promise<VisitHistory | undefined>
  /** A card was checked in this very batch: a tablet without a line sends the morning's card and the evening's 再照会 together. */
  noteCard(patientId: string, capturedAt: number): void
}

export function createKnownPatients(
  facilityId: string,
  world: HistoryWorld & { visits: VisitSource },
): KnownPatients {
  const lists = new Map<Day, Promise<Visit[]>>()
  const cards = new Map<string, number[]>()

  function listOf(day: Day): Promise<Visit[]> {
    const known = lists.get(day) ?? world.visits.visitsOn(facilityId, day)
    lists.set(day, known)
    return known
  }

  async function findVisit(patientId: string, day: Day): Promise<Visit | undefined> {
    return (await listOf(day)).find((visit) => visit.patientId === patientId)
  }

  return {
    findVisit,
    noteCard(patientId, capturedAt) {
      cards.set(patientId, [...(cards.get(patientId) ?? []), capturedAt])
    },
    async findHistory(patientId, day, capturedAt) {
      const visit = await findVisit(patientId, day)
      const told = visit?.history
      const history = await historyOf(world, facilityId, patientId, day, visit)
      const ref = await patientRef(world.keys.patients, facilityId, patientId)
      const seen = (await world.store.patients.getMany(facilityId, [ref])).get(ref)
      const here = cards.get(patientId) ?? []
      const checks = [
        told?.lastCardCheckAt ? toMs(told.lastCardCheckAt) : null,
        seen?.cardFirstCheckedAt,
        seen?.cardCheckedAt,
        ...here,
      ]
      const earlier = checks.filter((at) => typeof at === 'number').filter((at) => at <= capturedAt)
      if (!history && earlier.length === 0) return undefined
      return {
        ...(history ?? NOTHING_KNOWN),
        continuing: (history?.continuing ?? false) || here.length > 0,
        lastCardCheckAt: earlier.length === 0 ? null : new Date(Math.max(...earlier)).toISOString(),
      }
    },
  }
}
