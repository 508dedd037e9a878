/** How each thing that is swept is found and erased: a few rows at a time, so that nobody waits behind it. */
import { dayInJapan } from '../../../domain/days'
import type { SweptKey } from '../../operation/retention/terms'
import type { RetentionStore } from '../operation-store'
import type { Database } from '../sql'
import { WAITING } from './work'

interface Sweep {
  table: string
  /** The primary key. */
  key: string
  /** `?` is the time in ms before which it is erased. */
  where: string
  /** What is written over what was there; without it the row goes. */
  set?: string
  /** The table counts in days of Japan. */
  byDay?: true
}

const NO_ENVELOPE = "header = '', enc = '', ciphertext = '', signature = ''"
const CHECKS = { table: 'checks', key: 'facility_id, id' }
const ANSWERS = { table: 'answers', key: 'facility_id, device_id, seq' }

const SWEEPS: Readonly<Record<SweptKey, readonly Sweep[]>> = {
  answeredEnvelopes: [
    { ...CHECKS, set: NO_ENVELOPE, where: "ciphertext <> '' AND answered_at < ?" },
    {
      ...CHECKS,
      set: NO_ENVELOPE,
      where: "ciphertext <> '' AND answered_at IS NULL AND withdrawn_at < ?",
    },
  ],
  refusedEnvelopes: [
    {
      ...CHECKS,
      set: NO_ENVELOPE,
      where: "verdict = 'rejected' AND ciphertext <> '' AND received_at < ?",
    },
  ],
  deviceAnswers: [
    {
      ...ANSWERS,
      set: "enc = '', ciphertext = ''",
      where: "ciphertext <> '' AND stored_at < ?",
    },
    {
      table: 'unanswered',
      key: 'facility_id, device_id, seq',
      set: "enc = '', ciphertext = ''",
      where: "ciphertext <> '' AND stored_at < ?",
    },
  ],
  keptAnswers: [
    {
      ...ANSWERS,
      set: "kept_enc = '', kept_ciphertext = ''",
      where: "kept_ciphertext <> '' AND stored_at < ?",
    },
  ],
  exchangeResults: [
    {
      table: 'oqs_exchanges',
      key: 'facility_id, request_id',
      set: 'result = NULL',
      // What came late may not have been read yet: without it its check would wait for ever.
      where: `state = 'done' AND result IS NOT NULL AND opened_at < ? AND NOT EXISTS (
        SELECT 1 FROM checks WHERE checks.facility_id = oqs_exchanges.facility_id
          AND checks.id = oqs_exchanges.request_id AND ${WAITING})`,
    },
  ],
  challenges: [{ table: 'challenges', key: 'facility_id, id', where: 'expires_at < ?' }],
  replays: [{ table: 'replays', key: 'facility_id, key', where: 'expires_at < ?' }],
  activationCodes: [
    { table: 'activation_codes', key: 'facility_id, hash', where: 'expires_at < ?' },
  ],
  identitySessions: [
    {
      table: 'identity_sessions',
      key: 'facility_id, check_id',
      where: `expires_at < ? AND NOT EXISTS (
        SELECT 1 FROM checks WHERE checks.facility_id = identity_sessions.facility_id
          AND checks.id = identity_sessions.check_id AND ${WAITING})`,
    },
  ],
  medicalEntries: [
    {
      table: 'medical_copies',
      key: 'facility_id, device_id, check_id',
      where: 'enc IS NULL AND keep_until < ?',
    },
  ],
  unknownWithdrawals: [
    {
      table: 'unknown_withdrawals',
      key: 'facility_id, check_id, device_id',
      where: 'expires_at < ?',
    },
  ],
  rosterVisits: [
    { table: 'roster_visits', key: 'facility_id, day, id', where: 'day < ?', byDay: true },
  ],
  rosterMornings: [
    { table: 'roster_mornings', key: 'facility_id, day', where: 'day < ?', byDay: true },
  ],
  personSessions: [{ table: 'person_sessions', key: 'facility_id, hash', where: 'created_at < ?' }],
  invitations: [{ table: 'invitations', key: 'facility_id, hash', where: 'expires_at < ?' }],
  exports: [{ table: 'exports', key: 'facility_id, id', where: 'ended_at < ?' }],
}

const AT_ONCE = 500

export function createRetentionStore(database: Database): RetentionStore {
  async function sweepAll(sweep: Sweep, before: number | string): Promise<number> {
    const { table, key, where, set } = sweep
    const chosen = `(${key}) IN (SELECT ${key} FROM ${table} WHERE ${where} LIMIT ${AT_ONCE})`
    const act = set === undefined ? `DELETE FROM ${table}` : `UPDATE ${table} SET ${set}`
    let erased = 0
    for (;;) {
      const changed = await database.run(`${act} WHERE ${chosen}`, [before])
      erased += changed
      if (changed < AT_ONCE) return erased
    }
  }

  return {
    async erase(key, before) {
      let erased = 0
      for (const sweep of SWEEPS[key]) {
        erased += await sweepAll(sweep, sweep.byDay === true ? dayInJapan(before) : before)
      }
      return erased
    },
    emptyLog: () => database.emptyLog(),
  }
}
