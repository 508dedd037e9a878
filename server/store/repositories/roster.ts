import type { Day } from '../../../domain/days'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { RosterPatient, RosterRows, RosterStore, RosterVisit } from '../roster-store'
import { appendAudit } from './audit'
import { forgetTags } from './tags'
import { text, type Database, type Row, type Sql, type Transaction } from '../sql'

const PATIENTS = 'roster_patients'
const VISITS = 'roster_visits'

export function createRosterStore(database: Database, columns: ColumnSealer): RosterStore {
  const patientRef = (facilityId: string, patientId: string) =>
    columns.reference({ table: PATIENTS, facilityId, row: 'patient' }, patientId)
  const birthRef = (facilityId: string, birthdate: Day) =>
    columns.reference({ table: PATIENTS, facilityId, row: 'birthdate' }, birthdate)
  const visitPlace = (facilityId: string, day: Day, id: string) => ({
    table: VISITS,
    facilityId,
    row: `${day}\0${id}`,
  })

  function toPatient(row: Row): RosterPatient {
    const place = {
      table: PATIENTS,
      facilityId: text(row.facility_id),
      row: text(row.patient_ref),
    }
    return JSON.parse(columns.open(place, text(row.sealed))) as RosterPatient
  }

  function toVisit(row: Row): RosterVisit {
    const id = text(row.id)
    const place = visitPlace(text(row.facility_id), text(row.day), id)
    const opened = JSON.parse(columns.open(place, text(row.sealed))) as Omit<RosterVisit, 'id'>
    return { ...opened, id }
  }

  function rowsOf(sql: Sql, facilityId: string): RosterRows {
    return {
      async get(patientId) {
        const row = await sql.get(
          'SELECT * FROM roster_patients WHERE facility_id = ? AND patient_ref = ?',
          [facilityId, patientRef(facilityId, patientId)],
        )
        return row && toPatient(row)
      },
      async bornOn(birthdate) {
        const rows = await sql.all(
          `SELECT * FROM roster_patients WHERE facility_id = ? AND birth_ref = ?
           ORDER BY patient_ref`,
          [facilityId, birthRef(facilityId, birthdate)],
        )
        return rows.map(toPatient)
      },
      async visitsOn(day) {
        const rows = await sql.all(
          'SELECT * FROM roster_visits WHERE facility_id = ? AND day = ?',
          [facilityId, day],
        )
        return rows.map(toVisit).sort(inOrderOfTheRound)
      },
      async lastVisitBefore(patientId, day) {
        const row = await sql.get(
          `SELECT max(day) AS day FROM roster_visits
           WHERE facility_id = ? AND patient_ref = ? AND day < ?`,
          [facilityId, patientRef(facilityId, patientId), day],
        )
        return typeof row?.day === 'string' ? row.day : null
      },
    }
  }

  async function put(sql: Sql, facilityId: string, patient: RosterPatient, now: number) {
    const row = patientRef(facilityId, patient.patientId)
    const sealed = columns.seal({ table: PATIENTS, facilityId, row }, JSON.stringify(patient))
    await sql.run(
      `INSERT INTO roster_patients (facility_id, patient_ref, birth_ref, sealed, changed_at)
       VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (facility_id, patient_ref) DO UPDATE SET birth_ref = excluded.birth_ref,
         sealed = excluded.sealed, changed_at = excluded.changed_at`,
      [facilityId, row, birthRef(facilityId, patient.birthdate), sealed, now],
    )
  }

  async function putVisits(
    sql: Sql,
    facilityId: string,
    day: Day,
    visits: readonly RosterVisit[],
  ): Promise<void> {
    await sql.run('DELETE FROM roster_visits WHERE facility_id = ? AND day = ?', [facilityId, day])
    for (const { id, ...visit } of visits) {
      await sql.run(
        `INSERT INTO roster_visits (facility_id, day, id, patient_ref, sealed)
         VALUES (?, ?, ?, ?, ?)`,
        [
          ...[facilityId, day, id, patientRef(facilityId, visit.patientId)],
          columns.seal(visitPlace(facilityId, day, id), JSON.stringify(visit)),
        ],
      )
    }
  }

  return {
    of: (facilityId) => rowsOf(database, facilityId),
    change(facilityId, work) {
      return database.transaction(async (sql) => {
        // A match rests on rows that are not there yet.
        await lockRoster(sql, facilityId)
        return work({
          ...rowsOf(sql, facilityId),
          put: (patient, now) => put(sql, facilityId, patient, now),
          putVisits: (day, visits) => putVisits(sql, facilityId, day, visits),
          note: (note) => appendAudit(sql, columns, facilityId, note),
        })
      })
    },
    async page(facilityId, after, limit) {
      const rows = await database.all(
        `SELECT * FROM roster_patients WHERE facility_id = ? AND patient_ref > ?
         ORDER BY patient_ref LIMIT ?`,
        [facilityId, after ?? '', limit],
      )
      const last = rows.length < limit ? null : text(rows.at(-1)?.patient_ref)
      return { patients: rows.map(toPatient), next: last }
    },
    remove(facilityId, patientId, note) {
      return database.transaction(async (sql) => {
        // A change that has read the patient would put them back.
        await lockRoster(sql, facilityId)
        const changed = await sql.run(
          'DELETE FROM roster_patients WHERE facility_id = ? AND patient_ref = ?',
          [facilityId, patientRef(facilityId, patientId)],
        )
        if (changed === 0) return false
        await forgetTags(sql, columns, facilityId, patientId)
        if (note) await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },
    forgetVisits: (before) => database.run('DELETE FROM roster_visits WHERE day < ?', [before]),
  }
}

/** One change of a facility's roster at a time. */
function lockRoster(sql: Transaction, facilityId: string): Promise<void> {
  return sql.lock(`roster ${facilityId}`)
}

function inOrderOfTheRound(one: RosterVisit, other: RosterVisit): number {
  return (
    (one.order ?? Infinity) - (other.order ?? Infinity) ||
    compare(one.time, other.time) ||
    compare(one.id, other.id)
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
