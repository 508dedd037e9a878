import { isErrorCode, type GatewayErrorCode } from '../../../domain/errors'
import type {
  CheckFacts,
  CheckRecord,
  CheckStore,
  KeptEnvelope,
  StoredVerdict,
  WaitingCheck,
} from '../store'
import {
  integer,
  text,
  type Database,
  type Row,
  type SqlValue,
  type Sql,
  type Transaction,
} from '../sql'
import { insertWithdrawal } from './consents'
import { lockDevice } from './devices'
import { closeWithdrawn } from './medical'
import { noteSeen } from './patients'
import { applyUnknownWithdrawal } from './withdrawals'
import { WAITING } from './work'

export function createCheckStore(database: Database): CheckStore {
  return {
    async verdicts(facilityId, ids) {
      const found = new Map<string, StoredVerdict>()
      for (const id of ids) {
        const verdict = await findVerdict(database, facilityId, id)
        if (verdict) found.set(id, verdict)
      }
      return found
    },
    record(facilityId, records) {
      return database.transaction(async (sql) => {
        // One order for all, so that two batches never wait for each other.
        const devices = [...new Set(records.map(({ deviceId }) => deviceId))].toSorted()
        for (const deviceId of devices) await lockDevice(sql, facilityId, deviceId)
        const verdicts: StoredVerdict[] = []
        for (const record of records) verdicts.push(await recordOne(sql, facilityId, record))
        return verdicts
      })
    },
    async countWaiting() {
      const row = await database.get(`SELECT count(*) AS n FROM checks WHERE ${WAITING}`)
      return integer(row?.n)
    },
    async isAnswered(facilityId, id, deviceId) {
      const row = await database.get(
        'SELECT 1 AS one FROM answers WHERE facility_id = ? AND check_id = ? AND device_id = ?',
        [facilityId, id, deviceId],
      )
      return row !== undefined
    },
    async findWaiting(facilityId, id) {
      const row = await database.get(
        `SELECT * FROM checks WHERE facility_id = ? AND id = ? AND ${WAITING}`,
        [facilityId, id],
      )
      return row && toWaiting(row)
    },
  }
}

async function recordOne(
  sql: Transaction,
  facilityId: string,
  record: CheckRecord,
): Promise<StoredVerdict> {
  const standing = await findVerdict(sql, facilityId, record.id)
  if (standing) return standing
  if (record.verdict === 'accepted' && !(await useChallenge(sql, facilityId, record))) {
    return insert(sql, facilityId, { ...record, verdict: 'rejected', code: 'TZ-G12' })
  }
  const verdict = await insert(sql, facilityId, record)
  if (record.verdict === 'rejected') return verdict
  if (record.patient) await noteSeen(sql, facilityId, record.patient, record.facts.capturedAt)
  if (record.withdrawal) {
    await insertWithdrawal(sql, record.withdrawal)
    await closeWithdrawn(sql, facilityId, record.withdrawal.checkId)
  } else {
    await applyUnknownWithdrawal(sql, facilityId, record)
  }
  return verdict
}

async function useChallenge(
  sql: Sql,
  facilityId: string,
  record: { id: string; deviceId: string; facts: CheckFacts },
): Promise<boolean> {
  const { challengeId } = record.facts
  if (challengeId === null) return true
  const used = await sql.run(
    `UPDATE challenges SET used_by = ?
     WHERE facility_id = ? AND id = ? AND device_id = ? AND used_by IS NULL`,
    [record.id, facilityId, challengeId, record.deviceId],
  )
  return used > 0
}

async function insert(sql: Sql, facilityId: string, record: CheckRecord): Promise<StoredVerdict> {
  const judged: SqlValue[] =
    record.verdict === 'accepted'
      ? [
          null,
          record.facts.challengeId,
          record.facts.capturedAt,
          record.facts.clockDoubtful ? 1 : 0,
          record.facts.certificateLastDay,
          record.facts.faceIssuer,
          record.asksNobody ? 1 : 0,
        ]
      : [record.code, null, null, null, null, null, 0]
  await sql.run(
    `INSERT INTO checks (facility_id, id, device_id, body_hash, header, enc, ciphertext, signature,
       received_at, verdict, code, challenge_id, captured_at, clock_doubtful,
       certificate_last_day, face_issuer, asks_nobody)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      facilityId,
      record.id,
      record.deviceId,
      record.bodyHash,
      record.envelope.header,
      record.envelope.enc,
      record.envelope.ciphertext,
      record.envelope.signature,
      record.receivedAt,
      record.verdict,
      ...judged,
    ],
  )
  return record.verdict === 'accepted'
    ? { bodyHash: record.bodyHash, verdict: 'accepted' }
    : { bodyHash: record.bodyHash, verdict: 'rejected', code: record.code }
}

async function findVerdict(
  sql: Sql,
  facilityId: string,
  id: string,
): Promise<StoredVerdict | undefined> {
  const row = await sql.get(
    'SELECT body_hash, verdict, code FROM checks WHERE facility_id = ? AND id = ?',
    [facilityId, id],
  )
  if (!row) return undefined
  const bodyHash = text(row.body_hash)
  if (text(row.verdict) === 'accepted') return { bodyHash, verdict: 'accepted' }
  return { bodyHash, verdict: 'rejected', code: gatewayCode(text(row.code)) }
}

function gatewayCode(code: string): GatewayErrorCode {
  if (!isErrorCode(code) || !isGatewayCode(code)) throw new TypeError('column is not a code')
  return code
}

function isGatewayCode(code: string): code is GatewayErrorCode {
  return code.startsWith('TZ-G')
}

export function toEnvelope(row: Row): KeptEnvelope {
  return {
    header: text(row.header),
    enc: text(row.enc),
    ciphertext: text(row.ciphertext),
    signature: text(row.signature),
  }
}

function toWaiting(row: Row): WaitingCheck {
  return {
    facilityId: text(row.facility_id),
    id: text(row.id),
    deviceId: text(row.device_id),
    envelope: toEnvelope(row),
    capturedAt: integer(row.captured_at),
  }
}
