import type { ConsentItem } from '../../../domain/check'
import { itemsLeft } from '../../../domain/consent-withdrawal'
import { isErrorCode } from '../../../domain/errors'
import type { MedicalCloseCode, MedicalStore, StoredMedical } from '../store'
import { toItems, withdrawnItems } from './consents'
import { integer, text, textOrNull, type SqlDatabase } from './database'
import { settle } from './devices'

export function createMedicalStore(database: SqlDatabase): MedicalStore {
  return {
    put({ deviceId, checkId, facilityId, items, sealed, keepUntil }) {
      return settle(() =>
        database.transaction(() => {
          // Withdrawn while it was being fetched: what arrives then is never kept.
          const withdrawn = withdrawnItems(database, checkId, facilityId)
          if (items.some((item) => withdrawn.includes(item))) return false
          write(database, { deviceId, checkId, items, sealed, keepUntil, code: null })
          return true
        }),
      )
    },
    after(deviceId, seq, limit) {
      return settle(() =>
        database
          .all(
            'SELECT * FROM medical_copies WHERE device_id = ? AND seq > ? ORDER BY seq LIMIT ?',
            [deviceId, seq, limit],
          )
          .map(toMedical),
      )
    },
    closeExpired(now) {
      return settle(() =>
        database.transaction(() => {
          const over = database.all(
            'SELECT * FROM medical_copies WHERE enc IS NOT NULL AND keep_until <= ?',
            [now],
          )
          return over.map((row) => close(database, row, 'TZ-G44', []))
        }),
      )
    },
  }
}

/**
 * Inside the withdrawal's transaction: the ciphertext of every copy that holds what was withdrawn goes at once.
 * @returns the devices that have such a copy
 */
export function closeWithdrawn(
  database: SqlDatabase,
  checkId: string,
  facilityId: string,
): string[] {
  const withdrawn = withdrawnItems(database, checkId, facilityId)
  const copies = database.all(
    `SELECT medical_copies.* FROM medical_copies
     JOIN devices ON devices.id = medical_copies.device_id
     WHERE check_id = ? AND facility_id = ?`,
    [checkId, facilityId],
  )
  return copies.flatMap((row) => {
    const held = toItems(row.items)
    const left = itemsLeft(held, withdrawn)
    return left.length === held.length ? [] : [close(database, row, 'TZ-G43', left)]
  })
}

function close(
  database: SqlDatabase,
  row: Record<string, unknown>,
  code: MedicalCloseCode,
  items: ConsentItem[],
): string {
  const deviceId = text(row.device_id)
  const checkId = text(row.check_id)
  const keepUntil = integer(row.keep_until)
  write(database, { deviceId, checkId, items, sealed: null, keepUntil, code })
  return deviceId
}

/** Numbered by the device's own row, as answers are. A later entry of the same check takes the earlier one's place. */
function write(database: SqlDatabase, entry: Omit<StoredMedical, 'seq'> & { deviceId: string }) {
  const row = database.get(
    'UPDATE devices SET medical_seq = medical_seq + 1 WHERE id = ? RETURNING medical_seq',
    [entry.deviceId],
  )
  database.run(
    `INSERT INTO medical_copies (device_id, check_id, seq, items, enc, ciphertext, keep_until, code)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (device_id, check_id) DO UPDATE SET seq = excluded.seq, items = excluded.items,
       enc = excluded.enc, ciphertext = excluded.ciphertext, keep_until = excluded.keep_until,
       code = excluded.code`,
    [
      entry.deviceId,
      entry.checkId,
      integer(row?.medical_seq),
      JSON.stringify(entry.items),
      entry.sealed?.enc ?? null,
      entry.sealed?.ciphertext ?? null,
      entry.keepUntil,
      entry.code,
    ],
  )
}

function toMedical(row: Record<string, unknown>): StoredMedical {
  const enc = textOrNull(row.enc)
  const ciphertext = textOrNull(row.ciphertext)
  return {
    seq: integer(row.seq),
    checkId: text(row.check_id),
    items: toItems(row.items),
    sealed: enc === null || ciphertext === null ? null : { enc, ciphertext },
    keepUntil: integer(row.keep_until),
    code: toCode(textOrNull(row.code)),
  }
}

function toCode(code: string | null): MedicalCloseCode | null {
  if (code === null || (isErrorCode(code) && isCloseCode(code))) return code
  throw new TypeError('column is not a code')
}

function isCloseCode(code: string): code is MedicalCloseCode {
  return code === 'TZ-G43' || code === 'TZ-G44'
}
