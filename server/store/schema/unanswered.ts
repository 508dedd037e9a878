import type { Types } from './version-12'

/**
 * Checks that ended without an answer, until their device has heard of it (docs/adr/0033-production.md): numbered as its answers
 * are, and fetched with a cursor of its own; for a migration of either database.
 */
export function unansweredTable({ integer, text, sorted }: Types): string {
  return `
    CREATE TABLE unanswered (
      facility_id ${sorted} NOT NULL,
      device_id ${sorted} NOT NULL,
      seq ${integer} NOT NULL,
      check_id ${sorted} NOT NULL,
      code ${text} NOT NULL,
      enc ${text} NOT NULL,
      ciphertext ${text} NOT NULL,
      stored_at ${integer} NOT NULL,
      PRIMARY KEY (facility_id, device_id, seq),
      UNIQUE (facility_id, check_id),
      FOREIGN KEY (facility_id, device_id) REFERENCES devices (facility_id, id),
      FOREIGN KEY (facility_id, check_id) REFERENCES checks (facility_id, id)
    );
    CREATE INDEX unanswered_stored ON unanswered (stored_at);
  `
}
