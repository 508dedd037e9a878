import type { Types } from './version-12'

/**
 * By which keys the database was written (docs/adr/0032-operation.md), and what the sweep finds by time; for a migration of
 * either database. The keys belong to no facility: they are what a gateway must have before it may read any.
 */
export function operationTables({ integer, text, sorted }: Types): string {
  return `
    CREATE TABLE gateway_keys (
      use ${sorted} NOT NULL,
      id ${sorted} NOT NULL,
      fingerprint ${text} NOT NULL,
      noted_at ${integer} NOT NULL,
      PRIMARY KEY (use, id)
    );
    CREATE INDEX checks_ended ON checks (answered_at) WHERE ciphertext <> '' AND answered_at IS NOT NULL;
    CREATE INDEX answers_kept ON answers (stored_at) WHERE kept_ciphertext <> '';
  `
}
