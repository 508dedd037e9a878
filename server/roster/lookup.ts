/** The numbers by which the national system is asked about a patient (server/authority). */
import type { RosterLookup } from '../authority/authority'
import type { Day } from '../../domain/days'
import type { InsuredNumbers } from '../../domain/documents/document'
import type { KnownWelfare, RosterPatient } from '../store/store'
import { welfareNumbers } from '../visits/canonical-numbers'
import { renewFromKept, type RosterWorld } from './renew'

/**
 * By the numbers in force, as the last answer has them; where none are known to be, by those of 医療扶助 that did not end before the
 * last were lost, else by those: 無効 is an answer too.
 */
export function createRosterLookup(world: RosterWorld): RosterLookup {
  return async (facilityId, patientId) => {
    const found = await world.store.roster.of(facilityId).get(patientId)
    if (!found) return null
    const patient = await renewFromKept(facilityId, found, world)
    const numbers = numbersToAsk(patient)
    return numbers && { numbers, birthdate: patient.birthdate }
  }
}

export function numbersToAsk(
  patient: Pick<RosterPatient, 'current' | 'former' | 'welfare'>,
): InsuredNumbers | null {
  const { current, former, welfare } = patient
  const ofWelfare = current === null && welfare && firstRight(welfare, former[0]?.asOf)
  return ofWelfare || insuranceNumbers(patient)
}

/** Of the insurance in force, else of the last. */
export function insuranceNumbers({
  current,
  former,
}: Pick<RosterPatient, 'current' | 'former'>): InsuredNumbers | null {
  const known = current ?? former[0]
  if (!known) return null
  const { insurerNumber, symbol, number, branch } = known
  return { insurerNumber, symbol, number, branch }
}

function firstRight({ expenses }: KnownWelfare, lostOn: Day = ''): InsuredNumbers | undefined {
  return expenses
    .filter(({ until }) => until === null || until >= lostOn)
    .map(welfareNumbers)
    .find((numbers) => numbers !== null)
}
