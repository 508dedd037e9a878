import type { Types } from './version-12'

/** Who runs the facility, how they sign in, and what a device last said of itself (docs/adr/0031); for either database. */
export function peopleTables({ integer, text, sorted }: Types): string {
  const key = `${sorted} NOT NULL`
  const person = 'FOREIGN KEY (facility_id, person_id) REFERENCES people (facility_id, id)'
  return `
    CREATE TABLE people (
      facility_id ${key} REFERENCES facilities (id),
      id ${key},
      name ${text} NOT NULL,
      role ${text} NOT NULL CHECK (role IN ('administrator', 'staff', 'readOnly')),
      sign_in ${key},
      passcode ${text},
      tries ${integer} NOT NULL DEFAULT 0,
      wait_until ${integer} NOT NULL DEFAULT 0,
      created_at ${integer} NOT NULL,
      ended_at ${integer},
      PRIMARY KEY (facility_id, id)
    );
    CREATE UNIQUE INDEX people_by_sign_in ON people (sign_in);
    CREATE TABLE passkeys (
      facility_id ${key},
      id ${key},
      person_id ${key},
      public_key ${text} NOT NULL,
      counter ${integer} NOT NULL,
      transports ${text} NOT NULL,
      created_at ${integer} NOT NULL,
      used_at ${integer},
      PRIMARY KEY (facility_id, id),
      ${person}
    );
    CREATE UNIQUE INDEX passkeys_by_id ON passkeys (id);
    CREATE INDEX passkeys_of_person ON passkeys (facility_id, person_id);
    CREATE TABLE invitations (
      facility_id ${key},
      hash ${key},
      person_id ${key},
      expires_at ${integer} NOT NULL,
      used_at ${integer},
      PRIMARY KEY (facility_id, hash),
      ${person}
    );
    CREATE UNIQUE INDEX invitations_by_hash ON invitations (hash);
    CREATE INDEX invitations_of_person ON invitations (facility_id, person_id);
    CREATE TABLE person_sessions (
      facility_id ${key},
      hash ${key},
      person_id ${key},
      created_at ${integer} NOT NULL,
      seen_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, hash),
      ${person}
    );
    CREATE UNIQUE INDEX person_sessions_by_hash ON person_sessions (hash);
    CREATE INDEX person_sessions_of_person ON person_sessions (facility_id, person_id);
    ALTER TABLE facilities ADD COLUMN staff_imported_at ${integer};
    ALTER TABLE devices ADD COLUMN seen_at ${integer};
    ALTER TABLE devices ADD COLUMN unsent ${integer};
    ALTER TABLE devices ADD COLUMN app_version ${text};
  `
}
