import type { AnswerStore, StoredAnswer } from '../store'
import { integer, text, type Database, type Row } from '../sql'
import { insertConsent } from './consents'
import { addExports } from './exports'
import { noteAnswered, noteSeen } from './patients'
import { WAITING } from './work'

const TOPIC = 'tazune_answers'

export function createAnswerStore(database: Database): AnswerStore {
  return {
    put({ facilityId, checkId, deviceId, sealed, kept, consent, patient, exportTo = [], now }) {
      return database.transaction(async (sql) => {
        const ended = await sql.run(
          `UPDATE checks SET answered_at = ?, lease_until = 0, lease_token = NULL
           WHERE facility_id = ? AND id = ? AND device_id = ? AND ${WAITING}`,
          [now, facilityId, checkId, deviceId],
        )
        if (ended === 0) return false
        // Numbered by the device's own row: sequence and commit order cannot differ, on any database.
        const row = await sql.get(
          `UPDATE devices SET answer_seq = answer_seq + 1 WHERE facility_id = ? AND id = ?
           RETURNING answer_seq`,
          [facilityId, deviceId],
        )
        await sql.run(
          `INSERT INTO answers (facility_id, device_id, seq, check_id, enc, ciphertext, kept_enc,
             kept_ciphertext, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            facilityId,
            deviceId,
            integer(row?.answer_seq),
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

function toAnswer(row: Row): StoredAnswer {
  return {
    seq: integer(row.seq),
    checkId: text(row.check_id),
    sealed: { enc: text(row.enc), ciphertext: text(row.ciphertext) },
  }
}
