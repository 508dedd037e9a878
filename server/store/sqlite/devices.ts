import * as v from 'valibot'
import { PublicJwk, StaffMember } from '../../../api/wire'
import type { Device, DeviceStore, FacilityStore, ReplayStore } from '../store'
import { integer, integerOrNull, text, textOrNull, type SqlDatabase } from './database'

const Staff = v.array(StaffMember)

export function createFacilityStore(database: SqlDatabase): FacilityStore {
  return {
    put(facility) {
      return settle(() => {
        database.run(
          `INSERT INTO facilities (id, name, staff, official_web) VALUES (?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, staff = excluded.staff,
             official_web = excluded.official_web`,
          [
            facility.id,
            facility.name,
            JSON.stringify(facility.staff),
            facility.officialWeb ?? null,
          ],
        )
      })
    },
    get(id) {
      return settle(() => {
        const row = database.get('SELECT * FROM facilities WHERE id = ?', [id])
        if (!row) return undefined
        return {
          id: text(row.id),
          name: text(row.name),
          staff: v.parse(Staff, JSON.parse(text(row.staff))),
          officialWeb: textOrNull(row.official_web),
        }
      })
    },
  }
}

export function createDeviceStore(database: SqlDatabase): DeviceStore {
  return {
    addCode(code) {
      return settle(() => {
        database.run(
          'INSERT INTO activation_codes (hash, facility_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
          [code.hash, code.facilityId, code.createdAt, code.expiresAt],
        )
      })
    },
    findCode(hash, now) {
      return settle(() => {
        const row = database.get(
          `SELECT facility_id FROM activation_codes
           WHERE hash = ? AND used_at IS NULL AND expires_at > ?`,
          [hash, now],
        )
        return row && text(row.facility_id)
      })
    },
    findActivated(hash, now) {
      return settle(() => {
        const row = database.get(
          `SELECT devices.* FROM activation_codes
           JOIN devices ON devices.id = activation_codes.device_id
           WHERE hash = ? AND expires_at > ? AND revoked_at IS NULL`,
          [hash, now],
        )
        return row && toDevice(row)
      })
    },
    activate(hash, device, now) {
      return settle(() =>
        database.transaction(() => {
          const used = database.run(
            `UPDATE activation_codes SET used_at = ?
             WHERE hash = ? AND facility_id = ? AND used_at IS NULL AND expires_at > ?`,
            [now, hash, device.facilityId, now],
          )
          if (used === 0) return false
          database.run(
            `INSERT INTO devices (id, facility_id, name, signing_key, answer_key, activated_at,
               revoked_at, erase_ordered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
            [
              device.id,
              device.facilityId,
              device.name,
              JSON.stringify(device.signingKey),
              JSON.stringify(device.answerKey),
              device.activatedAt,
              device.revokedAt,
              device.eraseOrderedAt,
            ],
          )
          database.run('UPDATE activation_codes SET device_id = ? WHERE hash = ?', [
            device.id,
            hash,
          ])
          return true
        }),
      )
    },
    get(id) {
      return settle(() => {
        const row = database.get('SELECT * FROM devices WHERE id = ?', [id])
        return row && toDevice(row)
      })
    },
    list() {
      return settle(() =>
        database.all('SELECT * FROM devices ORDER BY activated_at, id').map(toDevice),
      )
    },
    revoke(id, now) {
      return settle(
        () =>
          database.run('UPDATE devices SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [
            now,
            id,
          ]) > 0,
      )
    },
    orderErase(id, now) {
      return settle(
        () => database.run('UPDATE devices SET erase_ordered_at = ? WHERE id = ?', [now, id]) > 0,
      )
    },
  }
}

export function createReplayStore(database: SqlDatabase): ReplayStore {
  return {
    remember(key, expiresAt, now) {
      return settle(() =>
        database.transaction(() => {
          database.run('DELETE FROM replays WHERE expires_at <= ?', [now])
          return (
            database.run(
              'INSERT INTO replays (key, expires_at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING',
              [key, expiresAt],
            ) > 0
          )
        }),
      )
    },
  }
}

/** Runs synchronous work so that a fault becomes a rejection, as it would with a remote database. */
export function settle<T>(work: () => T): Promise<T> {
  return Promise.resolve().then(work)
}

function toDevice(row: Record<string, unknown>): Device {
  return {
    id: text(row.id),
    facilityId: text(row.facility_id),
    name: text(row.name),
    signingKey: v.parse(PublicJwk, JSON.parse(text(row.signing_key))),
    answerKey: v.parse(PublicJwk, JSON.parse(text(row.answer_key))),
    activatedAt: integer(row.activated_at),
    revokedAt: integerOrNull(row.revoked_at),
    eraseOrderedAt: integerOrNull(row.erase_ordered_at),
  }
}
