import type { AnswerStore, CheckFacts, StoredAnswer, Work, WorkStore } from '../store'
import { integer, integerOrNull, text, textOrNull, type SqlDatabase } from './database'
import { insertConsent } from './consents'
import { settle } from './devices'
import { noteAnswered, noteSeen } from './patients'

/** What a worker may take, and an answer may end. */
export const WAITING = `verdict = 'accepted' AND answered_at IS NULL AND withdrawn_at IS NULL
  AND asks_nobody = 0`

export function createWorkStore(database: SqlDatabase): WorkStore {
  return {
    lease({ now, leaseMs, limit, token }) {
      return settle(() =>
        database
          .all(
            `UPDATE checks SET lease_until = ?, lease_token = ?
             WHERE id IN (
               SELECT id FROM checks
               WHERE ${WAITING} AND next_try_at <= ? AND lease_until <= ?
               ORDER BY next_try_at, id LIMIT ?)
             RETURNING *`,
            [now + leaseMs, token, now, now, limit],
          )
          .map((row) => toWork(row, token)),
      )
    },
    recordIntent(id, leaseToken, now) {
      return settle(
        () =>
          database.run(
            `UPDATE checks SET asked_at = ?
             WHERE id = ? AND lease_token = ? AND lease_until > ? AND ${WAITING}`,
            [now, id, leaseToken, now],
          ) > 0,
      )
    },
    retryLater(id, leaseToken, nextTryAt) {
      return settle(
        () =>
          database.run(
            `UPDATE checks SET next_try_at = ?, attempts = attempts + 1, lease_until = 0,
               lease_token = NULL
             WHERE id = ? AND lease_token = ? AND ${WAITING}`,
            [nextTryAt, id, leaseToken],
          ) > 0,
      )
    },
    end(id, leaseToken, now) {
      return settle(
        () =>
          database.run(
            `UPDATE checks SET answered_at = ?, lease_until = 0, lease_token = NULL
             WHERE id = ? AND lease_token = ? AND ${WAITING}`,
            [now, id, leaseToken],
          ) > 0,
      )
    },
    releaseAll() {
      return settle(() => {
        database.run(
          `UPDATE checks SET lease_until = 0, lease_token = NULL
           WHERE lease_token IS NOT NULL AND ${WAITING}`,
        )
      })
    },
    nextDueAt() {
      return settle(() => {
        const row = database.get(
          `SELECT min(max(next_try_at, lease_until)) AS due FROM checks WHERE ${WAITING}`,
        )
        return integerOrNull(row?.due ?? null)
      })
    },
  }
}

export function createAnswerStore(database: SqlDatabase): AnswerStore {
  return {
    put({ checkId, deviceId, sealed, kept, consent, patient, now }) {
      return settle(() =>
        database.transaction(() => {
          const ended = database.run(
            `UPDATE checks SET answered_at = ?, lease_until = 0, lease_token = NULL
             WHERE id = ? AND device_id = ? AND ${WAITING}`,
            [now, checkId, deviceId],
          )
          if (ended === 0) return false
          // Numbered by the device's own row: sequence and commit order cannot differ, on any database.
          const row = database.get(
            'UPDATE devices SET answer_seq = answer_seq + 1 WHERE id = ? RETURNING answer_seq',
            [deviceId],
          )
          database.run(
            `INSERT INTO answers (device_id, seq, check_id, enc, ciphertext, kept_enc,
               kept_ciphertext, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
            [
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
          if (consent) insertConsent(database, consent, now)
          if (patient) {
            noteSeen(database, patient, patient.capturedAt)
            noteAnswered(database, patient, checkId)
          }
          return true
        }),
      )
    },
    after(deviceId, seq, limit) {
      return settle(() =>
        database
          .all(
            `SELECT seq, check_id, enc, ciphertext FROM answers
             WHERE device_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
            [deviceId, seq, limit],
          )
          .map(toAnswer),
      )
    },
    getKept(checkId) {
      return settle(() => {
        const row = database.get(
          'SELECT kept_enc, kept_ciphertext FROM answers WHERE check_id = ?',
          [checkId],
        )
        return row && { enc: text(row.kept_enc), ciphertext: text(row.kept_ciphertext) }
      })
    },
  }
}

function toWork(row: Record<string, unknown>, leaseToken: string): Work {
  return {
    id: text(row.id),
    deviceId: text(row.device_id),
    envelope: {
      header: text(row.header),
      enc: text(row.enc),
      ciphertext: text(row.ciphertext),
      signature: text(row.signature),
    },
    facts: {
      challengeId: textOrNull(row.challenge_id),
      capturedAt: integer(row.captured_at),
      clockDoubtful: integer(row.clock_doubtful) === 1,
      certificateLastDay: textOrNull(row.certificate_last_day),
      faceIssuer: toFaceIssuer(textOrNull(row.face_issuer)),
    },
    askedAt: integerOrNull(row.asked_at),
    attempts: integer(row.attempts),
    leaseToken,
  }
}

function toFaceIssuer(value: string | null): CheckFacts['faceIssuer'] {
  if (value === null || value === 'trusted' || value === 'unknown') return value
  throw new TypeError('column is not an issuer')
}

function toAnswer(row: Record<string, unknown>): StoredAnswer {
  return {
    seq: integer(row.seq),
    checkId: text(row.check_id),
    sealed: { enc: text(row.enc), ciphertext: text(row.ciphertext) },
  }
}
