import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createColumnSealer } from '../../../server/keys/column-sealer'
import { openSqliteStore } from '../../../server/store/open'
import { sqliteMigrations } from '../../../server/store/schema/sqlite'
import { openDatabase } from '../../../server/store/sqlite/database'
import { COLUMNS } from '../../support/columns'

const folder = mkdtempSync(join(tmpdir(), 'tazune-migrations-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const MIGRATIONS = sqliteMigrations(COLUMNS)
/** The last version in which a row did not know its facility. */
const BEFORE_TENANTS = 11
const JWK = '{"kty":"EC","crv":"P-256","x":"x","y":"y"}'
const STAFF = '[{"id":"s1","name":"看護　花子"}]'

/** What each version brought, as a gateway of that version would have written it. */
const ROWS: Readonly<Record<number, string>> = {
  1: `
    INSERT INTO facilities (id, name, staff) VALUES ('f1', '施設', '${STAFF}'), ('f2', '別の', '[]');
    INSERT INTO devices (id, facility_id, name, signing_key, answer_key, activated_at, answer_seq)
      VALUES ('d1', 'f1', '花子のタブレット', '${JWK}', '${JWK}', 1, 1),
        ('d2', 'f2', '他所', '${JWK}', '${JWK}', 2, 0);
    INSERT INTO activation_codes (hash, facility_id, created_at, expires_at)
      VALUES ('h1', 'f1', 0, 100);
    INSERT INTO replays (key, expires_at) VALUES ('assertion:d1:jti', 100);
    INSERT INTO challenges (id, device_id, challenge, issued_at, expires_at)
      VALUES ('c1', 'd1', 'c', 1, 100);
    INSERT INTO checks (id, device_id, body_hash, header, enc, ciphertext, signature, received_at,
        verdict, captured_at, clock_doubtful, answered_at)
      VALUES ('a', 'd1', 'b', 'h', 'e', 'c', 's', 1, 'accepted', 1, 0, 5),
        ('w', 'd1', 'b', 'h', 'e', 'c', 's', 1, 'accepted', 1, 0, NULL),
        ('x', 'd2', 'b', 'h', 'e', 'c', 's', 1, 'accepted', 1, 0, NULL);
    INSERT INTO answers VALUES ('d1', 1, 'a', 'e1', 'c1', 'e2', 'c2', 5);`,
  3: `INSERT INTO visit_tags VALUES ('t1', 'f1', 'visit', '患者番号0042', 1, NULL);`,
  5: `INSERT INTO face_passcodes VALUES ('p1', 'f1', 'salt', 1, 'digest', 1, NULL);`,
  6: `INSERT INTO identity_sessions (check_id, ticket_hash, device_id, expires_at, state_hash, nonce,
        verifier) VALUES ('w', 'ticket', 'd1', 100, 'state', 'n', 'v');`,
  8: `
    INSERT INTO consents (check_id, facility_id, patient_ref, setting, channel, items, decided_by,
        decided_at, stored_at)
      VALUES ('a', 'f1', 'ref', 'homeNursing', 'homeConsent', '["diagnosis"]', 'patient', 't', 1);
    INSERT INTO consent_withdrawals VALUES ('w', 'a', 'f1', '["diagnosis"]', 'patient', 't', 2);
    INSERT INTO medical_copies VALUES ('d1', 'a', 1, '["diagnosis"]', 'e', 'c', 100, NULL);`,
  9: `INSERT INTO unknown_withdrawals VALUES ('never-came', 'd1', 1, 100);`,
  10: `INSERT INTO patients (facility_id, patient_ref, seen_at, answered_check_id)
        VALUES ('f1', 'ref', 7, 'a');`,
}

function writeAt(version: number): string {
  const path = join(mkdtempSync(join(folder, 'data-')), 'gateway.sqlite')
  const database = openDatabase(path, MIGRATIONS.slice(0, version))
  for (const [since, sql] of Object.entries(ROWS)) if (Number(since) <= version) database.exec(sql)
  database.close()
  return path
}

const VERSIONS = Array.from({ length: BEFORE_TENANTS }, (_, at) => at + 1)

describe('a database of an earlier version', () => {
  it.each(VERSIONS)('%i is carried over with every row, under its facility', async (version) => {
    const store = openSqliteStore(writeAt(version), COLUMNS)
    expect(await store.facilities.get('f1')).toMatchObject({ staff: [{ name: '看護　花子' }] })
    expect(await store.devices.get('f1', 'd1')).toMatchObject({ name: '花子のタブレット' })
    expect(await store.devices.get('f2', 'd1')).toBeUndefined()
    expect((await store.devices.find('d2'))?.facilityId).toBe('f2')
    expect(await store.devices.findCode('h1', 1)).toBe('f1')
    expect(await store.replays.remember('f1', 'assertion:d1:jti', 100, 1)).toBe(false)
    expect((await store.challenges.getMany('f1', ['c1'])).has('c1')).toBe(true)
    expect((await store.checks.verdicts('f1', ['a', 'w', 'x'])).size).toBe(2)
    expect(await store.answers.after('f1', 'd1', 0, 9)).toMatchObject([{ seq: 1, checkId: 'a' }])
    const tags = version >= 3 ? [{ id: 't1', kind: 'visit' }] : undefined
    expect((await store.tags.inUse('f1')).get('患者番号0042')).toEqual(tags)
    expect(await store.facePasscodes.list('f1')).toHaveLength(version >= 5 ? 1 : 0)
    const session = await store.identity.ofTicket('ticket')
    expect(session?.facilityId).toBe(version >= 6 ? 'f1' : undefined)
    const consent = await store.consents.get('f1', 'a')
    expect(consent?.withdrawn).toEqual(version >= 8 ? ['diagnosis'] : undefined)
    expect(await store.medical.after('f1', 'd1', 0, 9)).toHaveLength(version >= 8 ? 1 : 0)
    expect(await store.withdrawals.forgetExpired(1_000)).toBe(version >= 9 ? 1 : 0)
    const seen = (await store.patients.getMany('f1', ['ref'])).get('ref')
    expect(seen?.answeredCheckId).toBe(version >= 10 ? 'a' : undefined)
    const due = await store.work.lease({ now: 1, leaseMs: 9, limit: 9, token: 'mine' })
    expect(due.map(({ facilityId, id }) => `${facilityId} ${id}`)).toEqual(['f1 w', 'f2 x'])
    await store.close()
  })

  it('holds no name and no patient’s number in clear from then on', async () => {
    const path = writeAt(BEFORE_TENANTS)
    const own = dirname(path)
    const bytes = () =>
      readdirSync(own)
        .map((name) => readFileSync(join(own, name), 'utf8'))
        .join('')
    expect(bytes()).toMatch(/花子.*患者番号0042|患者番号0042.*花子/s)
    await openSqliteStore(path, COLUMNS).close()
    expect(bytes()).not.toMatch(/花子|患者番号0042/)
  })

  it('tells nothing of a person under another key', async () => {
    const path = writeAt(BEFORE_TENANTS)
    await openSqliteStore(path, COLUMNS).close()
    const store = openSqliteStore(path, createColumnSealer(new Uint8Array(32)))
    await expect(store.facilities.get('f1')).rejects.toThrow()
    await store.close()
  })
})
