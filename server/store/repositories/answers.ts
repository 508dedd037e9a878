import { isAuthorityErrorCode, type AuthorityErrorCode } from '../../../domain/errors'
import type { AnswerStore, StoredAnswer } from '../store'
import { integer, text, type Database, type Row, type Sql } from '../sql'
import { insertConsent } from './consents'
import { addExports } from './exports'
import { noteAnswered, noteSeen } from './patients'
import { WAITING } from './work'

const TOPIC = 'tazune_answers'

interface Ended {
  facilityId: string
  checkId: string
  deviceId: string
  now: number
}

/** Inside a transaction: the number of what the device is told next; null when the work had ended already. */
async function endWork(
  sql: Sql,
  { facilityId, checkId, deviceId, now }: Ended,
): Promise<number | null> {
  const ended = await sql.run(
    `UPDATE checks SET answered_at = ?, lease_until = 0, lease_token = NULL
     WHERE facility_id = ? AND id = ? AND device_id = ? AND ${WAITING}`,
    [now, facilityId, checkId, deviceId],
  )
  if (ended === 0) return null
  // Numbered by the device's own row: sequence and commit order cannot differ, on any database.
  const row = await sql.get(
    `UPDATE devices SET answer_seq = answer_seq + 1 WHERE facility_id = ? AND id = ?
     RETURNING answer_seq`,
    [facilityId, deviceId],
  )
  return integer(row?.answer_seq)
}

export function createAnswerStore(database: Database): AnswerStore {
  return {
    put({ facilityId, checkId, deviceId, sealed, kept, consent, patient, exportTo = [], now }) {
      return database.transaction(async (sql) => {
        const seq = await endWork(sql, { facilityId, checkId, deviceId, now })
        if (seq === null) return false
        await sql.run(
          `INSERT INTO answers (facility_id, device_id, seq, check_id, enc, ciphertext, kept_enc,
             kept_ciphertext, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            facilityId,
            deviceId,
            seq,
            checkId,
            sealed.enc,
            sealed.ciphertext,
            kept.enc,
            kept.ciphertext,
            now,
          ],
        )
        if (consent) await insertConsent(sql, consent, now)
        if (patient) {
          await noteSeen(sql, facilityId, patient, patient.capturedAt)
          await noteAnswered(sql, facilityId, patient.patientRef, checkId)
        }
        const exports = exportTo.map((destination) => ({ facilityId, checkId, destination }))
        await addExports(sql, exports, now)
        await sql.announce(TOPIC, deviceId)
        return true
      })
    },
    putUnanswered({ code, sealed: { enc, ciphertext }, ...ended }) {
      return database.transaction(async (sql) => {
        const { facilityId, deviceId, checkId, now } = ended
        const seq = await endWork(sql, ended)
        if (seq === null) return false
        await sql.run(
          `INSERT INTO unanswered (facility_id, device_id, seq, check_id, code, enc, ciphertext,
             stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [facilityId, deviceId, seq, checkId, code, enc, ciphertext, now],
        )
        await sql.announce(TOPIC, deviceId)
        return true
      })
    },
    async unansweredAfter(facilityId, deviceId, seq, limit) {
      const rows = await database.all(
        `SELECT seq, check_id, code, enc, ciphertext FROM unanswered
         WHERE facility_id = ? AND device_id = ? AND seq > ? AND ciphertext <> ''
         ORDER BY seq LIMIT ?`,
        [facilityId, deviceId, seq, limit],
      )
      return rows.map((row) => ({ ...toAnswer(row), code: toCode(text(row.code)) }))
    },
    async after(facilityId, deviceId, seq, limit) {
      const rows = await database.all(
        `SELECT seq, check_id, enc, ciphertext FROM answers
         WHERE facility_id = ? AND device_id = ? AND seq > ? AND ciphertext <> ''
         ORDER BY seq LIMIT ?`,
        [facilityId, deviceId, seq, limit],
      )
      return rows.map(toAnswer)
    },
    async getKept(facilityId, checkId) {
      const row = await database.get(
        'SELECT kept_enc, kept_ciphertext FROM answers WHERE facility_id = ? AND check_id = ?',
        [facilityId, checkId],
      )
      if (!row || row.kept_ciphertext === '') return undefined
      return { enc: text(row.kept_enc), ciphertext: text(row.kept_ciphertext) }
    },
    listen: (hear) => database.listen(TOPIC, hear),
  }
}

function toCode(value: string): AuthorityErrorCode {
  if (isAuthorityErrorCode(value)) return value
  throw new TypeError('column is not a code of the authority')
}

function toAnswer(row: Row): StoredAnswer {
  return {
    seq: integer(row.seq),
    checkId: text(row.check_id),
    sealed: { enc: text(row.enc), ciphertext: text(row.ciphertext) },
  }
}
