/** What the repositories of people share: their rows, and what must hold inside a transaction. */
import * as v from 'valibot'
import { Role } from '../../../api/admin/wire'
import type { ColumnSealer } from '../../keys/column-sealer'
import { SESSION_LIFE_MS, type Passkey, type Person } from '../people-store'
import { integer, integerOrNull, text, type Row, type Sql, type Transaction } from '../sql'
import { placesOf } from './places'

export const placeOfName = (facilityId: string, id: string) => ({
  table: 'people',
  facilityId,
  row: `${id} name`,
})
export const placeOfPasscode = (facilityId: string, id: string) => ({
  table: 'people',
  facilityId,
  row: `${id} passcode`,
})

export function toPerson(columns: ColumnSealer, row: Row): Person {
  const id = text(row.id)
  const facilityId = text(row.facility_id)
  return {
    id,
    facilityId,
    name: columns.open(placeOfName(facilityId, id), text(row.name)),
    role: v.parse(Role, row.role),
    signIn: text(row.sign_in),
    hasPasscode: row.passcode !== null,
    createdAt: integer(row.created_at),
    endedAt: integerOrNull(row.ended_at),
  }
}

export function toPasskey(row: Row): Passkey {
  return {
    id: text(row.id),
    facilityId: text(row.facility_id),
    personId: text(row.person_id),
    publicKey: text(row.public_key),
    counter: integer(row.counter),
    transports: v.parse(v.array(v.string()), JSON.parse(text(row.transports))),
    createdAt: integer(row.created_at),
    usedAt: integerOrNull(row.used_at),
  }
}

/** One change of a facility's people at a time: the last administrator cannot go by two doors at once. */
export function lockPeople(sql: Transaction, facilityId: string): Promise<void> {
  return sql.lock(`people ${facilityId}`)
}

export async function activeRow(
  sql: Sql,
  facilityId: string,
  id: string,
): Promise<Row | undefined> {
  return sql.get('SELECT * FROM people WHERE facility_id = ? AND id = ? AND ended_at IS NULL', [
    facilityId,
    id,
  ])
}

/** False when that credential is known already, of whomever. */
export async function insertPasskey(sql: Sql, passkey: Omit<Passkey, 'usedAt'>): Promise<boolean> {
  const added = await sql.run(
    `INSERT INTO passkeys (facility_id, id, person_id, public_key, counter, transports, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [
      passkey.facilityId,
      passkey.id,
      passkey.personId,
      passkey.publicKey,
      passkey.counter,
      JSON.stringify(passkey.transports),
      passkey.createdAt,
    ],
  )
  return added > 0
}

export async function insertSession(
  sql: Sql,
  facilityId: string,
  personId: string,
  hash: string,
  now: number,
): Promise<void> {
  await sql.run('DELETE FROM person_sessions WHERE facility_id = ? AND created_at <= ?', [
    facilityId,
    now - SESSION_LIFE_MS,
  ])
  await sql.run(
    `INSERT INTO person_sessions (facility_id, hash, person_id, created_at, seen_at)
     VALUES (?, ?, ?, ?, ?)`,
    [facilityId, hash, personId, now, now],
  )
}

export async function writePasscode(
  sql: Sql,
  columns: ColumnSealer,
  facilityId: string,
  id: string,
  hash: string,
): Promise<void> {
  await sql.run(
    'UPDATE people SET passcode = ?, tries = 0, wait_until = 0 WHERE facility_id = ? AND id = ?',
    [columns.seal(placeOfPasscode(facilityId, id), hash), facilityId, id],
  )
}

export type NewPerson = Omit<Person, 'hasPasscode' | 'endedAt'>

/** As the command line and a facility's first file make them, too. */
export async function insertPeople(
  sql: Sql,
  columns: ColumnSealer,
  people: readonly NewPerson[],
): Promise<void> {
  await sql.run(
    `INSERT INTO people (facility_id, id, name, role, sign_in, created_at)
     VALUES ${placesOf(people.length, 6)}`,
    people.flatMap(({ facilityId, id, name, role, signIn, createdAt }) => [
      facilityId,
      id,
      columns.seal(placeOfName(facilityId, id), name),
      role,
      signIn,
      createdAt,
    ]),
  )
}
