/** Who is on the roster, by the beginning of kana or number: read and opened row by row, because the database cannot tell. */
import { normaliseKana } from '../../domain/names'
import { normaliseTyped } from '../../domain/typed'
import type { RosterPatient, RosterStore } from '../store/store'

export interface RosterQuery {
  kana: string
  number: string
  undecided: boolean
  /** How many to pass over. */
  from: number
  limit: number
}

/** Rows that are open in memory at once, besides those that are found. */
const PAGE = 500

/** In the order of the kana. An empty beginning fits everybody. */
export async function searchRoster(
  facilityId: string,
  { kana, number, undecided, from, limit }: RosterQuery,
  roster: RosterStore,
): Promise<{ patients: RosterPatient[]; found: number; more: boolean }> {
  const wantedKana = normaliseKana(kana)
  const wantedNumber = normaliseTyped(number)
  const found: { sortedBy: string; patient: RosterPatient }[] = []
  let after: string | null = null
  do {
    const page = await roster.page(facilityId, after, PAGE)
    for (const patient of page.patients) {
      const sortedBy = normaliseKana(patient.nameKana)
      const fits =
        sortedBy.startsWith(wantedKana) &&
        patient.patientId.startsWith(wantedNumber) &&
        (!undecided || patient.undecided !== null)
      if (fits) found.push({ sortedBy: `${sortedBy}\0${patient.patientId}`, patient })
    }
    after = page.next
  } while (after !== null)
  found.sort((one, other) => (one.sortedBy < other.sortedBy ? -1 : 1))
  return {
    patients: found.slice(from, from + limit).map(({ patient }) => patient),
    found: found.length,
    more: found.length > from + limit,
  }
}
