import type { WithdrawalOutcome } from '../../../api/wire'
import { keepUnknownUntil } from '../../withdrawals/keep-unknown'
import type { WithdrawalStore } from '../store'
import { integer, type SqlDatabase } from './database'
import { settle } from './devices'
import { WAITING } from './work'

/** A patient's withdrawal of a consent goes the way of a check, but nobody takes it back (R34). */
const IS_CHECK = 'id NOT IN (SELECT id FROM consent_withdrawals)'

/** A 申立書 is withdrawn by destroying it (R55); what is left says that it was here, and answers the same bytes alike. */
const DESTROY = `UPDATE checks SET withdrawn_at = ?, enc = '', ciphertext = '', signature = ''
  WHERE verdict = 'accepted' AND asks_nobody = 1 AND withdrawn_at IS NULL`

export function createWithdrawalStore(database: SqlDatabase): WithdrawalStore {
  /** Something was, and the log has not been emptied since. */
  let destroyed = false

  function withdrawOne(deviceId: string, id: string, now: number): WithdrawalOutcome {
    // Without its lease the worker that has it can store no intent, so it asks nobody.
    database.run(
      `UPDATE checks SET withdrawn_at = ?, lease_until = 0, lease_token = NULL
       WHERE id = ? AND device_id = ? AND asked_at IS NULL AND ${WAITING} AND ${IS_CHECK}`,
      [now, id, deviceId],
    )
    destroyed = destroy(database, id, deviceId, now) || destroyed
    const row = database.get(
      `SELECT withdrawn_at FROM checks
       WHERE id = ? AND device_id = ? AND verdict = 'accepted' AND ${IS_CHECK}`,
      [id, deviceId],
    )
    if (!row) {
      remember(deviceId, id, now)
      return 'unknown'
    }
    return row.withdrawn_at === null ? 'asked' : 'withdrawn'
  }

  function remember(deviceId: string, id: string, now: number): void {
    if (database.get('SELECT 1 FROM checks WHERE id = ?', [id])) return
    database.run(
      `INSERT INTO unknown_withdrawals (check_id, device_id, withdrawn_at, expires_at)
       VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [id, deviceId, now, keepUnknownUntil(now)],
    )
  }

  return {
    withdraw(deviceId, ids, now) {
      return settle(() => {
        const outcomes = database.transaction(() => ids.map((id) => withdrawOne(deviceId, id, now)))
        if (destroyed) database.emptyLog()
        destroyed = false
        return outcomes
      })
    },
    destroyDeclarations(capturedBefore, now) {
      return settle(() => {
        const count = database.run(`${DESTROY} AND captured_at < ?`, [now, capturedBefore])
        if (count > 0) database.emptyLog()
        return count
      })
    },
    forgetExpired(now) {
      return settle(() =>
        database.run('DELETE FROM unknown_withdrawals WHERE expires_at <= ?', [now]),
      )
    },
  }
}

/** Inside a transaction: a check that has just come is out of the work if its device has withdrawn it already. */
export function applyUnknownWithdrawal(
  database: SqlDatabase,
  check: { id: string; deviceId: string; receivedAt: number },
): void {
  const known = database.get(
    `DELETE FROM unknown_withdrawals WHERE check_id = ? AND device_id = ? AND expires_at > ?
     RETURNING withdrawn_at`,
    [check.id, check.deviceId, check.receivedAt],
  )
  if (!known) return
  const withdrawnAt = integer(known.withdrawn_at)
  destroy(database, check.id, check.deviceId, withdrawnAt)
  database.run('UPDATE checks SET withdrawn_at = ? WHERE id = ?', [withdrawnAt, check.id])
}

function destroy(database: SqlDatabase, id: string, deviceId: string, now: number): boolean {
  return database.run(`${DESTROY} AND id = ? AND device_id = ?`, [now, id, deviceId]) > 0
}
