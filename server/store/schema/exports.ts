import type { Types } from './version-12'

/** What is to be sent, and the locks held in ORCA (docs/adr/0029-exports.md); for a migration of either database. */
export function exportTables({ integer, text, sorted }: Types): string {
  const key = `${sorted} NOT NULL`
  return `
    CREATE TABLE exports (
      facility_id ${key} REFERENCES facilities (id),
      id ${key},
      check_id ${key},
      destination ${text} NOT NULL,
      state ${text} NOT NULL CHECK (state IN ('waiting', 'done', 'stopped')),
      attempts ${integer} NOT NULL DEFAULT 0,
      queued_at ${integer} NOT NULL,
      next_try_at ${integer} NOT NULL,
      lease_until ${integer} NOT NULL DEFAULT 0,
      lease_token ${text},
      ended_at ${integer},
      code ${text},
      said ${text},
      PRIMARY KEY (facility_id, id),
      FOREIGN KEY (facility_id, check_id) REFERENCES checks (facility_id, id) ON DELETE CASCADE
    );
    CREATE INDEX exports_waiting ON exports (next_try_at, id) WHERE state = 'waiting';
    CREATE INDEX exports_ended ON exports (facility_id, ended_at) WHERE ended_at IS NOT NULL;
    CREATE INDEX exports_of_check ON exports (facility_id, check_id);
    CREATE TABLE export_locks (
      facility_id ${key} REFERENCES facilities (id),
      karte_uid ${key},
      orca_uid ${text},
      patient_number ${text} NOT NULL,
      noted_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, karte_uid)
    );
  `
}

/** What stopped is few among what was done, and is looked for often. */
export const STOPPED_EXPORTS = `
  CREATE INDEX exports_stopped ON exports (facility_id, queued_at) WHERE state = 'stopped';
`
