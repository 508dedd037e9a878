import * as v from 'valibot'
import type { KeyFingerprint, OperationStore } from '../operation-store'
import { integer, integerOrNull, text, type Database, type Row } from '../sql'
import { WAITING } from './work'

const Use = v.picklist(['columns', 'patients', 'token', 'seal'])

export function createOperationStore(database: Database): OperationStore {
  return {
    matchKeys(keys, now) {
      return database.transaction(async (sql) => {
        // Two gateways may begin on an empty database at once, each with keys of its own.
        await sql.lock('gateway keys')
        const noted = (await sql.all('SELECT * FROM gateway_keys ORDER BY use, id')).map(toKey)
        const missing = noted.filter((known) => !keys.some((key) => isSame(key, known)))
        if (missing.length > 0) return missing
        for (const { use, id, fingerprint } of keys) {
          await sql.run(
            `INSERT INTO gateway_keys (use, id, fingerprint, noted_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (use, id) DO NOTHING`,
            [use, id, fingerprint, now],
          )
        }
        return []
      })
    },
    schemaVersion: () => database.version(),
    async beginAnew(now) {
      // Seconds of the clock: a later restore begins above an earlier one, and a device gets no more than one a second.
      const sequence = Math.floor(now / 1_000)
      await database.transaction(async (sql) => {
        for (const column of ['answer_seq', 'medical_seq']) {
          await sql.run(`UPDATE devices SET ${column} = ? WHERE ${column} < ?`, [
            sequence,
            sequence,
          ])
        }
        await sql.run(
          `UPDATE checks SET asked_at = coalesce(asked_at, ?), lease_until = 0, lease_token = NULL
           WHERE ${WAITING}`,
          [now],
        )
        for (const table of ['activation_codes', 'invitations']) {
          await sql.run(`UPDATE ${table} SET expires_at = ? WHERE expires_at > ?`, [now, now])
        }
        await sql.run('DELETE FROM person_sessions')
      })
    },
    async queue() {
      const row = await database.get(
        `SELECT count(*) AS waiting, count(asked_at) AS asked, min(received_at) AS oldest
         FROM checks WHERE ${WAITING}`,
      )
      return {
        waiting: integer(row?.waiting),
        asked: integer(row?.asked),
        oldestReceivedAt: integerOrNull(row?.oldest ?? null),
      }
    },
  }
}

function toKey(row: Row): KeyFingerprint {
  return { use: v.parse(Use, row.use), id: text(row.id), fingerprint: text(row.fingerprint) }
}

function isSame(one: KeyFingerprint, other: KeyFingerprint): boolean {
  return one.use === other.use && one.id === other.id && one.fingerprint === other.fingerprint
}
