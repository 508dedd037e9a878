import * as v from 'valibot'
import { randomBytes } from 'node:crypto'
import { StaffMember } from '../../../api/wire'
import { createSignIn } from '../../admin/codes'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { Facility, FacilityStore } from '../store'
import { text, textOrNull, type Database, type Row, type Transaction } from '../sql'
import { insertPerson, toPerson } from './person-rows'

const Staff = v.array(StaffMember)

export function createFacilityStore(database: Database, columns: ColumnSealer): FacilityStore {
  const placeOf = (facilityId: string) => ({ table: 'facilities', facilityId, row: '' })

  /** Those whom the file named become people who work there, once: later only people are changed (docs/adr/0031). */
  async function importStaff(sql: Transaction, facility: Facility): Promise<void> {
    const now = Date.now()
    const first = await sql.run(
      'UPDATE facilities SET staff_imported_at = ? WHERE id = ? AND staff_imported_at IS NULL',
      [now, facility.id],
    )
    if (first === 0) return
    let order = 0
    for (const { id, name } of facility.staff) {
      const signIn = createSignIn(randomBytes)
      const person = { facilityId: facility.id, id, name, role: 'staff', signIn } as const
      // The list is in the order of the file, which is the order of creation.
      await insertPerson(sql, columns, person, now + order++)
    }
  }

  async function staffOf(row: Row): Promise<StaffMember[]> {
    const facilityId = text(row.id)
    if (row.staff_imported_at === null) {
      return v.parse(Staff, JSON.parse(columns.open(placeOf(facilityId), text(row.staff))))
    }
    const people = await database.all(
      `SELECT * FROM people WHERE facility_id = ? AND ended_at IS NULL
         AND role IN ('administrator', 'staff') ORDER BY created_at, id`,
      [facilityId],
    )
    return people.map((person) => toPerson(columns, person)).map(({ id, name }) => ({ id, name }))
  }

  return {
    put(facility) {
      const { id, name, staff, officialWeb } = facility
      return database.transaction(async (sql) => {
        await sql.run(
          `INSERT INTO facilities (id, name, staff, official_web) VALUES (?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, staff = excluded.staff,
             official_web = excluded.official_web`,
          [id, name, columns.seal(placeOf(id), JSON.stringify(staff)), officialWeb ?? null],
        )
        await importStaff(sql, facility)
      })
    },
    async get(id) {
      const row = await database.get('SELECT * FROM facilities WHERE id = ?', [id])
      if (!row) return undefined
      return {
        id: text(row.id),
        name: text(row.name),
        staff: await staffOf(row),
        officialWeb: textOrNull(row.official_web),
      }
    },
  }
}
