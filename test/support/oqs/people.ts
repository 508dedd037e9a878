/** The training people as a facility's roster knows them. */
import type { RosterEntry, RosterLookup } from '../../../server/authority/authority'
import { INSURERS } from '../../../server/authority/sandbox/insurers'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { birthdateOf } from '../../../server/authority/sandbox/person-facts'

/** Everybody with an insurance, by the facility's own number of them. */
export function rosterOn(day: string): Map<string, RosterEntry> {
  return new Map(
    SANDBOX_PEOPLE.flatMap((person) => {
      const [coverage] = person.record.coverages
      if (!coverage) return []
      const { symbol, number, branch } = coverage
      const numbers = { insurerNumber: INSURERS[coverage.insurer].number, symbol, number, branch }
      return [[`patient-${person.id}`, { numbers, birthdate: birthdateOf(person, day) }] as const]
    }),
  )
}

export function lookUpOn(day: string): RosterLookup {
  const roster = rosterOn(day)
  return (_facilityId, patientId) => Promise.resolve(roster.get(patientId) ?? null)
}
