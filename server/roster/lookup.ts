/** The numbers by which the national system is asked about a patient (server/authority). */
import type { RosterLookup } from '../authority/authority'
import type { RosterPatient } from '../store/store'
import type { InsuredNumbers } from '../../domain/documents/document'
import { renewFromKept, type RosterWorld } from './renew'

/** By the numbers in force, as the last answer has them; where none are known to be, by those that were last: 無効 is an answer too. */
export function createRosterLookup(world: RosterWorld): RosterLookup {
  return async (facilityId, patientId) => {
    const found = await world.store.roster.of(facilityId).get(patientId)
    if (!found) return null
    const patient = await renewFromKept(facilityId, found, world)
    const numbers = numbersToAsk(patient)
    return numbers && { numbers, birthdate: patient.birthdate }
  }
}

export function numbersToAsk({ current, former }: RosterPatient): InsuredNumbers | null {
  const known = current ?? former[0]
  if (!known) return null
  const { insurerNumber, symbol, number, branch } = known
  return { insurerNumber, symbol, number, branch }
}
