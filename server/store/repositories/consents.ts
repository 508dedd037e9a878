import { CONSENT_ITEMS, type Channel, type ConsentItem, type Setting } from '../../../domain/check'
import { SETTINGS } from '../../../domain/settings'
import type { ConsentStore, StoredConsent, StoredWithdrawal } from '../store'
import {
  integer,
  text,
  textOrNull,
  type Database,
  type Row,
  type Sql,
  type Transaction,
} from '../sql'

export function createConsentStore(database: Database): ConsentStore {
  return {
    async get(facilityId, checkId) {
      const row = await database.get(
        'SELECT * FROM consents WHERE facility_id = ? AND check_id = ?',
        [facilityId, checkId],
      )
      return row && toConsent(database, row)
    },
    withdrawnFrom: (facilityId, checkId) => withdrawnItems(database, facilityId, checkId),
    async ofPatients(facilityId, patientRefs) {
      const found: StoredConsent[] = []
      for (const patientRef of patientRefs) {
        const rows = await database.all(
          'SELECT * FROM consents WHERE facility_id = ? AND patient_ref = ? ORDER BY check_id',
          [facilityId, patientRef],
        )
        for (const row of rows) found.push(await toConsent(database, row))
      }
      return found
    },
    async withdrawals(facilityId) {
      const rows = await database.all(
        'SELECT * FROM consent_withdrawals WHERE facility_id = ? ORDER BY id',
        [facilityId],
      )
      return rows.map(toWithdrawal)
    },
  }
}

/** Inside a transaction: the register's row of a check, once. */
export async function insertConsent(
  sql: Sql,
  consent: Omit<StoredConsent, 'withdrawn'>,
  now: number,
): Promise<void> {
  await sql.run(
    `INSERT INTO consents (facility_id, check_id, patient_ref, setting, channel, items, decided_by,
       decided_at, wording, until, certificate_last_day, stored_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [
      consent.facilityId,
      consent.checkId,
      consent.patientRef,
      consent.setting,
      consent.channel,
      JSON.stringify(consent.items),
      consent.decidedBy,
      consent.decidedAt,
      consent.wording,
      consent.until,
      consent.certificateLastDay,
      now,
    ],
  )
}

/** Inside a transaction: the withdrawal, and from this moment no copy that holds what was withdrawn. */
export async function insertWithdrawal(
  sql: Transaction,
  withdrawal: StoredWithdrawal,
): Promise<void> {
  await lockConsent(sql, withdrawal.facilityId, withdrawal.checkId)
  await sql.run(
    `INSERT INTO consent_withdrawals (facility_id, id, check_id, items, decided_by, decided_at,
       received_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [
      withdrawal.facilityId,
      withdrawal.id,
      withdrawal.checkId,
      JSON.stringify(withdrawal.items),
      withdrawal.decidedBy,
      withdrawal.decidedAt,
      withdrawal.receivedAt,
    ],
  )
}

/** What rests on a consent and what ends it see each other, in whichever order they come. */
export function lockConsent(sql: Transaction, facilityId: string, checkId: string): Promise<void> {
  return sql.lock(`consent ${facilityId} ${checkId}`)
}

/** Only a withdrawal of the same facility counts: nobody else may end its consents. */
export async function withdrawnItems(
  sql: Sql,
  facilityId: string,
  checkId: string,
): Promise<ConsentItem[]> {
  const rows = await sql.all(
    'SELECT items FROM consent_withdrawals WHERE facility_id = ? AND check_id = ?',
    [facilityId, checkId],
  )
  const items = rows.flatMap((row) => toItems(row.items))
  return CONSENT_ITEMS.filter((item) => items.includes(item))
}

async function toConsent(sql: Sql, row: Row): Promise<StoredConsent> {
  const checkId = text(row.check_id)
  const facilityId = text(row.facility_id)
  return {
    checkId,
    facilityId,
    patientRef: textOrNull(row.patient_ref),
    setting: toSetting(text(row.setting)),
    channel: toChannel(text(row.channel)),
    items: toItems(row.items),
    withdrawn: await withdrawnItems(sql, facilityId, checkId),
    decidedBy: toWho(text(row.decided_by)),
    decidedAt: text(row.decided_at),
    wording: textOrNull(row.wording),
    until: textOrNull(row.until),
    certificateLastDay: textOrNull(row.certificate_last_day),
  }
}

function toWithdrawal(row: Row): StoredWithdrawal {
  return {
    id: text(row.id),
    checkId: text(row.check_id),
    facilityId: text(row.facility_id),
    items: toItems(row.items),
    decidedBy: toWho(text(row.decided_by)),
    decidedAt: text(row.decided_at),
    receivedAt: integer(row.received_at),
  }
}

/** A column that holds a list of items. */
export function toItems(column: unknown): ConsentItem[] {
  const named: unknown = JSON.parse(text(column))
  if (!Array.isArray(named)) throw new TypeError('column is not a list of items')
  return CONSENT_ITEMS.filter((item) => named.includes(item))
}

function toWho(value: string): StoredConsent['decidedBy'] {
  if (value === 'patient' || value === 'proxy') return value
  throw new TypeError('column is not who decided')
}

function toSetting(value: string): Setting {
  if (isSetting(value)) return value
  throw new TypeError('column is not a setting')
}

function isSetting(value: string): value is Setting {
  return Object.hasOwn(SETTINGS, value)
}

function toChannel(value: string): Channel {
  if (value === 'counter' || value === 'homeConsent' || value === 'eligibilityOnly') return value
  throw new TypeError('column is not a channel')
}
