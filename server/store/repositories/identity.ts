import { isIdentityErrorCode } from '../../../domain/errors'
import type { IdentitySession, IdentityStore } from '../store'
import { integer, text, textOrNull, type Database, type Row, type Sql } from '../sql'

export function createIdentityStore(database: Database): IdentityStore {
  return {
    open(session, now) {
      return database.transaction(async (sql) => {
        await sql.run(
          `UPDATE identity_sessions SET nonce = NULL, verifier = NULL
           WHERE nonce IS NOT NULL AND expires_at <= ?`,
          [now],
        )
        const { facilityId, checkId, ticketHash, deviceId, expiresAt } = session
        const opened = await sql.run(
          `INSERT INTO identity_sessions (facility_id, check_id, ticket_hash, device_id, expires_at)
           VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (facility_id, check_id) DO UPDATE SET ticket_hash = excluded.ticket_hash,
             device_id = excluded.device_id, expires_at = excluded.expires_at,
             state_hash = NULL, nonce = NULL, verifier = NULL, outcome = NULL, ended_at = NULL
             WHERE identity_sessions.outcome IS NULL OR identity_sessions.outcome <> 'proven'`,
          [facilityId, checkId, ticketHash, deviceId, expiresAt],
        )
        return opened > 0
      })
    },
    async ofCheck(facilityId, checkId) {
      return toSession(
        await database.get(
          'SELECT * FROM identity_sessions WHERE facility_id = ? AND check_id = ?',
          [facilityId, checkId],
        ),
      )
    },
    async ofTicket(ticketHash) {
      return toSession(
        await database.get('SELECT * FROM identity_sessions WHERE ticket_hash = ?', [ticketHash]),
      )
    },
    async bind(ticketHash, { stateHash, nonce, verifier }) {
      // Answered and still being redeemed: the state stands, its binding is gone.
      const bound = await database.run(
        `UPDATE identity_sessions SET state_hash = ?, nonce = ?, verifier = ?
         WHERE ticket_hash = ? AND outcome IS NULL AND (state_hash IS NULL OR nonce IS NOT NULL)`,
        [stateHash, nonce, verifier, ticketHash],
      )
      return bound > 0
    },
    take(stateHash) {
      return database.transaction(async (sql) => {
        await sql.lock(`state ${stateHash}`)
        const row = await sql.get('SELECT * FROM identity_sessions WHERE state_hash = ?', [
          stateHash,
        ])
        const session = toSession(row)
        if (!row || !session) return undefined
        const nonce = textOrNull(row.nonce)
        const verifier = textOrNull(row.verifier)
        if (nonce === null || verifier === null) return { kind: 'used', session } as const
        await sql.run(
          'UPDATE identity_sessions SET nonce = NULL, verifier = NULL WHERE state_hash = ?',
          [stateHash],
        )
        return { kind: 'taken', session, binding: { nonce, verifier } } as const
      })
    },
    end(ticketHash, outcome, now) {
      return database.transaction(async (sql) => {
        const ended = await sql.get(
          `UPDATE identity_sessions
           SET outcome = ?, ended_at = ?, nonce = NULL, verifier = NULL
           WHERE ticket_hash = ? AND outcome IS NULL RETURNING facility_id, check_id`,
          [outcome, now, ticketHash],
        )
        if (!ended) return false
        if (outcome === 'proven') {
          await makeDue(sql, text(ended.facility_id), text(ended.check_id), now)
        }
        return true
      })
    },
  }
}

/** A worker that has just found no proof must not put the check off again: its lease is taken away. */
async function makeDue(sql: Sql, facilityId: string, checkId: string, now: number): Promise<void> {
  await sql.run(
    `UPDATE checks SET next_try_at = ?, attempts = 0, lease_until = 0, lease_token = NULL
     WHERE facility_id = ? AND id = ? AND answered_at IS NULL AND asked_at IS NULL`,
    [now, facilityId, checkId],
  )
}

function toSession(row: Row | undefined): IdentitySession | undefined {
  if (!row) return undefined
  const outcome = textOrNull(row.outcome)
  if (outcome !== null && outcome !== 'proven' && !isIdentityErrorCode(outcome)) {
    throw new TypeError('column is not an outcome')
  }
  return {
    facilityId: text(row.facility_id),
    checkId: text(row.check_id),
    ticketHash: text(row.ticket_hash),
    deviceId: text(row.device_id),
    expiresAt: integer(row.expires_at),
    outcome,
  }
}
