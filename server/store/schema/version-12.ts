/**
 * The schema of version 12, the same on both databases: the facility begins every key. PostgreSQL begins here; SQLite's
 * older tables are carried over (`to-tenants`). Released, so never edited.
 */

/** Names of a database's types. `sorted`: compared byte by byte, whatever the server's language. */
export interface Types {
  integer: string
  text: string
  sorted: string
}

/** The tables in the order in which they refer to each other. */
export const TABLES_12 = [
  'facilities',
  'devices',
  'activation_codes',
  'replays',
  'challenges',
  'checks',
  'answers',
  'visit_tags',
  'face_passcodes',
  'identity_sessions',
  'consents',
  'consent_withdrawals',
  'medical_copies',
  'unknown_withdrawals',
  'patients',
] as const

export function tables12({ integer, text, sorted }: Types): string {
  const key = `${sorted} NOT NULL`
  const device = 'FOREIGN KEY (facility_id, device_id) REFERENCES devices (facility_id, id)'
  const check = 'REFERENCES checks (facility_id, id)'
  return `
    CREATE TABLE facilities (
      id ${sorted} PRIMARY KEY,
      name ${text} NOT NULL,
      staff ${text} NOT NULL,
      official_web ${text}
    );
    CREATE TABLE devices (
      facility_id ${key} REFERENCES facilities (id),
      id ${key},
      name ${text} NOT NULL,
      signing_key ${text} NOT NULL,
      answer_key ${text} NOT NULL,
      activated_at ${integer} NOT NULL,
      revoked_at ${integer},
      erase_ordered_at ${integer},
      answer_seq ${integer} NOT NULL DEFAULT 0,
      medical_seq ${integer} NOT NULL DEFAULT 0,
      PRIMARY KEY (facility_id, id)
    );
    CREATE TABLE activation_codes (
      facility_id ${key},
      hash ${key},
      created_at ${integer} NOT NULL,
      expires_at ${integer} NOT NULL,
      used_at ${integer},
      device_id ${sorted},
      PRIMARY KEY (facility_id, hash),
      ${device}
    );
    CREATE TABLE replays (
      facility_id ${key},
      key ${key},
      expires_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, key)
    );
    CREATE TABLE challenges (
      facility_id ${key},
      id ${key},
      device_id ${key},
      challenge ${text} NOT NULL,
      issued_at ${integer} NOT NULL,
      expires_at ${integer} NOT NULL,
      used_by ${sorted},
      PRIMARY KEY (facility_id, id),
      ${device}
    );
    CREATE TABLE checks (
      facility_id ${key},
      id ${key},
      device_id ${key},
      body_hash ${text} NOT NULL,
      header ${text} NOT NULL,
      enc ${text} NOT NULL,
      ciphertext ${text} NOT NULL,
      signature ${text} NOT NULL,
      received_at ${integer} NOT NULL,
      verdict ${text} NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
      code ${text},
      challenge_id ${sorted},
      captured_at ${integer},
      clock_doubtful ${integer},
      certificate_last_day ${text},
      face_issuer ${text} CHECK (face_issuer IN ('trusted', 'unknown')),
      asks_nobody ${integer} NOT NULL DEFAULT 0,
      asked_at ${integer},
      answered_at ${integer},
      withdrawn_at ${integer},
      attempts ${integer} NOT NULL DEFAULT 0,
      next_try_at ${integer} NOT NULL DEFAULT 0,
      lease_until ${integer} NOT NULL DEFAULT 0,
      lease_token ${text},
      PRIMARY KEY (facility_id, id),
      ${device}
    );
    CREATE TABLE answers (
      facility_id ${key},
      device_id ${key},
      seq ${integer} NOT NULL,
      check_id ${key},
      enc ${text} NOT NULL,
      ciphertext ${text} NOT NULL,
      kept_enc ${text} NOT NULL,
      kept_ciphertext ${text} NOT NULL,
      stored_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, device_id, seq),
      UNIQUE (facility_id, check_id),
      ${device},
      FOREIGN KEY (facility_id, check_id) ${check}
    );
    CREATE TABLE visit_tags (
      facility_id ${key} REFERENCES facilities (id),
      id ${key},
      kind ${text} NOT NULL CHECK (kind IN ('visit', 'patientCard')),
      patient ${text} NOT NULL,
      patient_ref ${text} NOT NULL,
      written_at ${integer} NOT NULL,
      retired_at ${integer},
      PRIMARY KEY (facility_id, id)
    );
    CREATE TABLE face_passcodes (
      facility_id ${key} REFERENCES facilities (id),
      id ${key},
      salt ${text} NOT NULL,
      iterations ${integer} NOT NULL,
      digest ${text} NOT NULL,
      issued_at ${integer} NOT NULL,
      replaced_at ${integer},
      PRIMARY KEY (facility_id, id)
    );
    CREATE TABLE identity_sessions (
      facility_id ${key},
      check_id ${key},
      ticket_hash ${key},
      device_id ${key},
      expires_at ${integer} NOT NULL,
      state_hash ${sorted},
      nonce ${text},
      verifier ${text},
      outcome ${text},
      ended_at ${integer},
      PRIMARY KEY (facility_id, check_id),
      UNIQUE (facility_id, ticket_hash),
      UNIQUE (facility_id, state_hash),
      ${device},
      FOREIGN KEY (facility_id, check_id) ${check}
    );
    CREATE TABLE consents (
      facility_id ${key},
      check_id ${key},
      patient_ref ${sorted},
      setting ${text} NOT NULL,
      channel ${text} NOT NULL,
      items ${text} NOT NULL,
      decided_by ${text} NOT NULL CHECK (decided_by IN ('patient', 'proxy')),
      decided_at ${text} NOT NULL,
      wording ${text},
      until ${text},
      certificate_last_day ${text},
      stored_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, check_id),
      FOREIGN KEY (facility_id, check_id) ${check}
    );
    CREATE TABLE consent_withdrawals (
      facility_id ${key},
      id ${key},
      check_id ${key},
      items ${text} NOT NULL,
      decided_by ${text} NOT NULL CHECK (decided_by IN ('patient', 'proxy')),
      decided_at ${text} NOT NULL,
      received_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, id),
      FOREIGN KEY (facility_id, id) ${check}
    );
    CREATE TABLE medical_copies (
      facility_id ${key},
      device_id ${key},
      check_id ${key},
      seq ${integer} NOT NULL,
      items ${text} NOT NULL,
      enc ${text},
      ciphertext ${text},
      keep_until ${integer} NOT NULL,
      code ${text},
      PRIMARY KEY (facility_id, device_id, check_id),
      ${device}
    );
    CREATE TABLE unknown_withdrawals (
      facility_id ${key},
      check_id ${key},
      device_id ${key},
      withdrawn_at ${integer} NOT NULL,
      expires_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, check_id, device_id),
      ${device}
    );
    CREATE TABLE patients (
      facility_id ${key} REFERENCES facilities (id),
      patient_ref ${key},
      seen_at ${integer} NOT NULL,
      card_first_checked_at ${integer},
      card_checked_at ${integer},
      card_last_day ${text},
      certificate_last_day ${text},
      answered_check_id ${sorted},
      PRIMARY KEY (facility_id, patient_ref),
      FOREIGN KEY (facility_id, answered_check_id) ${check}
    );
  `
}

/** Made after rows were carried over. The three look-ups without a facility are by a secret or an identifier. */
export const INDEXES_12 = `
  CREATE INDEX devices_by_id ON devices (id);
  CREATE INDEX activation_codes_by_hash ON activation_codes (hash);
  CREATE INDEX replays_expire ON replays (expires_at);
  CREATE INDEX challenges_open ON challenges (facility_id, device_id, expires_at)
    WHERE used_by IS NULL;
  CREATE INDEX checks_waiting ON checks (next_try_at, id)
    WHERE verdict = 'accepted' AND answered_at IS NULL AND withdrawn_at IS NULL
      AND asks_nobody = 0;
  CREATE INDEX checks_declared ON checks (captured_at)
    WHERE verdict = 'accepted' AND asks_nobody = 1 AND withdrawn_at IS NULL;
  CREATE INDEX visit_tags_in_use ON visit_tags (facility_id, written_at, id)
    WHERE retired_at IS NULL;
  CREATE UNIQUE INDEX face_passcodes_current ON face_passcodes (facility_id)
    WHERE replaced_at IS NULL;
  CREATE INDEX identity_sessions_by_ticket ON identity_sessions (ticket_hash);
  CREATE INDEX identity_sessions_by_state ON identity_sessions (state_hash);
  CREATE INDEX identity_sessions_bound ON identity_sessions (expires_at) WHERE nonce IS NOT NULL;
  CREATE INDEX consents_of_patient ON consents (facility_id, patient_ref);
  CREATE INDEX consent_withdrawals_of_check ON consent_withdrawals (facility_id, check_id);
  CREATE UNIQUE INDEX medical_copies_in_order ON medical_copies (facility_id, device_id, seq);
  CREATE INDEX medical_copies_of_check ON medical_copies (facility_id, check_id);
  CREATE INDEX medical_copies_kept ON medical_copies (keep_until) WHERE enc IS NOT NULL;
  CREATE INDEX unknown_withdrawals_expire ON unknown_withdrawals (expires_at);
`
