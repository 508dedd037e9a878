import * as v from 'valibot'
import { randomBytes } from 'node:crypto'
import { StaffMember } from '../../../api/wire'
import { createSignIn } from '../../admin/codes'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { Facility, FacilityStore } from '../store'
import { text, textOrNull, type Database, type Row, type Sql } from '../sql'
import { insertPeople, toPerson } from './person-rows'
import { inParts, placesOf } from './places'

const Staff = v.array(StaffMember)

export function createFacilityStore(database: Database, columns: ColumnSealer): FacilityStore {
  const placeOf = (facilityId: string) => ({ table: 'facilities', facilityId, row: '' })

  /** Whether it says what the row holds already. What cannot be opened is written anew, as what differs is. */
  function isKept(row: Row, { id, name, staff, officialWeb }: Facility): boolean {
    const isSame = text(row.name) === name && textOrNull(row.official_web) === (officialWeb ?? null)
    if (!isSame || row.staff_imported_at === null) return false
    try {
      return columns.open(placeOf(id), text(row.staff)) === JSON.stringify(staff)
    } catch {
      return false
    }
  }

  async function changedOf(sql: Sql, some: readonly Facility[]): Promise<Facility[]> {
    const rows = await sql.all(
      `SELECT * FROM facilities WHERE id IN ${placesOf(1, some.length)}`,
      some.map(({ id }) => id),
    )
    const kept = new Map(rows.map((row) => [text(row.id), row]))
    return some.filter((facility) => {
      const row = kept.get(facility.id)
      return !row || !isKept(row, facility)
    })
  }

  async function write(sql: Sql, changed: readonly Facility[]): Promise<void> {
    await sql.run(
      `INSERT INTO facilities (id, name, staff, official_web) VALUES ${placesOf(changed.length, 4)}
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, staff = excluded.staff,
         official_web = excluded.official_web`,
      changed.flatMap(({ id, name, staff, officialWeb }) => [
        id,
        name,
        columns.seal(placeOf(id), JSON.stringify(staff)),
        officialWeb ?? null,
      ]),
    )
  }

  /** Those whom the file named become people who work there, once: later only people are changed (docs/adr/0031). */
  async function importStaff(sql: Sql, changed: readonly Facility[]): Promise<void> {
    const now = Date.now()
    const rows = await sql.all(
      `UPDATE facilities SET staff_imported_at = ?
       WHERE id IN ${placesOf(1, changed.length)} AND staff_imported_at IS NULL RETURNING id`,
      [now, ...changed.map(({ id }) => id)],
    )
    const first = new Set(rows.map((row) => text(row.id)))
    const people = changed
      .filter(({ id }) => first.has(id))
      .flatMap(({ id: facilityId, staff }) =>
        staff.map(({ id, name }, order) => {
          const signIn = createSignIn(randomBytes)
          // The list is in the order of the file, which is the order of creation.
          return { facilityId, id, name, role: 'staff', signIn, createdAt: now + order } as const
        }),
      )
    for (const some of inParts(people)) await insertPeople(sql, columns, some)
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

  async function putAll(facilities: readonly Facility[]): Promise<void> {
    // Gateways that start together take the rows in one order, and none waits for another that waits for it.
    const inOrder = facilities.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    await database.transaction(async (sql) => {
      for (const some of inParts(inOrder)) {
        const changed = await changedOf(sql, some)
        if (changed.length === 0) continue
        await write(sql, changed)
        await importStaff(sql, changed)
      }
    })
  }

  return {
    put: (facility) => putAll([facility]),
    putAll,
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
