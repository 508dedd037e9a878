import type { WithdrawalOutcome } from '../../../api/wire'
import { keepUnknownUntil } from '../../withdrawals/keep-unknown'
import type { WithdrawalStore } from '../store'
import { integer, text, type Database, type Sql } from '../sql'
import { lockDevice } from './devices'
import { placesOf } from './places'
import { WAITING } from './work'

/** A patient's withdrawal of a consent goes the way of a check, but nobody takes it back (R34). */
const IS_CHECK = `NOT EXISTS (SELECT 1 FROM consent_withdrawals AS mine
  WHERE mine.facility_id = checks.facility_id AND mine.id = checks.id)`

/** A 申立書 is withdrawn by destroying it (R55); what is left says that it was here, and answers the same bytes alike. */
const DESTROY = `UPDATE checks SET withdrawn_at = ?, enc = '', ciphertext = '', signature = ''
  WHERE verdict = 'accepted' AND asks_nobody = 1 AND withdrawn_at IS NULL`

export function createWithdrawalStore(database: Database): WithdrawalStore {
  return {
    async withdraw(facilityId, deviceId, ids, now) {
      const result = await database.transaction(async (sql) => {
        await lockDevice(sql, facilityId, deviceId)
        const outcomes: WithdrawalOutcome[] = []
        let destroyed = false
        for (const id of ids) {
          const check = { facilityId, deviceId, id }
          // Without its lease the worker that has it can store no intent, so it asks nobody.
          await sql.run(
            `UPDATE checks SET withdrawn_at = ?, lease_until = 0, lease_token = NULL
             WHERE ${OF_CHECK} AND asked_at IS NULL AND ${WAITING} AND ${IS_CHECK}`,
            [now, ...values(check)],
          )
          destroyed = (await destroy(sql, check, now)) || destroyed
          outcomes.push(await outcomeOf(sql, check, now))
        }
        return { outcomes, destroyed }
      })
      if (result.destroyed) await database.emptyLog()
      return result.outcomes
    },
    async destroyDeclarations(capturedBefore, now) {
      const count = await database.run(`${DESTROY} AND captured_at < ?`, [now, capturedBefore])
      if (count > 0) await database.emptyLog()
      return count
    },
    forgetExpired(now) {
      return database.run('DELETE FROM unknown_withdrawals WHERE expires_at <= ?', [now])
    },
  }
}

interface OwnCheck {
  facilityId: string
  deviceId: string
  id: string
}

const OF_CHECK = 'facility_id = ? AND id = ? AND device_id = ?'

function values({ facilityId, id, deviceId }: OwnCheck): string[] {
  return [facilityId, id, deviceId]
}

async function outcomeOf(sql: Sql, check: OwnCheck, now: number): Promise<WithdrawalOutcome> {
  const row = await sql.get(
    `SELECT withdrawn_at FROM checks
     WHERE ${OF_CHECK} AND verdict = 'accepted' AND ${IS_CHECK}`,
    values(check),
  )
  if (row) return row.withdrawn_at === null ? 'asked' : 'withdrawn'
  await remember(sql, check, now)
  return 'unknown'
}

async function remember(sql: Sql, check: OwnCheck, now: number): Promise<void> {
  const there = await sql.get('SELECT 1 AS one FROM checks WHERE facility_id = ? AND id = ?', [
    check.facilityId,
    check.id,
  ])
  if (there) return
  await sql.run(
    `INSERT INTO unknown_withdrawals (facility_id, check_id, device_id, withdrawn_at, expires_at)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [...values(check), now, keepUnknownUntil(now)],
  )
}

/** Inside a transaction: checks that have just come are out of the work if their device has withdrawn them already. */
export async function applyUnknownWithdrawals(
  sql: Sql,
  facilityId: string,
  checks: readonly ArrivedCheck[],
): Promise<void> {
  if (checks.length === 0) return
  const rows = await sql.all(
    `SELECT check_id FROM unknown_withdrawals
     WHERE facility_id = ? AND check_id IN ${placesOf(1, checks.length)}`,
    [facilityId, ...checks.map(({ id }) => id)],
  )
  const known = new Set(rows.map((row) => text(row.check_id)))
  for (const check of checks) {
    if (known.has(check.id)) await applyUnknownWithdrawal(sql, facilityId, check)
  }
}

interface ArrivedCheck {
  id: string
  deviceId: string
  /** ms */
  receivedAt: number
}

async function applyUnknownWithdrawal(
  sql: Sql,
  facilityId: string,
  { id, deviceId, receivedAt }: ArrivedCheck,
): Promise<void> {
  const check = { facilityId, deviceId, id }
  const known = await sql.get(
    `DELETE FROM unknown_withdrawals
     WHERE facility_id = ? AND check_id = ? AND device_id = ? AND expires_at > ?
     RETURNING withdrawn_at`,
    [...values(check), receivedAt],
  )
  if (!known) return
  const withdrawnAt = integer(known.withdrawn_at)
  await destroy(sql, check, withdrawnAt)
  await sql.run(`UPDATE checks SET withdrawn_at = ? WHERE ${OF_CHECK}`, [
    withdrawnAt,
    ...values(check),
  ])
}

async function destroy(sql: Sql, check: OwnCheck, now: number): Promise<boolean> {
  return (await sql.run(`${DESTROY} AND ${OF_CHECK}`, [now, ...values(check)])) > 0
}
