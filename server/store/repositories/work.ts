import type { CheckFacts, Lease, Work, WorkStore } from '../store'
import { integer, integerOrNull, text, textOrNull, type Database, type Row } from '../sql'
import { toEnvelope } from './checks'
import { butFor, holderOf, releaseDeadLeases } from './leases'

/** What a worker may take, and an answer may end. */
export const WAITING = `verdict = 'accepted' AND answered_at IS NULL AND withdrawn_at IS NULL
  AND asks_nobody = 0`

/** Takes one value, the time. */
const NOT_PAUSED = `NOT EXISTS (SELECT 1 FROM authority_pauses
  WHERE authority_pauses.facility_id = checks.facility_id AND paused_until > ?)`

const OF_LEASE = `facility_id = ? AND id = ? AND lease_token = ? AND ${WAITING}`

function leaseValues({ facilityId, id, leaseToken }: Lease): string[] {
  return [facilityId, id, leaseToken]
}

export function createWorkStore(database: Database): WorkStore {
  return {
    isShared: database.isShared,
    async lease({ now, leaseMs, limit, token, except = [] }) {
      const others = butFor('checks', except)
      // Chosen first and once: a planner may run a subquery of the update more often than its limit says.
      const rows = await database.all(
        `WITH due AS MATERIALIZED (
           SELECT facility_id AS due_facility, id AS due_id FROM checks
           WHERE ${WAITING} AND next_try_at <= ? AND lease_until <= ? AND ${NOT_PAUSED}${others.sql}
           ORDER BY next_try_at, id LIMIT ?${database.skipLocked})
         UPDATE checks SET lease_until = ?, lease_token = ?
         FROM due WHERE facility_id = due_facility AND id = due_id
         RETURNING *`,
        [now, now, now, ...others.values, limit, now + leaseMs, token],
      )
      return rows.map((row) => toWork(row, token))
    },
    async recordIntent(lease, now) {
      const changed = await database.run(
        `UPDATE checks SET asked_at = ? WHERE ${OF_LEASE} AND lease_until > ?`,
        [now, ...leaseValues(lease), now],
      )
      return changed > 0
    },
    async retryLater(lease, nextTryAt) {
      const changed = await database.run(
        `UPDATE checks SET next_try_at = ?, attempts = attempts + 1, lease_until = 0,
           lease_token = NULL WHERE ${OF_LEASE}`,
        [nextTryAt, ...leaseValues(lease)],
      )
      return changed > 0
    },
    async hasten(facilityId, id, now) {
      await database.transaction(async (sql) => {
        const reopened = await sql.run(
          `DELETE FROM unanswered WHERE facility_id = ? AND check_id = ? AND code = 'TZ-G65'`,
          [facilityId, id],
        )
        if (reopened > 0) {
          await sql.run(`UPDATE checks SET answered_at = NULL WHERE facility_id = ? AND id = ?`, [
            facilityId,
            id,
          ])
        }
        await sql.run(
          `UPDATE checks SET next_try_at = ?
           WHERE facility_id = ? AND id = ? AND lease_token IS NULL AND next_try_at > ? AND ${WAITING}`,
          [now, facilityId, id, now],
        )
      })
    },
    async end(lease, now) {
      const changed = await database.run(
        `UPDATE checks SET answered_at = ?, lease_until = 0, lease_token = NULL WHERE ${OF_LEASE}`,
        [now, ...leaseValues(lease)],
      )
      return changed > 0
    },
    async releaseAll() {
      await database.run(
        `UPDATE checks SET lease_until = 0, lease_token = NULL
         WHERE lease_token IS NOT NULL AND ${WAITING}`,
      )
    },
    announceSelf: (name) => database.hold(holderOf(name)),
    releaseDead: (name) => releaseDeadLeases(database, name, 'checks', WAITING),
    async nextDueAt(except = []) {
      const others = butFor('checks', except)
      const row = await database.get(
        `SELECT min(CASE
             WHEN next_try_at >= lease_until AND next_try_at >= until THEN next_try_at
             WHEN lease_until >= until THEN lease_until ELSE until END) AS due
         FROM (SELECT next_try_at, lease_until, coalesce(paused_until, 0) AS until
           FROM checks LEFT JOIN authority_pauses ON authority_pauses.facility_id = checks.facility_id
           WHERE ${WAITING}${others.sql}) AS waiting`,
        others.values,
      )
      return integerOrNull(row?.due ?? null)
    },
  }
}

function toWork(row: Row, leaseToken: string): Work {
  return {
    facilityId: text(row.facility_id),
    id: text(row.id),
    deviceId: text(row.device_id),
    envelope: toEnvelope(row),
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
