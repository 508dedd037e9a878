/** The gateway's tables on SQLite. A migration that was released is never edited; a change is a new number. */
import type { ColumnSealer } from '../../keys/column-sealer'
import type { Migration } from '../sqlite/database'
import { auditTables } from './audit'
import { exchangeTable } from './exchanges'
import { exportTables, STOPPED_EXPORTS } from './exports'
import { morningTable } from './mornings'
import { queueTables } from './queue'
import { peopleTables } from './people'
import { operationTables } from './operation'
import { rosterTables } from './roster'
import { SQLITE_TYPES, toTenants } from './to-tenants'
import { unansweredTable } from './unanswered'

export function sqliteMigrations(columns: ColumnSealer): readonly Migration[] {
  return [
    ...BEFORE_TENANTS,
    toTenants(columns),
    { version: 13, sql: exchangeTable(SQLITE_TYPES) },
    { version: 14, sql: rosterTables(SQLITE_TYPES) },
    { version: 15, sql: peopleTables(SQLITE_TYPES) },
    { version: 16, sql: auditTables(SQLITE_TYPES) },
    { version: 17, sql: exportTables(SQLITE_TYPES) },
    { version: 18, sql: operationTables(SQLITE_TYPES) },
    { version: 19, sql: queueTables(SQLITE_TYPES) },
    { version: 20, sql: morningTable(SQLITE_TYPES) },
    { version: 21, sql: STOPPED_EXPORTS },
    { version: 22, sql: unansweredTable(SQLITE_TYPES) },
  ]
}

/** One facility, and a row's own id is its key. */
const BEFORE_TENANTS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE facilities (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        staff TEXT NOT NULL
      );
      CREATE TABLE activation_codes (
        hash TEXT PRIMARY KEY,
        facility_id TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        used_at INTEGER
      );
      CREATE TABLE devices (
        id TEXT PRIMARY KEY,
        facility_id TEXT NOT NULL REFERENCES facilities (id),
        name TEXT NOT NULL,
        signing_key TEXT NOT NULL,
        answer_key TEXT NOT NULL,
        activated_at INTEGER NOT NULL,
        revoked_at INTEGER,
        erase_ordered_at INTEGER,
        answer_seq INTEGER NOT NULL DEFAULT 0
      );
      CREATE TABLE replays (
        key TEXT PRIMARY KEY,
        expires_at INTEGER NOT NULL
      );
      CREATE INDEX replays_expire ON replays (expires_at);
      CREATE TABLE challenges (
        id TEXT PRIMARY KEY,
        device_id TEXT NOT NULL REFERENCES devices (id),
        challenge TEXT NOT NULL,
        issued_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        used_by TEXT
      );
      CREATE INDEX challenges_open ON challenges (device_id, expires_at) WHERE used_by IS NULL;
      CREATE TABLE checks (
        id TEXT PRIMARY KEY,
        device_id TEXT NOT NULL REFERENCES devices (id),
        body_hash TEXT NOT NULL,
        header TEXT NOT NULL,
        enc TEXT NOT NULL,
        ciphertext TEXT NOT NULL,
        signature TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
        code TEXT,
        challenge_id TEXT,
        captured_at INTEGER,
        clock_doubtful INTEGER,
        certificate_last_day TEXT,
        asked_at INTEGER,
        answered_at INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_try_at INTEGER NOT NULL DEFAULT 0,
        lease_until INTEGER NOT NULL DEFAULT 0,
        lease_token TEXT
      );
      CREATE INDEX checks_waiting ON checks (next_try_at, id)
        WHERE verdict = 'accepted' AND answered_at IS NULL;
      CREATE TABLE answers (
        device_id TEXT NOT NULL REFERENCES devices (id),
        seq INTEGER NOT NULL,
        check_id TEXT NOT NULL UNIQUE REFERENCES checks (id),
        enc TEXT NOT NULL,
        ciphertext TEXT NOT NULL,
        kept_enc TEXT NOT NULL,
        kept_ciphertext TEXT NOT NULL,
        stored_at INTEGER NOT NULL,
        PRIMARY KEY (device_id, seq)
      );
    `,
  },
  {
    version: 2,
    sql: 'ALTER TABLE activation_codes ADD COLUMN device_id TEXT REFERENCES devices (id);',
  },
  {
    version: 3,
    sql: `
      CREATE TABLE visit_tags (
        id TEXT PRIMARY KEY,
        facility_id TEXT NOT NULL REFERENCES facilities (id),
        kind TEXT NOT NULL CHECK (kind IN ('visit', 'patientCard')),
        patient_id TEXT NOT NULL,
        written_at INTEGER NOT NULL,
        retired_at INTEGER
      );
      CREATE INDEX visit_tags_in_use ON visit_tags (facility_id, written_at, id)
        WHERE retired_at IS NULL;
    `,
  },
  {
    version: 4,
    sql: 'ALTER TABLE facilities ADD COLUMN official_web TEXT;',
  },
  {
    version: 5,
    sql: `
      CREATE TABLE face_passcodes (
        id TEXT PRIMARY KEY,
        facility_id TEXT NOT NULL REFERENCES facilities (id),
        salt TEXT NOT NULL,
        iterations INTEGER NOT NULL,
        digest TEXT NOT NULL,
        issued_at INTEGER NOT NULL,
        replaced_at INTEGER
      );
      CREATE UNIQUE INDEX face_passcodes_current ON face_passcodes (facility_id)
        WHERE replaced_at IS NULL;
      ALTER TABLE checks ADD COLUMN face_issuer TEXT CHECK (face_issuer IN ('trusted', 'unknown'));
    `,
  },
  {
    version: 6,
    sql: `
      CREATE TABLE identity_sessions (
        check_id TEXT PRIMARY KEY REFERENCES checks (id),
        ticket_hash TEXT NOT NULL UNIQUE,
        device_id TEXT NOT NULL REFERENCES devices (id),
        expires_at INTEGER NOT NULL,
        state_hash TEXT UNIQUE,
        nonce TEXT,
        verifier TEXT,
        outcome TEXT,
        ended_at INTEGER
      );
      CREATE INDEX identity_sessions_bound ON identity_sessions (expires_at)
        WHERE nonce IS NOT NULL;
    `,
  },
  {
    version: 7,
    sql: `
      ALTER TABLE checks ADD COLUMN withdrawn_at INTEGER;
      DROP INDEX checks_waiting;
      CREATE INDEX checks_waiting ON checks (next_try_at, id)
        WHERE verdict = 'accepted' AND answered_at IS NULL AND withdrawn_at IS NULL;
    `,
  },
  {
    version: 8,
    sql: `
      CREATE TABLE consents (
        check_id TEXT PRIMARY KEY REFERENCES checks (id),
        facility_id TEXT NOT NULL REFERENCES facilities (id),
        patient_ref TEXT,
        setting TEXT NOT NULL,
        channel TEXT NOT NULL,
        items TEXT NOT NULL,
        decided_by TEXT NOT NULL CHECK (decided_by IN ('patient', 'proxy')),
        decided_at TEXT NOT NULL,
        wording TEXT,
        until TEXT,
        certificate_last_day TEXT,
        stored_at INTEGER NOT NULL
      );
      CREATE INDEX consents_of_patient ON consents (facility_id, patient_ref);
      CREATE TABLE consent_withdrawals (
        id TEXT PRIMARY KEY REFERENCES checks (id),
        check_id TEXT NOT NULL,
        facility_id TEXT NOT NULL REFERENCES facilities (id),
        items TEXT NOT NULL,
        decided_by TEXT NOT NULL CHECK (decided_by IN ('patient', 'proxy')),
        decided_at TEXT NOT NULL,
        received_at INTEGER NOT NULL
      );
      CREATE INDEX consent_withdrawals_of_check ON consent_withdrawals (check_id, facility_id);
      CREATE TABLE medical_copies (
        device_id TEXT NOT NULL REFERENCES devices (id),
        check_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        items TEXT NOT NULL,
        enc TEXT,
        ciphertext TEXT,
        keep_until INTEGER NOT NULL,
        code TEXT,
        PRIMARY KEY (device_id, check_id)
      );
      CREATE UNIQUE INDEX medical_copies_in_order ON medical_copies (device_id, seq);
      CREATE INDEX medical_copies_kept ON medical_copies (keep_until) WHERE enc IS NOT NULL;
      ALTER TABLE devices ADD COLUMN medical_seq INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    version: 9,
    sql: `
      CREATE TABLE unknown_withdrawals (
        check_id TEXT NOT NULL,
        device_id TEXT NOT NULL REFERENCES devices (id),
        withdrawn_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (check_id, device_id)
      );
      CREATE INDEX unknown_withdrawals_expire ON unknown_withdrawals (expires_at);
    `,
  },
  {
    version: 10,
    sql: `
      CREATE TABLE patients (
        facility_id TEXT NOT NULL REFERENCES facilities (id),
        patient_ref TEXT NOT NULL,
        seen_at INTEGER NOT NULL,
        card_first_checked_at INTEGER,
        card_checked_at INTEGER,
        card_last_day TEXT,
        certificate_last_day TEXT,
        answered_check_id TEXT REFERENCES checks (id),
        PRIMARY KEY (facility_id, patient_ref)
      );
      ALTER TABLE checks ADD COLUMN asks_nobody INTEGER NOT NULL DEFAULT 0;
      DROP INDEX checks_waiting;
      CREATE INDEX checks_waiting ON checks (next_try_at, id)
        WHERE verdict = 'accepted' AND answered_at IS NULL AND withdrawn_at IS NULL
          AND asks_nobody = 0;
    `,
  },
  {
    version: 11,
    sql: `
      CREATE INDEX checks_declared ON checks (captured_at)
        WHERE verdict = 'accepted' AND asks_nobody = 1 AND withdrawn_at IS NULL;
    `,
  },
]
