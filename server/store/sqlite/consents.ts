import { CONSENT_ITEMS, type Channel, type ConsentItem, type Setting } from '../../../domain/check'
import { SETTINGS } from '../../../domain/settings'
import type { ConsentStore, StoredConsent, StoredWithdrawal } from '../store'
import { integer, text, textOrNull, type SqlDatabase } from './database'
import { settle } from './devices'

export function createConsentStore(database: SqlDatabase): ConsentStore {
  return {
    get: (checkId) => settle(() => findConsent(database, checkId)),
    withdrawnFrom: (checkId, facilityId) =>
      settle(() => withdrawnItems(database, checkId, facilityId)),
    ofPatients(facilityId, patientRefs) {
      return settle(() =>
        patientRefs.flatMap((patientRef) =>
          database
            .all(
              'SELECT * FROM consents WHERE facility_id = ? AND patient_ref = ? ORDER BY check_id',
              [facilityId, patientRef],
            )
            .map((row) => toConsent(database, row)),
        ),
      )
    },
    withdrawals(facilityId) {
      return settle(() =>
        database
          .all('SELECT * FROM consent_withdrawals WHERE facility_id = ? ORDER BY id', [facilityId])
          .map(toWithdrawal),
      )
    },
  }
}

/** Inside a transaction: the register's row of a check, once. */
export function insertConsent(
  database: SqlDatabase,
  consent: Omit<StoredConsent, 'withdrawn'>,
  now: number,
): void {
  database.run(
    `INSERT INTO consents (check_id, facility_id, patient_ref, setting, channel, items, decided_by,
       decided_at, wording, until, certificate_last_day, stored_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (check_id) DO NOTHING`,
    [
      consent.checkId,
      consent.facilityId,
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
export function insertWithdrawal(database: SqlDatabase, withdrawal: StoredWithdrawal): void {
  database.run(
    `INSERT INTO consent_withdrawals (id, check_id, facility_id, items, decided_by, decided_at,
       received_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [
      withdrawal.id,
      withdrawal.checkId,
      withdrawal.facilityId,
      JSON.stringify(withdrawal.items),
      withdrawal.decidedBy,
      withdrawal.decidedAt,
      withdrawal.receivedAt,
    ],
  )
}

export function findConsent(database: SqlDatabase, checkId: string): StoredConsent | undefined {
  const row = database.get('SELECT * FROM consents WHERE check_id = ?', [checkId])
  return row && toConsent(database, row)
}

/** Only a withdrawal of the same facility counts: nobody else may end its consents. */
export function withdrawnItems(
  database: SqlDatabase,
  checkId: string,
  facilityId: string,
): ConsentItem[] {
  const items = database
    .all('SELECT items FROM consent_withdrawals WHERE check_id = ? AND facility_id = ?', [
      checkId,
      facilityId,
    ])
    .flatMap((row) => toItems(row.items))
  return CONSENT_ITEMS.filter((item) => items.includes(item))
}

function toConsent(database: SqlDatabase, row: Record<string, unknown>): StoredConsent {
  const checkId = text(row.check_id)
  const facilityId = text(row.facility_id)
  return {
    checkId,
    facilityId,
    patientRef: textOrNull(row.patient_ref),
    setting: toSetting(text(row.setting)),
    channel: toChannel(text(row.channel)),
    items: toItems(row.items),
    withdrawn: withdrawnItems(database, checkId, facilityId),
    decidedBy: toWho(text(row.decided_by)),
    decidedAt: text(row.decided_at),
    wording: textOrNull(row.wording),
    until: textOrNull(row.until),
    certificateLastDay: textOrNull(row.certificate_last_day),
  }
}

function toWithdrawal(row: Record<string, unknown>): StoredWithdrawal {
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
