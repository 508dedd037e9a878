/** SQLite's version 12: every row gets its facility into its key, and what names a person is sealed. */
import type { ColumnSealer } from '../../keys/column-sealer'
import { text, type Row, type SqlValue } from '../sql'
import type { Migration, SqliteDatabase } from '../sqlite/database'
import { INDEXES_12, TABLES_12, tables12 } from './version-12'

export const SQLITE_TYPES = { integer: 'INTEGER', text: 'TEXT', sorted: 'TEXT' }

/** Rows that know their device only. */
const BY_DEVICE = [
  'challenges',
  'checks',
  'answers',
  'identity_sessions',
  'medical_copies',
  'unknown_withdrawals',
] as const

/** Rows that had their facility before. */
const AS_THEY_ARE = [
  'activation_codes',
  'face_passcodes',
  'consents',
  'consent_withdrawals',
  'patients',
] as const

export function toTenants(columns: ColumnSealer): Migration {
  return {
    version: 12,
    sql: TABLES_12.map((table) => `ALTER TABLE ${table} RENAME TO old_${table};`).join('\n'),
    then(database) {
      database.exec(tables12(SQLITE_TYPES))
      carryPersons(database, columns)
      for (const table of BY_DEVICE) {
        const names = columnsOf(database, table)
        database.exec(
          `INSERT INTO ${table} (facility_id, ${names.join(', ')})
           SELECT device.facility_id, ${names.map((name) => `old.${name}`).join(', ')}
           FROM old_${table} AS old JOIN old_devices AS device ON device.id = old.device_id`,
        )
      }
      for (const table of AS_THEY_ARE) {
        const names = columnsOf(database, table).join(', ')
        database.exec(`INSERT INTO ${table} (${names}) SELECT ${names} FROM old_${table}`)
      }
      // Each names its device in its key.
      database.exec(
        `INSERT INTO replays (facility_id, key, expires_at)
         SELECT device.facility_id, old.key, old.expires_at FROM old_replays AS old
         JOIN old_devices AS device ON old.key LIKE 'assertion:' || device.id || ':%'`,
      )
      for (const table of TABLES_12.toReversed()) database.exec(`DROP TABLE old_${table}`)
      database.exec(INDEXES_12)
    },
  }
}

function carryPersons(database: SqliteDatabase, columns: ColumnSealer): void {
  for (const row of database.all('SELECT * FROM old_facilities')) {
    const facilityId = text(row.id)
    const staff = columns.seal({ table: 'facilities', facilityId, row: '' }, text(row.staff))
    insert(database, 'facilities', { ...row, staff })
  }
  for (const row of database.all('SELECT * FROM old_devices')) {
    const place = { table: 'devices', facilityId: text(row.facility_id), row: text(row.id) }
    insert(database, 'devices', { ...row, name: columns.seal(place, text(row.name)) })
  }
  for (const { patient_id: id, ...row } of database.all('SELECT * FROM old_visit_tags')) {
    const place = { table: 'visit_tags', facilityId: text(row.facility_id), row: text(row.id) }
    insert(database, 'visit_tags', {
      ...row,
      patient: columns.seal(place, text(id)),
      patient_ref: columns.reference({ ...place, row: 'patient' }, text(id)),
    })
  }
}

function insert(database: SqliteDatabase, table: string, row: Row): void {
  const names = Object.keys(row)
  database.run(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    Object.values(row) as SqlValue[],
  )
}

function columnsOf(database: SqliteDatabase, table: string): string[] {
  return database.all(`PRAGMA table_info(old_${table})`).map(({ name }) => text(name))
}
