import { isErrorCode, type GatewayErrorCode } from '../../../domain/errors'
import type { CheckRecord, CheckStore, KeptEnvelope, StoredVerdict, WaitingCheck } from '../store'
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
import { noteSeen, type Seen } from './patients'
import { inParts, placesOf } from './places'
import { applyUnknownWithdrawals } from './withdrawals'
import { WAITING } from './work'

export function createCheckStore(database: Database): CheckStore {
  return {
    verdicts: (facilityId, ids) => findVerdicts(database, facilityId, ids),
    record(facilityId, records) {
      return database.transaction(async (sql) => {
        // One order for all, so that two batches never wait for each other.
        const devices = [...new Set(records.map(({ deviceId }) => deviceId))].toSorted()
        for (const deviceId of devices) await lockDevice(sql, facilityId, deviceId)
        const ids = records.map(({ id }) => id)
        const standing = await findVerdicts(sql, facilityId, ids)
        const fresh = records.filter(({ id }, at) => !standing.has(id) && ids.indexOf(id) === at)
        for (const record of await recordFresh(sql, facilityId, fresh)) {
          standing.set(record.id, verdictOf(record))
        }
        return ids.map((id) => standing.get(id) ?? missing())
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

type Accepted = Extract<CheckRecord, { verdict: 'accepted' }>

/** A statement for all of them wherever there can be one: each is a way to the database and back, under the device's lock. */
async function recordFresh(
  sql: Transaction,
  facilityId: string,
  fresh: readonly CheckRecord[],
): Promise<CheckRecord[]> {
  const late = await useChallenges(sql, facilityId, fresh.filter(isAccepted))
  const records = fresh.map((record): CheckRecord =>
    late.has(record.id) ? { ...record, verdict: 'rejected', code: 'TZ-G12' } : record,
  )
  await insertAll(sql, facilityId, records)
  const accepted = records.filter(isAccepted)
  const checks: Accepted[] = []
  for (const record of accepted) {
    if (!record.withdrawal) checks.push(record)
    else {
      await insertWithdrawal(sql, record.withdrawal)
      await closeWithdrawn(sql, facilityId, record.withdrawal.checkId)
    }
  }
  await applyUnknownWithdrawals(sql, facilityId, checks)
  // Last: another tablet's check of the same patient waits for these rows until the commit.
  await noteSeen(sql, facilityId, accepted.flatMap(seenIn))
  return records
}

function isAccepted(record: CheckRecord): record is Accepted {
  return record.verdict === 'accepted'
}

function seenIn({ patient, facts }: Accepted): Seen[] {
  return patient ? [{ ...patient, capturedAt: facts.capturedAt }] : []
}

/** The ids of those whose challenge was used meanwhile; of two that name the same, the second's. */
async function useChallenges(
  sql: Sql,
  facilityId: string,
  records: readonly Accepted[],
): Promise<Set<string>> {
  const claims = records.flatMap(({ id, deviceId, facts: { challengeId } }) =>
    challengeId === null ? [] : [{ id, challenge: [challengeId, deviceId] as const }],
  )
  if (claims.length === 0) return new Set()
  const first = new Map(
    claims.toReversed().map(({ id, challenge }) => [challenge.join(' '), [id, ...challenge]]),
  )
  // Their ids once more: PostgreSQL would join every open challenge of the facility while it knows no figures of the table.
  const used = await sql.all(
    `WITH claims (check_id, claimed_id, claimant_id) AS (VALUES ${placesOf(first.size, 3)})
     UPDATE challenges SET used_by = check_id FROM claims
     WHERE facility_id = ? AND id IN ${placesOf(1, claims.length)} AND id = claimed_id
       AND device_id = claimant_id AND used_by IS NULL
     RETURNING used_by`,
    [...[...first.values()].flat(), facilityId, ...claims.map(({ challenge: [id] }) => id)],
  )
  const inTime = new Set(used.map((row) => text(row.used_by)))
  return new Set(claims.map(({ id }) => id).filter((id) => !inTime.has(id)))
}

const COLUMNS = [
  'facility_id',
  'id',
  'device_id',
  'body_hash',
  'header',
  'enc',
  'ciphertext',
  'signature',
  'received_at',
  'verdict',
  'code',
  'challenge_id',
  'captured_at',
  'clock_doubtful',
  'certificate_last_day',
  'face_issuer',
  'asks_nobody',
]

async function insertAll(
  sql: Sql,
  facilityId: string,
  records: readonly CheckRecord[],
): Promise<void> {
  for (const some of inParts(records)) {
    await sql.run(
      `INSERT INTO checks (${COLUMNS.join(', ')}) VALUES ${placesOf(some.length, COLUMNS.length)}`,
      some.flatMap((record) => [facilityId, ...columnsOf(record)]),
    )
  }
}

function columnsOf(record: CheckRecord): SqlValue[] {
  const { id, deviceId, bodyHash, envelope, receivedAt, verdict } = record
  const { header, enc, ciphertext, signature } = envelope
  const came = [id, deviceId, bodyHash, header, enc, ciphertext, signature, receivedAt, verdict]
  if (!isAccepted(record)) return [...came, record.code, null, null, null, null, null, 0]
  const { challengeId, capturedAt, clockDoubtful, certificateLastDay, faceIssuer } = record.facts
  return [
    ...came,
    null,
    challengeId,
    capturedAt,
    clockDoubtful ? 1 : 0,
    certificateLastDay,
    faceIssuer,
    record.asksNobody ? 1 : 0,
  ]
}

function verdictOf(record: CheckRecord): StoredVerdict {
  const { bodyHash, verdict } = record
  return verdict === 'accepted' ? { bodyHash, verdict } : { bodyHash, verdict, code: record.code }
}

async function findVerdicts(
  sql: Sql,
  facilityId: string,
  ids: readonly string[],
): Promise<Map<string, StoredVerdict>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.all(
    `SELECT id, body_hash, verdict, code FROM checks
     WHERE facility_id = ? AND id IN ${placesOf(1, ids.length)}`,
    [facilityId, ...ids],
  )
  return new Map(rows.map((row) => [text(row.id), toVerdict(row)]))
}

function toVerdict(row: Row): StoredVerdict {
  const bodyHash = text(row.body_hash)
  if (text(row.verdict) === 'accepted') return { bodyHash, verdict: 'accepted' }
  return { bodyHash, verdict: 'rejected', code: gatewayCode(text(row.code)) }
}

function missing(): never {
  throw new TypeError('a check has no verdict after it was recorded')
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
