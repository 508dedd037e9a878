import { isErrorCode, type GatewayErrorCode } from '../../../domain/errors'
import type {
  ChallengeStore,
  CheckFacts,
  CheckRecord,
  CheckStore,
  StoredChallenge,
  StoredVerdict,
  WaitingCheck,
} from '../store'
import { integer, text, textOrNull, type SqlDatabase, type SqlValue } from './database'
import { insertWithdrawal } from './consents'
import { settle } from './devices'
import { closeWithdrawn } from './medical'
import { noteSeen } from './patients'
import { applyUnknownWithdrawal } from './withdrawals'
import { WAITING } from './work'

export function createChallengeStore(database: SqlDatabase): ChallengeStore {
  return {
    add(challenges) {
      return settle(() => {
        database.transaction(() => {
          for (const each of challenges) {
            database.run(
              `INSERT INTO challenges (id, device_id, challenge, issued_at, expires_at, used_by)
               VALUES (?, ?, ?, ?, ?, ?)`,
              [each.id, each.deviceId, each.challenge, each.issuedAt, each.expiresAt, each.usedBy],
            )
          }
        })
      })
    },
    getMany(ids) {
      return settle(() => {
        const found = new Map<string, StoredChallenge>()
        for (const id of ids) {
          const row = database.get('SELECT * FROM challenges WHERE id = ?', [id])
          if (row) found.set(id, toChallenge(row))
        }
        return found
      })
    },
    countOpen(deviceId, now) {
      return settle(() => {
        const row = database.get(
          `SELECT count(*) AS n FROM challenges
           WHERE device_id = ? AND used_by IS NULL AND expires_at > ?`,
          [deviceId, now],
        )
        return integer(row?.n)
      })
    },
  }
}

export function createCheckStore(database: SqlDatabase): CheckStore {
  return {
    verdicts(ids) {
      return settle(() => {
        const found = new Map<string, StoredVerdict>()
        for (const id of ids) {
          const verdict = findVerdict(database, id)
          if (verdict) found.set(id, verdict)
        }
        return found
      })
    },
    record(records) {
      return settle(() =>
        database.transaction(() => records.map((record) => recordOne(database, record))),
      )
    },
    countWaiting() {
      return settle(() => {
        const row = database.get(`SELECT count(*) AS n FROM checks WHERE ${WAITING}`)
        return integer(row?.n)
      })
    },
    isAnswered(id, deviceId) {
      return settle(
        () =>
          database.get('SELECT 1 FROM answers WHERE check_id = ? AND device_id = ?', [
            id,
            deviceId,
          ]) !== undefined,
      )
    },
    findWaiting(id) {
      return settle(() => {
        const row = database.get(`SELECT * FROM checks WHERE id = ? AND ${WAITING}`, [id])
        return row && toWaiting(row)
      })
    },
  }
}

function recordOne(database: SqlDatabase, record: CheckRecord): StoredVerdict {
  const standing = findVerdict(database, record.id)
  if (standing) return standing
  if (record.verdict === 'accepted' && !useChallenge(database, record)) {
    return insert(database, { ...record, verdict: 'rejected', code: 'TZ-G12' })
  }
  const verdict = insert(database, record)
  if (record.verdict === 'rejected') return verdict
  if (record.patient) noteSeen(database, record.patient, record.facts.capturedAt)
  if (record.withdrawal) {
    const { checkId, facilityId } = record.withdrawal
    insertWithdrawal(database, record.withdrawal)
    closeWithdrawn(database, checkId, facilityId)
  } else {
    applyUnknownWithdrawal(database, record)
  }
  return verdict
}

function useChallenge(
  database: SqlDatabase,
  record: { id: string; deviceId: string; facts: CheckFacts },
): boolean {
  const { challengeId } = record.facts
  if (challengeId === null) return true
  return (
    database.run(
      `UPDATE challenges SET used_by = ? WHERE id = ? AND device_id = ? AND used_by IS NULL`,
      [record.id, challengeId, record.deviceId],
    ) > 0
  )
}

function insert(database: SqlDatabase, record: CheckRecord): StoredVerdict {
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
  database.run(
    `INSERT INTO checks (id, device_id, body_hash, header, enc, ciphertext, signature, received_at,
       verdict, code, challenge_id, captured_at, clock_doubtful, certificate_last_day,
       face_issuer, asks_nobody)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
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

function findVerdict(database: SqlDatabase, id: string): StoredVerdict | undefined {
  const row = database.get('SELECT body_hash, verdict, code FROM checks WHERE id = ?', [id])
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

function toWaiting(row: Record<string, unknown>): WaitingCheck {
  return {
    id: text(row.id),
    deviceId: text(row.device_id),
    envelope: {
      header: text(row.header),
      enc: text(row.enc),
      ciphertext: text(row.ciphertext),
      signature: text(row.signature),
    },
    capturedAt: integer(row.captured_at),
  }
}

function toChallenge(row: Record<string, unknown>): StoredChallenge {
  return {
    id: text(row.id),
    deviceId: text(row.device_id),
    challenge: text(row.challenge),
    issuedAt: integer(row.issued_at),
    expiresAt: integer(row.expires_at),
    usedBy: textOrNull(row.used_by),
  }
}
