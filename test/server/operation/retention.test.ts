import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../../../server/cli/options'
import { createSweeper } from '../../../server/operation/retention/sweeper'
import {
  readRetention,
  SWEPT,
  TERMS,
  USUAL_DAYS,
  type SweptKey,
} from '../../../server/operation/retention/terms'
import type { LogLine } from '../../../server/http/log'
import { createAnswerStore } from '../../../server/store/repositories/answers'
import { createRetentionStore } from '../../../server/store/repositories/retention'
import { openPostgres } from '../../../server/store/postgres/connection'
import { POSTGRES_MIGRATIONS } from '../../../server/store/schema/postgres'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import type { Database, SqlValue } from '../../../server/store/sql'
import { openSqlite } from '../../../server/store/sqlite/connection'
import { COLUMNS } from '../../support/columns'
import { startPostgres, type PostgresServer } from '../../support/postgres/server'

const DAY_MS = 24 * 3_600_000
const NOW = Date.parse('2026-11-22T03:00:00.000Z')
let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

async function insert(database: Database, table: string, row: Record<string, SqlValue>) {
  const names = Object.keys(row)
  await database.run(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    Object.values(row),
  )
}

async function insertCheck(database: Database, id: string, row: Record<string, SqlValue>) {
  const sealed = { body_hash: 'b', header: 'h', enc: 'e', ciphertext: 'c', signature: 's' }
  await insert(database, 'checks', {
    ...{ facility_id: 'f', id, device_id: 'd', ...sealed, received_at: 0, verdict: 'accepted' },
    ...row,
  })
}

async function insertAnswer(database: Database, id: string, seq: number, storedAt: number) {
  await insertCheck(database, id, { answered_at: NOW })
  await insert(database, 'answers', {
    ...{ facility_id: 'f', device_id: 'd', seq, check_id: id, stored_at: storedAt },
    ...{ enc: 'e', ciphertext: 'c', kept_enc: 'e', kept_ciphertext: 'c' },
  })
}

/** One row, `id`, that ended at that time, as the gateway writes it; and what is left of it. */
type Case = [(database: Database, id: string, at: number, seq: number) => Promise<void>, string]

const CASES: Readonly<Record<SweptKey, Case>> = {
  answeredEnvelopes: [
    (database, id, at) => insertCheck(database, id, { answered_at: at }),
    "SELECT id FROM checks WHERE ciphertext <> ''",
  ],
  refusedEnvelopes: [
    (database, id, at) =>
      insertCheck(database, id, { verdict: 'rejected', code: 'TZ-G12', received_at: at }),
    "SELECT id FROM checks WHERE signature <> ''",
  ],
  deviceAnswers: [
    (database, id, at, seq) => insertAnswer(database, id, seq, at),
    "SELECT check_id AS id FROM answers WHERE enc <> '' AND kept_enc <> ''",
  ],
  keptAnswers: [
    (database, id, at, seq) => insertAnswer(database, id, seq, at),
    "SELECT check_id AS id FROM answers WHERE kept_enc <> '' AND kept_ciphertext <> ''",
  ],
  exchangeResults: [
    (database, id, at) =>
      insert(database, 'oqs_exchanges', {
        ...{ facility_id: 'f', request_id: id, kind: 'siquc01', step: 'single', attempt: 0 },
        ...{ file_name: id, work_file: 'w', institution_code: 'i', file_identifier: 'x' },
        ...{ opened_at: at, state: 'done', result: 'sealed' },
      }),
    'SELECT request_id AS id FROM oqs_exchanges WHERE result IS NOT NULL',
  ],
  challenges: [
    (database, id, at) =>
      insert(database, 'challenges', {
        ...{ facility_id: 'f', id, device_id: 'd', challenge: 'c', issued_at: 0, expires_at: at },
      }),
    'SELECT id FROM challenges',
  ],
  replays: [
    (database, id, at) =>
      insert(database, 'replays', { facility_id: 'f', key: id, expires_at: at }),
    'SELECT key AS id FROM replays',
  ],
  activationCodes: [
    (database, id, at) =>
      insert(database, 'activation_codes', {
        ...{ facility_id: 'f', hash: id, created_at: 0, expires_at: at },
      }),
    'SELECT hash AS id FROM activation_codes',
  ],
  identitySessions: [
    async (database, id, at) => {
      await insertCheck(database, id, { answered_at: 1 })
      await insert(database, 'identity_sessions', {
        ...{ facility_id: 'f', check_id: id, ticket_hash: id, device_id: 'd', expires_at: at },
      })
    },
    'SELECT check_id AS id FROM identity_sessions',
  ],
  medicalEntries: [
    (database, id, at, seq) =>
      insert(database, 'medical_copies', {
        ...{ facility_id: 'f', device_id: 'd', check_id: id, seq, items: '[]', keep_until: at },
      }),
    'SELECT check_id AS id FROM medical_copies',
  ],
  unknownWithdrawals: [
    (database, id, at) =>
      insert(database, 'unknown_withdrawals', {
        ...{ facility_id: 'f', check_id: id, device_id: 'd', withdrawn_at: 0, expires_at: at },
      }),
    'SELECT check_id AS id FROM unknown_withdrawals',
  ],
  rosterVisits: [
    (database, id, at) =>
      insert(database, 'roster_visits', {
        // The day in Japan, of which `at` is some hour.
        ...{ facility_id: 'f', day: dayInTokyo(at), id, patient_ref: 'p', sealed: 's' },
      }),
    'SELECT id FROM roster_visits',
  ],
  rosterMornings: [
    async (database, id, at) => {
      await insert(database, 'facilities', { id, name: '施設', staff: 's' })
      await insert(database, 'roster_mornings', {
        ...{ facility_id: id, day: dayInTokyo(at), begun_at: 0, changed_at: 0, lease_until: 0 },
      })
    },
    'SELECT facility_id AS id FROM roster_mornings',
  ],
  personSessions: [
    (database, id, at) =>
      insert(database, 'person_sessions', {
        ...{ facility_id: 'f', hash: id, person_id: 'p', created_at: at, seen_at: at },
      }),
    'SELECT hash AS id FROM person_sessions',
  ],
  invitations: [
    (database, id, at) =>
      insert(database, 'invitations', {
        ...{ facility_id: 'f', hash: id, person_id: 'p', expires_at: at },
      }),
    'SELECT hash AS id FROM invitations',
  ],
  exports: [
    async (database, id, at) => {
      await insertCheck(database, id, { answered_at: NOW })
      await insert(database, 'exports', {
        ...{ facility_id: 'f', id, check_id: id, destination: 'd', state: 'stopped' },
        ...{ queued_at: 0, next_try_at: 0, ended_at: at },
      })
    },
    'SELECT id FROM exports',
  ],
}

function dayInTokyo(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(0, 10)
}

async function withBase(database: Database): Promise<Database> {
  await insert(database, 'facilities', { id: 'f', name: '施設', staff: 's' })
  await insert(database, 'devices', {
    ...{ facility_id: 'f', id: 'd', name: 'n', signing_key: '{}', answer_key: '{}' },
    activated_at: 0,
  })
  await insert(database, 'people', {
    ...{ facility_id: 'f', id: 'p', name: 'n', role: 'staff', sign_in: 's', created_at: 0 },
  })
  await insert(database, 'roster_patients', {
    ...{ facility_id: 'f', patient_ref: 'p', birth_ref: 'b', sealed: 's', changed_at: 0 },
  })
  return database
}

const DATABASES: [string, () => Promise<Database>][] = [
  ['SQLite', () => withBase(openSqlite(':memory:', sqliteMigrations(COLUMNS)))],
  [
    'PostgreSQL',
    async () => withBase(await openPostgres(await server.newDatabase(), POSTGRES_MIGRATIONS)),
  ],
]

describe.each(DATABASES)('the sweep on %s', (_, open) => {
  it('erases each thing after its days, and not a moment before', async () => {
    const database = await open()
    const lines: LogLine[] = []
    const sweeper = createSweeper({
      retention: createRetentionStore(database),
      days: USUAL_DAYS,
      now: () => NOW,
      timers: { setTimeout, clearTimeout },
      log: (line) => lines.push(line),
    })
    const left: Record<string, unknown> = {}
    const erased: Record<string, number> = {}
    for (const [at, key] of SWEPT.entries()) {
      const [put, select] = CASES[key]
      const ends = NOW - USUAL_DAYS[key] * DAY_MS
      // A day of Japan is over as a whole: there the moment before is the day before.
      const step = ['rosterVisits', 'rosterMornings'].includes(key) ? DAY_MS : 1
      await put(database, `${key} kept`, ends, at * 2 + 1)
      await put(database, `${key} over`, ends - step, at * 2 + 2)
      const found = await sweeper.sweep()
      erased[key] = found[key]
      const rows = await database.all(select)
      left[key] = rows.map(({ id }) => id).filter((id) => String(id).startsWith(`${key} `))
    }
    expect(left).toEqual(Object.fromEntries(SWEPT.map((key) => [key, [`${key} kept`]])))
    expect(erased).toEqual(Object.fromEntries(SWEPT.map((key) => [key, 1])))
    expect(lines).toEqual([])
    await database.close()
  })

  it('leaves what waits, a 申立書, and that a check came and was answered', async () => {
    const database = await open()
    const retention = createRetentionStore(database)
    await insertCheck(database, 'waiting', {})
    await insertCheck(database, 'declared', { asks_nobody: 1 })
    await insertCheck(database, 'withdrawn', { withdrawn_at: 5 })
    await insertCheck(database, 'answered', { answered_at: 5 })
    await insert(database, 'identity_sessions', {
      ...{ facility_id: 'f', check_id: 'waiting', ticket_hash: 't', device_id: 'd', expires_at: 5 },
    })
    // Come so late that its days were over before anybody read it.
    await CASES.exchangeResults[0](database, 'waiting', 5, 1)
    await CASES.exchangeResults[0](database, 'answered', 5, 1)
    for (const key of SWEPT) await retention.erase(key, NOW)
    const rows = await database.all(
      'SELECT id, ciphertext, body_hash, answered_at FROM checks ORDER BY id',
    )
    expect(rows).toMatchObject([
      { id: 'answered', ciphertext: '', body_hash: 'b', answered_at: 5 },
      { id: 'declared', ciphertext: 'c' },
      { id: 'waiting', ciphertext: 'c' },
      { id: 'withdrawn', ciphertext: '', body_hash: 'b' },
    ])
    expect(await database.all('SELECT check_id FROM identity_sessions')).toHaveLength(1)
    expect(await database.all(CASES.exchangeResults[1])).toEqual([{ id: 'waiting' }])
    await database.close()
  })

  it('gives no tablet an answer whose seal is gone, and no history a copy that is', async () => {
    const database = await open()
    const answers = createAnswerStore(database)
    await insertAnswer(database, 'old', 1, 5)
    await insertAnswer(database, 'new', 2, NOW)
    const retention = createRetentionStore(database)
    await retention.erase('deviceAnswers', NOW)
    expect((await answers.after('f', 'd', 0, 9)).map(({ seq }) => seq)).toEqual([2])
    expect(await answers.getKept('f', 'old')).toEqual({ enc: 'e', ciphertext: 'c' })
    await retention.erase('keptAnswers', NOW)
    expect(await answers.getKept('f', 'old')).toBeUndefined()
    await database.close()
  })

  it('goes through any number of rows, a few at a time', async () => {
    const database = await open()
    await database.transaction(async (sql) => {
      for (let at = 0; at < 1_001; at++) {
        await sql.run('INSERT INTO replays (facility_id, key, expires_at) VALUES (?, ?, ?)', [
          ...['f', String(at)],
          5,
        ])
      }
    })
    expect(await createRetentionStore(database).erase('replays', NOW)).toBe(1_001)
    await database.close()
  })
})

describe('the sweeper', () => {
  it('says what it erased, and goes on after a fault', async () => {
    const lines: LogLine[] = []
    const waits: number[] = []
    const callbacks: (() => void)[] = []
    let fails = true
    const sweeper = createSweeper({
      retention: {
        erase: (key) =>
          fails ? Promise.reject(new Error('gone')) : Promise.resolve(key === 'replays' ? 2 : 0),
        emptyLog: () => Promise.resolve(),
      },
      days: USUAL_DAYS,
      now: () => NOW,
      timers: {
        setTimeout: (callback, ms) => {
          waits.push(ms)
          callbacks.push(callback)
          return setTimeout(() => undefined, 0)
        },
        clearTimeout,
      },
      log: (line) => lines.push(line),
    })
    sweeper.start()
    for (let round = 0; round < 2; round++) {
      callbacks[round]?.()
      await new Promise((resolve) => setTimeout(resolve, 5))
      fails = false
    }
    await sweeper.stop()
    expect(waits).toEqual([0, 6 * 3_600_000, 6 * 3_600_000])
    expect(lines).toMatchObject([
      { event: 'retention', fault: { names: ['Error'] } },
      { event: 'retention', erased: { replays: 2 } },
    ])
  })
})

describe('the terms', () => {
  it('each have days within their own limits, a reason and a source', () => {
    for (const key of SWEPT) {
      const { days, least, most, why, source } = TERMS[key]
      expect(days).toBeGreaterThanOrEqual(least)
      expect(days).toBeLessThanOrEqual(most)
      expect(why.length * source.length).toBeGreaterThan(0)
    }
  })

  it('may be others by the configuration, within the limits', () => {
    const read = readRetention({ challenges: 14, keptAnswers: 1_826 }, 'FILE')
    expect(read.faults).toEqual([])
    expect(read.days).toEqual({ ...USUAL_DAYS, challenges: 14, keptAnswers: 1_826 })
    const { faults } = readRetention({ challenges: 13, replays: '1', audit: 5 }, 'FILE')
    expect(faults).toEqual([
      'retention in FILE names something that is not in docs/retention.md.',
      'retention.challenges in FILE must be a whole number from 14 to 365.',
      'retention.replays in FILE must be a whole number from 1 to 30.',
    ])
    expect(readRetention([], 'FILE').faults).toHaveLength(1)
    expect(readConfiguration([], {}).retention).toEqual(USUAL_DAYS)
  })
})
