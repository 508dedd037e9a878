import * as v from 'valibot'
import type { ExportErrorCode } from '../../../domain/errors'
import { isExportErrorCode } from '../../../domain/errors/export'
import type { AnsweredCheck } from '../../export/load-record'
import type { LockNotes } from '../../export/orca/locks'
import type { Said } from '../../export/outcome'
import {
  exportId,
  type ExportLease,
  type ExportQueue,
  type ExportRow,
  type NewExport,
} from '../../export/queue/queue'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { AuditNote } from '../audit-store'
import type { ExportStore } from '../export-store'
import {
  integer,
  integerOrNull,
  text,
  textOrNull,
  type Database,
  type Row,
  type Sql,
  type SqlValue,
} from '../sql'
import { appendAudit } from './audit'
import { toEnvelope } from './checks'
import { butFor, releaseDeadLeases } from './leases'

const TABLE = 'exports'
const LOCKS = 'export_locks'
const State = v.picklist(['waiting', 'done', 'stopped'])
const SaidSchema = v.object({ code: v.string(), message: v.string() })

const OF_LEASE = `facility_id = ? AND id = ? AND lease_token = ? AND state = 'waiting'`

/** Adds rows inside the transaction that stores the answer: what was answered is sent, whatever happens in between. */
export async function addExports(
  sql: Sql,
  exports: readonly NewExport[],
  now: number,
): Promise<void> {
  for (const each of exports) {
    await sql.run(
      `INSERT INTO exports (facility_id, id, check_id, destination, state, queued_at, next_try_at)
       VALUES (?, ?, ?, ?, 'waiting', ?, ?) ON CONFLICT (facility_id, id) DO NOTHING`,
      [each.facilityId, exportId(each), each.checkId, each.destination, now, now],
    )
  }
}

/** What the other side said may quote a person: it is sealed for its row. */
export function createExportQueue(database: Database, columns: ColumnSealer): ExportQueue {
  function seal({ facilityId, id }: ExportLease, said: Said | null): string | null {
    if (said === null) return null
    return columns.seal({ table: TABLE, facilityId, row: id }, JSON.stringify(said))
  }

  function toRow(row: Row): ExportRow {
    const facilityId = text(row.facility_id)
    const id = text(row.id)
    const said = textOrNull(row.said)
    return {
      facilityId,
      id,
      checkId: text(row.check_id),
      destination: text(row.destination),
      state: v.parse(State, row.state),
      attempts: integer(row.attempts),
      queuedAt: integer(row.queued_at),
      nextTryAt: integer(row.next_try_at),
      endedAt: integerOrNull(row.ended_at),
      code: toCode(textOrNull(row.code)),
      said:
        said === null
          ? null
          : v.parse(
              SaidSchema,
              JSON.parse(columns.open({ table: TABLE, facilityId, row: id }, said)),
            ),
    }
  }

  /** What a person decides, with the line of the audit that says so. */
  function decide(
    facilityId: string,
    note: AuditNote | undefined,
    update: string,
    values: readonly SqlValue[],
  ): Promise<boolean> {
    return database.transaction(async (sql) => {
      if ((await sql.run(update, values)) === 0) return false
      if (note) await appendAudit(sql, columns, facilityId, note)
      return true
    })
  }

  return {
    add: (exports, now) => database.transaction((sql) => addExports(sql, exports, now)),
    async lease({ now, leaseMs, limit, token, except = [] }) {
      const others = butFor(TABLE, except)
      // Chosen first and once: a planner may run a subquery of the update more often than its limit says.
      const rows = await database.all(
        `WITH due AS MATERIALIZED (
           SELECT facility_id AS due_facility, id AS due_id FROM exports
           WHERE state = 'waiting' AND next_try_at <= ? AND lease_until <= ?${others.sql}
           ORDER BY next_try_at, id LIMIT ?${database.skipLocked})
         UPDATE exports SET lease_until = ?, lease_token = ?
         FROM due WHERE facility_id = due_facility AND id = due_id
         RETURNING *`,
        [now, now, ...others.values, limit, now + leaseMs, token],
      )
      // What an update returns stands in no order.
      return rows
        .map((row) => ({ ...toRow(row), leaseToken: token }))
        .sort((a, b) => a.nextTryAt - b.nextTryAt || (a.id < b.id ? -1 : 1))
    },
    async retryLater(lease, nextTryAt, { code, said }) {
      const changed = await database.run(
        `UPDATE exports SET next_try_at = ?, attempts = attempts + 1, code = ?, said = ?,
           lease_until = 0, lease_token = NULL WHERE ${OF_LEASE}`,
        [nextTryAt, code, seal(lease, said), lease.facilityId, lease.id, lease.leaseToken],
      )
      return changed > 0
    },
    async end(lease, state, now, { code, said }) {
      const changed = await database.run(
        `UPDATE exports SET state = ?, ended_at = ?, attempts = attempts + 1, code = ?, said = ?,
           lease_until = 0, lease_token = NULL WHERE ${OF_LEASE}`,
        [state, now, code, seal(lease, said), lease.facilityId, lease.id, lease.leaseToken],
      )
      return changed > 0
    },
    again: (facilityId, id, now, note) =>
      decide(
        facilityId,
        note,
        `UPDATE exports SET state = 'waiting', ended_at = NULL, attempts = 0, queued_at = ?,
           next_try_at = ? WHERE facility_id = ? AND id = ? AND state = 'stopped'`,
        [now, now, facilityId, id],
      ),
    settle: (facilityId, id, now, note) =>
      decide(
        facilityId,
        note,
        `UPDATE exports SET state = 'done', ended_at = ?
         WHERE facility_id = ? AND id = ? AND state = 'stopped'`,
        [now, facilityId, id],
      ),
    async list(facilityId, state, limit) {
      const rows = await database.all(
        `SELECT * FROM exports WHERE facility_id = ? AND state = ?
         ORDER BY queued_at DESC, id DESC LIMIT ?`,
        [facilityId, state, limit],
      )
      return rows.map(toRow)
    },
    async holdBack(facilityId, destination, until) {
      await database.run(
        `UPDATE exports SET next_try_at = ? WHERE facility_id = ? AND destination = ?
           AND state = 'waiting' AND lease_token IS NULL AND next_try_at < ?`,
        [until, facilityId, destination, until],
      )
    },
    async perDestination(facilityId) {
      const rows = await database.all(
        `SELECT destination, count(CASE WHEN state = 'waiting' THEN 1 END) AS waiting,
           count(CASE WHEN state = 'stopped' THEN 1 END) AS stopped,
           max(CASE WHEN state = 'done' THEN ended_at END) AS done_at,
           min(CASE WHEN state = 'waiting' THEN code END) AS code,
           min(CASE WHEN state = 'waiting' THEN next_try_at END) AS next_try_at
         FROM exports WHERE facility_id = ? GROUP BY destination ORDER BY destination`,
        [facilityId],
      )
      return rows.map((row) => ({
        destination: text(row.destination),
        waiting: integer(row.waiting),
        stopped: integer(row.stopped),
        doneAt: integerOrNull(row.done_at),
        code: toCode(textOrNull(row.code)),
        nextTryAt: integerOrNull(row.next_try_at),
      }))
    },
    async isFor(facilityId, checkId, destination) {
      const row = await database.get(
        'SELECT 1 AS one FROM exports WHERE facility_id = ? AND id = ?',
        [facilityId, exportId({ checkId, destination })],
      )
      return row !== undefined
    },
    async depth() {
      const waiting = await database.get(
        `SELECT count(*) AS count, min(queued_at) AS oldest FROM exports WHERE state = 'waiting'`,
      )
      const stopped = await database.get(
        `SELECT count(*) AS count FROM exports WHERE state = 'stopped'`,
      )
      return {
        waiting: integer(waiting?.count),
        stopped: integer(stopped?.count),
        oldestQueuedAt: integerOrNull(waiting?.oldest ?? null),
      }
    },
    async releaseAll() {
      await database.run(
        `UPDATE exports SET lease_until = 0, lease_token = NULL
         WHERE lease_token IS NOT NULL AND state = 'waiting'`,
      )
    },
    releaseDead: (name) => releaseDeadLeases(database, name, TABLE, "state = 'waiting'"),
    async nextDueAt(except = []) {
      const others = butFor(TABLE, except)
      const row = await database.get(
        `SELECT min(CASE WHEN next_try_at > lease_until THEN next_try_at ELSE lease_until END) AS due
         FROM exports WHERE state = 'waiting'${others.sql}`,
        others.values,
      )
      return integerOrNull(row?.due ?? null)
    },
  }
}

/** The number of a patient is sealed; the names of the lock are nobody's. */
export function createLockNoteStore(database: Database, columns: ColumnSealer): LockNotes {
  const place = (facilityId: string, row: string) => ({ table: LOCKS, facilityId, row })
  return {
    async put({ facilityId, karteUid, orcaUid, patientNumber, notedAt }) {
      const sealed = columns.seal(place(facilityId, karteUid), patientNumber)
      await database.run(
        `INSERT INTO export_locks (facility_id, karte_uid, orca_uid, patient_number, noted_at)
         VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (facility_id, karte_uid) DO UPDATE SET orca_uid = excluded.orca_uid`,
        [facilityId, karteUid, orcaUid, sealed, notedAt],
      )
    },
    async remove(facilityId, karteUid) {
      await database.run('DELETE FROM export_locks WHERE facility_id = ? AND karte_uid = ?', [
        facilityId,
        karteUid,
      ])
    },
    async leftUntil(notedAt) {
      const rows = await database.all(
        'SELECT DISTINCT facility_id FROM export_locks WHERE noted_at <= ? ORDER BY facility_id',
        [notedAt],
      )
      return rows.map((row) => text(row.facility_id))
    },
    async ofFacility(facilityId) {
      const rows = await database.all(
        'SELECT * FROM export_locks WHERE facility_id = ? ORDER BY noted_at, karte_uid',
        [facilityId],
      )
      return rows.map((row) => {
        const karteUid = text(row.karte_uid)
        return {
          facilityId,
          karteUid,
          orcaUid: textOrNull(row.orca_uid),
          patientNumber: columns.open(place(facilityId, karteUid), text(row.patient_number)),
          notedAt: integer(row.noted_at),
        }
      })
    },
  }
}

function toCode(code: string | null): ExportErrorCode | null {
  if (code === null || isExportErrorCode(code)) return code
  throw new TypeError('column is not a code of an export')
}

/** An answered check with its sealed answer, for the record of an export; none once either was erased. */
export function createAnsweredChecks(
  database: Database,
): (facilityId: string, checkId: string) => Promise<AnsweredCheck | undefined> {
  return async (facilityId, checkId) => {
    const row = await database.get(
      `SELECT checks.*, kept_enc, kept_ciphertext FROM checks
         JOIN answers ON answers.facility_id = checks.facility_id AND answers.check_id = checks.id
       WHERE checks.facility_id = ? AND checks.id = ?
         AND checks.ciphertext <> '' AND kept_ciphertext <> ''`,
      [facilityId, checkId],
    )
    return (
      row && {
        deviceId: text(row.device_id),
        envelope: toEnvelope(row),
        capturedAt: integer(row.captured_at),
        kept: { enc: text(row.kept_enc), ciphertext: text(row.kept_ciphertext) },
      }
    )
  }
}

export function createExportStore(database: Database, columns: ColumnSealer): ExportStore {
  return {
    ...createExportQueue(database, columns),
    answered: createAnsweredChecks(database),
    locks: createLockNoteStore(database, columns),
  }
}
