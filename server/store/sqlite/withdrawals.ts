import type { WithdrawalOutcome } from '../../../api/wire'
import type { WithdrawalStore } from '../store'
import type { SqlDatabase } from './database'
import { settle } from './devices'
import { WAITING } from './work'

export function createWithdrawalStore(database: SqlDatabase): WithdrawalStore {
  function withdrawOne(deviceId: string, id: string, now: number): WithdrawalOutcome {
    // Without its lease the worker that has it can store no intent, so it asks nobody.
    database.run(
      `UPDATE checks SET withdrawn_at = ?, lease_until = 0, lease_token = NULL
       WHERE id = ? AND device_id = ? AND asked_at IS NULL AND ${WAITING}`,
      [now, id, deviceId],
    )
    const row = database.get(
      `SELECT withdrawn_at FROM checks WHERE id = ? AND device_id = ? AND verdict = 'accepted'`,
      [id, deviceId],
    )
    if (!row) return 'unknown'
    return row.withdrawn_at === null ? 'asked' : 'withdrawn'
  }

  return {
    withdraw(deviceId, ids, now) {
      return settle(() =>
        database.transaction(() => ids.map((id) => withdrawOne(deviceId, id, now))),
      )
    },
  }
}
