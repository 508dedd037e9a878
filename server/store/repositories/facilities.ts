import * as v from 'valibot'
import { StaffMember } from '../../../api/wire'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { Facility, FacilityStore } from '../store'
import { text, textOrNull, type Database, type Row } from '../sql'

const Staff = v.array(StaffMember)

export function createFacilityStore(database: Database, columns: ColumnSealer): FacilityStore {
  const placeOf = (facilityId: string) => ({ table: 'facilities', facilityId, row: '' })

  function toFacility(row: Row): Facility {
    const id = text(row.id)
    return {
      id,
      name: text(row.name),
      staff: v.parse(Staff, JSON.parse(columns.open(placeOf(id), text(row.staff)))),
      officialWeb: textOrNull(row.official_web),
    }
  }

  return {
    async put({ id, name, staff, officialWeb }) {
      await database.run(
        `INSERT INTO facilities (id, name, staff, official_web) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, staff = excluded.staff,
           official_web = excluded.official_web`,
        [id, name, columns.seal(placeOf(id), JSON.stringify(staff)), officialWeb ?? null],
      )
    },
    async get(id) {
      const row = await database.get('SELECT * FROM facilities WHERE id = ?', [id])
      return row && toFacility(row)
    },
  }
}
