import { text, type Database, type Transaction } from '../sql'
import type { ColumnSealer } from '../../keys/column-sealer'
import type { Invitation, PeopleStore, PersonChange } from '../people-store'
import { appendAudit } from './audit'
import {
  activeRow,
  insertPasskey,
  insertPeople,
  insertSession,
  lockPeople,
  placeOfName,
  toPerson,
  writePasscode,
} from './person-rows'
import { createSignIns } from './sign-ins'

export function createPeopleStore(database: Database, columns: ColumnSealer): PeopleStore {
  /** Of an invitation that can be taken up now. */
  const INVITED = `SELECT people.* FROM invitations JOIN people
    ON people.facility_id = invitations.facility_id AND people.id = invitations.person_id
    WHERE invitations.hash = ? AND invitations.used_at IS NULL AND invitations.expires_at > ?
      AND people.ended_at IS NULL`

  return {
    ...createSignIns(database, columns),

    invite(person, invitation, note) {
      return database.transaction(async (sql) => {
        await insertPeople(sql, columns, [{ ...person, createdAt: note.at }])
        await insertInvitation(sql, person.facilityId, person.id, invitation)
        await appendAudit(sql, columns, person.facilityId, note)
      })
    },
    inviteAgain(facilityId, id, invitation, note) {
      return database.transaction(async (sql) => {
        await lockPeople(sql, facilityId)
        if (!(await activeRow(sql, facilityId, id))) return false
        await endInvitations(sql, facilityId, id)
        await insertInvitation(sql, facilityId, id, invitation)
        await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },
    async invited(hash, now) {
      const row = await database.get(INVITED, [hash, now])
      return row && toPerson(columns, row)
    },
    takeUp(hash, way, { sessionHash, note }) {
      return database.transaction(async (sql) => {
        const row = await sql.get(INVITED, [hash, note.at])
        if (!row) return false
        const { facilityId, id } = toPerson(columns, row)
        await lockPeople(sql, facilityId)
        if (!(await activeRow(sql, facilityId, id))) return false
        // The update decides between two who hold the same link.
        const used = await sql.run(
          `UPDATE invitations SET used_at = ?
           WHERE facility_id = ? AND hash = ? AND used_at IS NULL AND expires_at > ?`,
          [note.at, facilityId, hash, note.at],
        )
        if (used === 0) return false
        if ('passcode' in way) await writePasscode(sql, columns, facilityId, id, way.passcode)
        else {
          const { passkey } = way
          const isTheirs = passkey.facilityId === facilityId && passkey.personId === id
          if (!isTheirs || !(await insertPasskey(sql, passkey))) {
            throw new TypeError('the passkey is not of the person who was invited')
          }
        }
        await insertSession(sql, facilityId, id, sessionHash, note.at)
        await appendAudit(sql, columns, facilityId, note)
        return true
      })
    },

    async list(facilityId) {
      const rows = await database.all(
        'SELECT * FROM people WHERE facility_id = ? ORDER BY created_at, id',
        [facilityId],
      )
      return rows.map((row) => toPerson(columns, row))
    },
    async get(facilityId, id) {
      const row = await database.get('SELECT * FROM people WHERE facility_id = ? AND id = ?', [
        facilityId,
        id,
      ])
      return row && toPerson(columns, row)
    },
    async staff(facilityId) {
      const rows = await database.all(
        `SELECT * FROM people WHERE facility_id = ? AND ended_at IS NULL
           AND role IN ('administrator', 'staff') ORDER BY created_at, id`,
        [facilityId],
      )
      return rows.map((row) => toPerson(columns, row)).map(({ id, name }) => ({ id, name }))
    },
    change(facilityId, id, { name, role }, note) {
      return database.transaction(async (sql): Promise<PersonChange> => {
        await lockPeople(sql, facilityId)
        const row = await activeRow(sql, facilityId, id)
        if (!row) return 'notThere'
        const goes = role !== undefined && role !== 'administrator'
        if (goes && (await isLastAdministrator(sql, facilityId, id))) return 'lastAdministrator'
        const sealed =
          name === undefined ? text(row.name) : columns.seal(placeOfName(facilityId, id), name)
        await sql.run('UPDATE people SET name = ?, role = ? WHERE facility_id = ? AND id = ?', [
          sealed,
          role ?? text(row.role),
          facilityId,
          id,
        ])
        await appendAudit(sql, columns, facilityId, note)
        return 'done'
      })
    },
    end(facilityId, id, note) {
      return database.transaction(async (sql): Promise<PersonChange> => {
        await lockPeople(sql, facilityId)
        if (!(await activeRow(sql, facilityId, id))) return 'notThere'
        if (await isLastAdministrator(sql, facilityId, id)) return 'lastAdministrator'
        await sql.run(
          'UPDATE people SET ended_at = ?, passcode = NULL WHERE facility_id = ? AND id = ?',
          [note.at, facilityId, id],
        )
        await endInvitations(sql, facilityId, id)
        for (const table of ['person_sessions', 'passkeys']) {
          await sql.run(`DELETE FROM ${table} WHERE facility_id = ? AND person_id = ?`, [
            facilityId,
            id,
          ])
        }
        await appendAudit(sql, columns, facilityId, note)
        return 'done'
      })
    },
  }
}

async function insertInvitation(
  sql: Transaction,
  facilityId: string,
  personId: string,
  { hash, expiresAt }: Invitation,
): Promise<void> {
  await sql.run(
    'INSERT INTO invitations (facility_id, hash, person_id, expires_at) VALUES (?, ?, ?, ?)',
    [facilityId, hash, personId, expiresAt],
  )
}

async function endInvitations(sql: Transaction, facilityId: string, id: string): Promise<void> {
  await sql.run('DELETE FROM invitations WHERE facility_id = ? AND person_id = ?', [facilityId, id])
}

/** Of those who can sign in: an invitation that nobody has taken up administers nothing. */
async function isLastAdministrator(
  sql: Transaction,
  facilityId: string,
  id: string,
): Promise<boolean> {
  const rows = await sql.all(
    `SELECT id FROM people WHERE facility_id = ? AND ended_at IS NULL AND role = 'administrator'
       AND (passcode IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys
         WHERE passkeys.facility_id = people.facility_id AND passkeys.person_id = people.id))`,
    [facilityId],
  )
  return rows.length === 1 && rows[0]?.id === id
}
