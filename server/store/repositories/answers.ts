import { isAuthorityErrorCode, type AuthorityErrorCode } from '../../../domain/errors'
import type { AnswerStore, StoredAnswer } from '../store'
import { integer, text, type Database, type Row, type Sql } from '../sql'
import { insertConsent } from './consents'
import { addExports } from './exports'
import { noteSeen } from './patients'
import { WAITING } from './work'

const TOPIC = 'tazune_answers'

interface Ended {
  facilityId: string
  checkId: string
  deviceId: string
  now: number
}

/** Inside a transaction: false when the work had ended already. */
async function endWork(sql: Sql, { facilityId, checkId, deviceId, now }: Ended): Promise<boolean> {
  const ended = await sql.run(
    `UPDATE checks SET answered_at = ?, lease_until = 0, lease_token = NULL
     WHERE facility_id = ? AND id = ? AND device_id = ? AND ${WAITING}`,
    [now, facilityId, checkId, deviceId],
  )
  return ended > 0
}

/**
 * Inside a transaction, at its end: the number of what the device is told next. By the device's own row, so that the order of
 * numbers and of commits cannot differ on any database; until the commit every other answer for the device waits for it.
 */
async function nextNumber(sql: Sql, { facilityId, deviceId }: Ended): Promise<number> {
  const row = await sql.get(
    `UPDATE devices SET answer_seq = answer_seq + 1 WHERE facility_id = ? AND id = ?
     RETURNING answer_seq`,
    [facilityId, deviceId],
  )
  return integer(row?.answer_seq)
}

export function createAnswerStore(database: Database): AnswerStore {
  return {
    put({ sealed, kept, consent, patient, exportTo = [], ...ended }) {
      return database.transaction(async (sql) => {
        const { facilityId, deviceId, checkId, now } = ended
        if (!(await endWork(sql, ended))) return false
        if (consent) await insertConsent(sql, consent, now)
        const exports = exportTo.map((destination) => ({ facilityId, checkId, destination }))
        await addExports(sql, exports, now)
        if (patient) await noteSeen(sql, facilityId, [{ ...patient, answeredCheckId: checkId }])
        const seq = await nextNumber(sql, ended)
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
        sql.announce(TOPIC, deviceId)
        return true
      })
    },
    putUnanswered({ code, sealed: { enc, ciphertext }, ...ended }) {
      return database.transaction(async (sql) => {
        const { facilityId, deviceId, checkId, now } = ended
        if (!(await endWork(sql, ended))) return false
        const seq = await nextNumber(sql, ended)
        await sql.run(
          `INSERT INTO unanswered (facility_id, device_id, seq, check_id, code, enc, ciphertext,
             stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [facilityId, deviceId, seq, checkId, code, enc, ciphertext, now],
        )
        sql.announce(TOPIC, deviceId)
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
