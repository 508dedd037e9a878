import type { ConsentItem } from '../../../domain/check'
import { itemsLeft } from '../../../domain/consent-withdrawal'
import { isErrorCode } from '../../../domain/errors'
import type { MedicalCloseCode, MedicalStore, StoredMedical } from '../store'
import { integer, text, textOrNull, type Database, type Row, type Sql } from '../sql'
import { lockConsent, toItems, withdrawnItems } from './consents'

export function createMedicalStore(database: Database): MedicalStore {
  return {
    put({ facilityId, deviceId, checkId, items, sealed, keepUntil }) {
      return database.transaction(async (sql) => {
        await lockConsent(sql, facilityId, checkId)
        // Withdrawn while it was being fetched: what arrives then is never kept.
        const withdrawn = await withdrawnItems(sql, facilityId, checkId)
        if (items.some((item) => withdrawn.includes(item))) return false
        const copy = { facilityId, deviceId, checkId, items, sealed, keepUntil, code: null }
        await write(sql, copy)
        return true
      })
    },
    async after(facilityId, deviceId, seq, limit) {
      const rows = await database.all(
        `SELECT * FROM medical_copies
         WHERE facility_id = ? AND device_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
        [facilityId, deviceId, seq, limit],
      )
      return rows.map(toMedical)
    },
    closeExpired(now) {
      return database.transaction(async (sql) => {
        const over = await sql.all(
          `SELECT * FROM medical_copies WHERE enc IS NOT NULL AND keep_until <= ?
           ORDER BY facility_id, device_id, check_id${database.skipLocked}`,
          [now],
        )
        const devices: string[] = []
        for (const row of over) devices.push(await close(sql, row, 'TZ-G44', []))
        return devices
      })
    },
  }
}

/** Inside the withdrawal's transaction: the ciphertext of every copy that holds what was withdrawn goes at once. */
export async function closeWithdrawn(sql: Sql, facilityId: string, checkId: string): Promise<void> {
  const withdrawn = await withdrawnItems(sql, facilityId, checkId)
  const copies = await sql.all(
    'SELECT * FROM medical_copies WHERE facility_id = ? AND check_id = ? ORDER BY device_id',
    [facilityId, checkId],
  )
  for (const row of copies) {
    const held = toItems(row.items)
    const left = itemsLeft(held, withdrawn)
    if (left.length < held.length) await close(sql, row, 'TZ-G43', left)
  }
}

async function close(
  sql: Sql,
  row: Row,
  code: MedicalCloseCode,
  items: ConsentItem[],
): Promise<string> {
  const deviceId = text(row.device_id)
  await write(sql, {
    facilityId: text(row.facility_id),
    deviceId,
    checkId: text(row.check_id),
    items,
    sealed: null,
    keepUntil: integer(row.keep_until),
    code,
  })
  return deviceId
}

/** Numbered by the device's own row, as answers are. A later entry of the same check takes the earlier one's place. */
async function write(
  sql: Sql,
  entry: Omit<StoredMedical, 'seq'> & { facilityId: string; deviceId: string },
): Promise<void> {
  const row = await sql.get(
    `UPDATE devices SET medical_seq = medical_seq + 1 WHERE facility_id = ? AND id = ?
     RETURNING medical_seq`,
    [entry.facilityId, entry.deviceId],
  )
  await sql.run(
    `INSERT INTO medical_copies (facility_id, device_id, check_id, seq, items, enc, ciphertext,
       keep_until, code)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (facility_id, device_id, check_id) DO UPDATE SET seq = excluded.seq,
       items = excluded.items, enc = excluded.enc, ciphertext = excluded.ciphertext,
       keep_until = excluded.keep_until, code = excluded.code`,
    [
      entry.facilityId,
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

function toMedical(row: Row): StoredMedical {
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
