import * as v from 'valibot'
import { PublicJwk } from '../../../api/wire'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { AuditNote } from '../audit-store'
import type { Device, DeviceContact, DeviceStore } from '../store'
import { appendAudit } from './audit'
import {
  integer,
  integerOrNull,
  text,
  textOrNull,
  type Database,
  type Row,
  type Sql,
  type SqlValue,
  type Transaction,
} from '../sql'

export function createDeviceStore(database: Database, columns: ColumnSealer): DeviceStore {
  const placeOf = (facilityId: string, id: string) => ({ table: 'devices', facilityId, row: id })

  function toDevice(row: Row): Device {
    const id = text(row.id)
    const facilityId = text(row.facility_id)
    return {
      id,
      facilityId,
      name: columns.open(placeOf(facilityId, id), text(row.name)),
      signingKey: v.parse(PublicJwk, JSON.parse(text(row.signing_key))),
      answerKey: v.parse(PublicJwk, JSON.parse(text(row.answer_key))),
      activatedAt: integer(row.activated_at),
      revokedAt: integerOrNull(row.revoked_at),
      eraseOrderedAt: integerOrNull(row.erase_ordered_at),
    }
  }

  async function insert(sql: Sql, device: Device): Promise<void> {
    await sql.run(
      `INSERT INTO devices (facility_id, id, name, signing_key, answer_key, activated_at,
         revoked_at, erase_ordered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        device.facilityId,
        device.id,
        columns.seal(placeOf(device.facilityId, device.id), device.name),
        JSON.stringify(device.signingKey),
        JSON.stringify(device.answerKey),
        device.activatedAt,
        device.revokedAt,
        device.eraseOrderedAt,
      ],
    )
  }

  /** One change of one device, with its note. */
  function change(
    facilityId: string,
    update: string,
    values: readonly SqlValue[],
    note: AuditNote | undefined,
  ): Promise<boolean> {
    return database.transaction(async (sql) => {
      const changed = (await sql.run(update, values)) > 0
      if (changed && note) await appendAudit(sql, columns, facilityId, note)
      return changed
    })
  }

  return {
    async addCode({ facilityId, hash, createdAt, expiresAt }, note) {
      const insertCode = `INSERT INTO activation_codes (facility_id, hash, created_at, expires_at)
         VALUES (?, ?, ?, ?)`
      await change(facilityId, insertCode, [facilityId, hash, createdAt, expiresAt], note)
    },
    async findCode(hash, now) {
      const row = await database.get(
        `SELECT facility_id FROM activation_codes
         WHERE hash = ? AND used_at IS NULL AND expires_at > ?`,
        [hash, now],
      )
      return row && text(row.facility_id)
    },
    async findActivated(hash, now) {
      const row = await database.get(
        `SELECT devices.* FROM activation_codes
         JOIN devices ON devices.facility_id = activation_codes.facility_id
           AND devices.id = activation_codes.device_id
         WHERE hash = ? AND expires_at > ? AND revoked_at IS NULL`,
        [hash, now],
      )
      return row && toDevice(row)
    },
    activate(hash, device, now) {
      return database.transaction(async (sql) => {
        const code = [device.facilityId, hash]
        const used = await sql.run(
          `UPDATE activation_codes SET used_at = ?
           WHERE facility_id = ? AND hash = ? AND used_at IS NULL AND expires_at > ?`,
          [now, ...code, now],
        )
        if (used === 0) return false
        await insert(sql, device)
        await sql.run(
          'UPDATE activation_codes SET device_id = ? WHERE facility_id = ? AND hash = ?',
          [device.id, ...code],
        )
        await appendAudit(sql, columns, device.facilityId, {
          at: now,
          who: { kind: 'device', id: device.id },
          act: 'deviceActivated',
          about: { device: device.id },
        })
        return true
      })
    },
    async find(id) {
      const row = await database.get('SELECT * FROM devices WHERE id = ?', [id])
      return row && toDevice(row)
    },
    async get(facilityId, id) {
      const row = await database.get('SELECT * FROM devices WHERE facility_id = ? AND id = ?', [
        facilityId,
        id,
      ])
      return row && toDevice(row)
    },
    async list(facilityId) {
      const rows = await database.all(
        'SELECT * FROM devices WHERE facility_id = ? ORDER BY activated_at, id',
        [facilityId],
      )
      return rows.map(toDevice)
    },
    revoke(facilityId, id, now, note) {
      return change(
        facilityId,
        `UPDATE devices SET revoked_at = ?
         WHERE facility_id = ? AND id = ? AND revoked_at IS NULL`,
        [now, facilityId, id],
        note,
      )
    },
    orderErase(facilityId, id, now, note) {
      return change(
        facilityId,
        'UPDATE devices SET erase_ordered_at = ? WHERE facility_id = ? AND id = ?',
        [now, facilityId, id],
        note,
      )
    },
    rename(facilityId, id, name, note) {
      return change(
        facilityId,
        'UPDATE devices SET name = ? WHERE facility_id = ? AND id = ?',
        [columns.seal(placeOf(facilityId, id), name), facilityId, id],
        note,
      )
    },
    async noteContact(facilityId, id, { seenAt, unsent, appVersion }) {
      await database.run(
        `UPDATE devices SET seen_at = ?, unsent = coalesce(?, unsent),
           app_version = coalesce(?, app_version) WHERE facility_id = ? AND id = ?`,
        [seenAt, unsent ?? null, appVersion ?? null, facilityId, id],
      )
    },
    async contacts(facilityId) {
      const rows = await database.all(
        'SELECT id, seen_at, unsent, app_version FROM devices WHERE facility_id = ?',
        [facilityId],
      )
      return new Map(
        rows.map((row): [string, DeviceContact] => [
          text(row.id),
          {
            seenAt: integerOrNull(row.seen_at),
            unsent: integerOrNull(row.unsent),
            appVersion: textOrNull(row.app_version),
          },
        ]),
      )
    },
  }
}

/** What one device sends is recorded one after another: a withdrawal and the check that it overtook must see each other. */
export function lockDevice(sql: Transaction, facilityId: string, deviceId: string): Promise<void> {
  return sql.lock(`device ${facilityId} ${deviceId}`)
}
