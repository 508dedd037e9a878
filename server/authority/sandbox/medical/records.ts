import { addDays, addMonths, type Day } from '../../../../domain/days'
import type { MedicalRecords } from '../../../../domain/medical-information'
import { STORIES } from './stories'
import { NO_STORY } from './story'

/** What the authority has of a person on that day; each kind the latest first, and empty where there is nothing. */
export function medicalRecordsOf(personaId: string, today: Day): MedicalRecords {
  const { care, drugs, checkups, operations } = STORIES.get(personaId) ?? NO_STORY
  const ago = (daysAgo: number): Day => addDays(today, -daysAgo)
  return {
    diagnosis: latestFirst(
      care.map(({ daysAgo, acts, ...rest }) => ({ ...rest, acts: [...acts], day: ago(daysAgo) })),
    ),
    medication: latestFirst(
      drugs.map(({ daysAgo, drugs: given, ...rest }) => ({
        ...rest,
        drugs: [...given],
        day: ago(daysAgo),
      })),
    ),
    checkup: latestFirst(
      checkups.map(({ yearsAgo, ...rest }) => ({
        ...rest,
        // Some months off the year, so that the latest is not of today.
        day: addMonths(today, -12 * yearsAgo + 3),
      })),
    ),
    surgery: latestFirst(
      operations.map(({ daysAgo, ...rest }) => ({ ...rest, day: ago(daysAgo) })),
    ),
  }
}

function latestFirst<T extends { day: Day }>(entries: T[]): T[] {
  return entries.sort((one, other) => (one.day < other.day ? 1 : -1))
}
