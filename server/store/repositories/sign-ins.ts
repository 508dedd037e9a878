/** How people sign in: passkeys, passcodes, sessions. */
import * as v from 'valibot'
import { Role } from '../../../api/admin/wire'
import type { ColumnSealer } from '../../keys/column-sealer'
import {
  SESSION_IDLE_MS,
  SESSION_LIFE_MS,
  type PasscodeTry,
  type PeopleStore,
} from '../people-store'
import { integer, text, textOrNull, type Database } from '../sql'
import { appendAudit } from './audit'
import {
  activeRow,
  insertPasskey,
  insertSession,
  lockPeople,
  placeOfPasscode,
  toPasskey,
  toPerson,
  writePasscode,
} from './person-rows'

export type SignIns = Pick<
  PeopleStore,
  | 'passkey'
  | 'passkeys'
  | 'addPasskey'
  | 'removePasskey'
  | 'usePasskey'
  | 'setPasscode'
  | 'tryPasscode'
  | 'passcodeMatched'
  | 'session'
  | 'endSession'
>

/** Tries that cost nothing; from then on each costs twice the wait of the one before. */
const FREE_TRIES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 3_600_000
/** A session's last use is written this seldom: a page that asks often is not a row that changes often. */
const SEEN_EVERY_MS = 60_000

function waitAfter(tries: number): number {
  const over = tries - FREE_TRIES
  return over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(over, 20))
}

export function createSignIns(database: Database, columns: ColumnSealer): SignIns {
  return {
    async passkey(id) {
      const row = await database.get('SELECT * FROM passkeys WHERE id = ?', [id])
      return row && toPasskey(row)
    },
    async passkeys(facilityId, personId) {
      const rows = await database.all(
        'SELECT * FROM passkeys WHERE facility_id = ? AND person_id = ? ORDER BY created_at, id',
        [facilityId, personId],
      )
      return rows.map(toPasskey)
    },
    addPasskey(passkey, note) {
      const { facilityId, personId } = passkey
      return database.transaction(async (sql) => {
        await lockPeople(sql, facilityId)
        if (!(await activeRow(sql, facilityId, personId))) return false
        if (!(await insertPasskey(sql, passkey))) return false
        await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },
    removePasskey(facilityId, personId, id, note) {
      return database.transaction(async (sql) => {
        await lockPeople(sql, facilityId)
        const person = await activeRow(sql, facilityId, personId)
        const kept = await sql.all(
          'SELECT id FROM passkeys WHERE facility_id = ? AND person_id = ?',
          [facilityId, personId],
        )
        if (!person || !kept.some((row) => row.id === id)) return false
        if (kept.length === 1 && person.passcode === null) return false
        await sql.run('DELETE FROM passkeys WHERE facility_id = ? AND id = ?', [facilityId, id])
        await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },
    usePasskey(passkey, counter, { sessionHash, note }) {
      const { facilityId, personId, id } = passkey
      return database.transaction(async (sql) => {
        await lockPeople(sql, facilityId)
        if (!(await activeRow(sql, facilityId, personId))) return false
        const used = await sql.run(
          `UPDATE passkeys SET counter = ?, used_at = ?
           WHERE facility_id = ? AND id = ? AND counter = ?`,
          [counter, note.at, facilityId, id, passkey.counter],
        )
        if (used === 0) return false
        await insertSession(sql, facilityId, personId, sessionHash, note.at)
        await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },

    setPasscode(facilityId, id, hash, note) {
      return database.transaction(async (sql) => {
        await lockPeople(sql, facilityId)
        if (!(await activeRow(sql, facilityId, id))) return false
        await writePasscode(sql, columns, facilityId, id, hash)
        await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },
    async tryPasscode(signIn, now): Promise<PasscodeTry> {
      const found = await database.get(
        'SELECT * FROM people WHERE sign_in = ? AND ended_at IS NULL',
        [signIn],
      )
      if (!found) return { kind: 'unknown' }
      const person = toPerson(columns, found)
      const { facilityId, id } = person
      return database.transaction(async (sql): Promise<PasscodeTry> => {
        await lockPeople(sql, facilityId)
        const row = await activeRow(sql, facilityId, id)
        if (!row) return { kind: 'unknown' }
        const until = integer(row.wait_until)
        if (until > now) return { kind: 'wait', until }
        const tries = integer(row.tries) + 1
        await sql.run(
          'UPDATE people SET tries = ?, wait_until = ? WHERE facility_id = ? AND id = ?',
          [tries, now + waitAfter(tries), facilityId, id],
        )
        const sealed = textOrNull(row.passcode)
        const passcode =
          sealed === null ? null : columns.open(placeOfPasscode(facilityId, id), sealed)
        return { kind: 'compare', person, passcode }
      })
    },
    passcodeMatched({ facilityId, id }, { sessionHash, note }) {
      return database.transaction(async (sql) => {
        await lockPeople(sql, facilityId)
        if (!(await activeRow(sql, facilityId, id))) return false
        await sql.run(
          'UPDATE people SET tries = 0, wait_until = 0 WHERE facility_id = ? AND id = ?',
          [facilityId, id],
        )
        await insertSession(sql, facilityId, id, sessionHash, note.at)
        await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },

    async session(hash, now) {
      const row = await database.get(
        `SELECT person_sessions.*, people.role FROM person_sessions JOIN people
           ON people.facility_id = person_sessions.facility_id
           AND people.id = person_sessions.person_id
         WHERE hash = ? AND person_sessions.created_at > ? AND seen_at > ? AND ended_at IS NULL`,
        [hash, now - SESSION_LIFE_MS, now - SESSION_IDLE_MS],
      )
      if (!row) return undefined
      const session = {
        facilityId: text(row.facility_id),
        personId: text(row.person_id),
        role: v.parse(Role, row.role),
        createdAt: integer(row.created_at),
        seenAt: integer(row.seen_at),
      }
      if (now - session.seenAt >= SEEN_EVERY_MS) {
        await database.run(
          'UPDATE person_sessions SET seen_at = ? WHERE facility_id = ? AND hash = ?',
          [now, session.facilityId, hash],
        )
      }
      return session
    },
    async endSession(hash, note) {
      await database.transaction(async (sql) => {
        const row = await sql.get('SELECT facility_id FROM person_sessions WHERE hash = ?', [hash])
        if (!row) return
        const facilityId = text(row.facility_id)
        await sql.run('DELETE FROM person_sessions WHERE facility_id = ? AND hash = ?', [
          facilityId,
          hash,
        ])
        await appendAudit(sql, columns, facilityId, note)
      })
    },
  }
}
