import { isIdentityErrorCode } from '../../../domain/errors'
import type { IdentitySession, IdentityStore } from '../store'
import { integer, text, textOrNull, type SqlDatabase } from './database'
import { settle } from './devices'

export function createIdentityStore(database: SqlDatabase): IdentityStore {
  function find(column: 'check_id' | 'ticket_hash' | 'state_hash', value: string) {
    return database.get(`SELECT * FROM identity_sessions WHERE ${column} = ?`, [value])
  }

  return {
    open(session, now) {
      return settle(() =>
        database.transaction(() => {
          database.run(
            `UPDATE identity_sessions SET nonce = NULL, verifier = NULL
             WHERE nonce IS NOT NULL AND expires_at <= ?`,
            [now],
          )
          return (
            database.run(
              `INSERT INTO identity_sessions (check_id, ticket_hash, device_id, expires_at)
               VALUES (?, ?, ?, ?)
               ON CONFLICT (check_id) DO UPDATE SET ticket_hash = excluded.ticket_hash,
                 device_id = excluded.device_id, expires_at = excluded.expires_at,
                 state_hash = NULL, nonce = NULL, verifier = NULL, outcome = NULL, ended_at = NULL
                 WHERE outcome IS NOT 'proven'`,
              [session.checkId, session.ticketHash, session.deviceId, session.expiresAt],
            ) > 0
          )
        }),
      )
    },
    ofCheck(checkId) {
      return settle(() => toSession(find('check_id', checkId)))
    },
    ofTicket(ticketHash) {
      return settle(() => toSession(find('ticket_hash', ticketHash)))
    },
    bind(ticketHash, { stateHash, nonce, verifier }) {
      return settle(
        () =>
          // Answered and still being redeemed: the state stands, its binding is gone.
          database.run(
            `UPDATE identity_sessions SET state_hash = ?, nonce = ?, verifier = ?
             WHERE ticket_hash = ? AND outcome IS NULL
               AND (state_hash IS NULL OR nonce IS NOT NULL)`,
            [stateHash, nonce, verifier, ticketHash],
          ) > 0,
      )
    },
    take(stateHash) {
      return settle(() =>
        database.transaction(() => {
          const row = find('state_hash', stateHash)
          const session = toSession(row)
          if (!row || !session) return undefined
          const nonce = textOrNull(row.nonce)
          const verifier = textOrNull(row.verifier)
          if (nonce === null || verifier === null) return { kind: 'used', session } as const
          database.run(
            'UPDATE identity_sessions SET nonce = NULL, verifier = NULL WHERE state_hash = ?',
            [stateHash],
          )
          return { kind: 'taken', session, binding: { nonce, verifier } } as const
        }),
      )
    },
    end(ticketHash, outcome, now) {
      return settle(() =>
        database.transaction(() => {
          const ended = database.get(
            `UPDATE identity_sessions
             SET outcome = ?, ended_at = ?, nonce = NULL, verifier = NULL
             WHERE ticket_hash = ? AND outcome IS NULL RETURNING check_id`,
            [outcome, now, ticketHash],
          )
          if (!ended) return false
          if (outcome === 'proven') makeDue(database, text(ended.check_id), now)
          return true
        }),
      )
    },
  }
}

/** A worker that has just found no proof must not put the check off again: its lease is taken away. */
function makeDue(database: SqlDatabase, checkId: string, now: number): void {
  database.run(
    `UPDATE checks SET next_try_at = ?, attempts = 0, lease_until = 0, lease_token = NULL
     WHERE id = ? AND answered_at IS NULL AND asked_at IS NULL`,
    [now, checkId],
  )
}

function toSession(row: Record<string, unknown> | undefined): IdentitySession | undefined {
  if (!row) return undefined
  const outcome = textOrNull(row.outcome)
  if (outcome !== null && outcome !== 'proven' && !isIdentityErrorCode(outcome)) {
    throw new TypeError('column is not an outcome')
  }
  return {
    checkId: text(row.check_id),
    ticketHash: text(row.ticket_hash),
    deviceId: text(row.device_id),
    expiresAt: integer(row.expires_at),
    outcome,
  }
}
