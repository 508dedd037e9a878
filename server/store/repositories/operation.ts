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
